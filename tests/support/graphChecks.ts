import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type JournalEntry } from './control.ts';
import { sharedFolder } from './sharedFolder.ts';

type Operation = { requestBody?: { content: Record<string, { schema: unknown }> }; responses: Record<string, { content?: Record<string, { schema: unknown }> }> };
type Model = { paths: Record<string, Record<string, Operation>> };
type Call = Pick<JournalEntry, 'method' | 'path' | 'status' | 'body' | 'response'>;

const escapePointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');

/** Compares calls of a journal with the official model of Graph v1.0. */
const createChecker = () => {
  const model = JSON.parse(readFileSync(path.join(sharedFolder() ?? '', 'graph/openapi-subset.json'), 'utf8')) as Model;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...model, $id: 'graph-v1' });
  const compiled = new Map<string, ValidateFunction>();
  const validate = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `graph-v1#/paths/${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  // Literal segments win over parameters: /users/delta is not the user "delta".
  const templates = Object.keys(model.paths)
    .map((template) => ({ template, pattern: new RegExp(`^${template.replace('delta()', 'delta(\\(\\))?').split(/(\{[^}]+\})/).map((part) => (part.startsWith('{') ? "[^/']+" : part.includes('delta(') ? part : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('')}$`) }))
    .sort((a, b) => (a.template.match(/\{/g)?.length ?? 0) - (b.template.match(/\{/g)?.length ?? 0));
  const find = (method: string, route: string) => {
    const found = templates.find(({ template, pattern }) => pattern.test(route) && model.paths[template]?.[method.toLowerCase()] !== undefined);
    return found && { pointer: `${escapePointer(found.template)}/${method.toLowerCase()}`, operation: model.paths[found.template]?.[method.toLowerCase()] };
  };
  return { find, validate };
};

const inner = (call: Call): Call[] => {
  if (!call.path.startsWith('/v1.0/$batch')) return [call];
  const requests = (call.body as { requests?: { id: string; method: string; url: string; body?: unknown }[] } | null)?.requests ?? [];
  const responses = (call.response as { responses?: { id: string; status: number; body?: unknown }[] } | null)?.responses ?? [];
  return [call, ...requests.map((request) => {
    const response = responses.find((one) => one.id === request.id);
    return { method: request.method, path: `/v1.0${request.url}`, status: response?.status ?? 0, body: request.body, response: response?.body };
  })];
};

/** Routes that the subset of the model does not hold: beta, contacts, deleted users of one type, sign-in methods, eligible roles. */
const unmodelled = /^\/beta\/|^\/v1\.0\/(?:contacts|directory\/deletedItems\/microsoft\.graph\.user|policies\/authenticationMethodsPolicy\/.*|roleManagement\/directory\/roleEligibilityScheduleInstances)(?:\?|$)/;

/** What the official model has against these calls; `checked` counts the bodies it looked at. */
export const graphProblems = (journal: readonly JournalEntry[], side: 'requests' | 'answers'): { checked: number; problems: string[] } => {
  const checker = createChecker();
  const problems = new Set<string>();
  let checked = 0;
  for (const call of journal.flatMap(inner).filter(({ path: asked }) => !unmodelled.test(asked))) {
    const route = decodeURIComponent((call.path.split('?')[0] ?? '').replace(/^\/v1\.0/, ''));
    const found = checker.find(call.method, route);
    if (!found?.operation) {
      problems.add(`${call.method} ${route}: not in the model`);
      continue;
    }
    const check = (pointer: string, value: unknown, what: string): void => {
      checked += 1;
      const valid = checker.validate(pointer);
      if (!valid(value)) problems.add(`${call.method} ${route.replace(/[0-9a-f-]{36}/g, '{id}')} ${what}: ${valid.errors?.map((error) => `${error.instancePath} ${error.message}`).slice(0, 3).join('; ')}`);
    };
    if (side === 'requests') {
      checked += 1;
      const schema = found.operation.requestBody?.content['application/json'];
      if (schema) check(`${found.pointer}/requestBody/content/application~1json/schema`, call.body, 'request');
      else if (call.body !== null && call.body !== undefined && JSON.stringify(call.body) !== '{}') problems.add(`${call.method} ${route}: a body where the model has none`);
      continue;
    }
    if (call.status === 0 || call.response === undefined) continue;
    const exact = found.operation.responses[String(call.status)];
    if (exact?.content) check(`${found.pointer}/responses/${call.status}/content/application~1json/schema`, call.response, `answer ${call.status}`);
    else if (!exact && call.status >= 400) check(`${found.pointer}/responses/default/content/application~1json/schema`, call.response, `answer ${call.status}`);
    else if (!exact) problems.add(`${call.method} ${route}: answer ${call.status} is not in the model`);
  }
  return { checked, problems: [...problems] };
};
