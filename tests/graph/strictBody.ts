import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { sharedFolder } from '../support/sharedFolder.ts';

const folder = sharedFolder();
const ajv = new Ajv2020({ strict: false, allErrors: true });
if (folder === undefined) console.warn('ATTENTION: ../shared/graph is absent, so request bodies are not compared with the official model');
else {
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...(JSON.parse(readFileSync(path.join(folder, 'graph/openapi-subset.json'), 'utf8')) as object), $id: 'graph-v1' });
}
const pointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');

/** What the official model of Graph v1.0 has against a request body of this operation. */
export const strictBody = (template: string, method: 'post' | 'patch', body: unknown): string[] => {
  if (folder === undefined) return [];
  const valid = ajv.compile({ $ref: `graph-v1#/paths/${pointer(template)}/${method}/requestBody/content/application~1json/schema` });
  return valid(body) ? [] : (valid.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
};
