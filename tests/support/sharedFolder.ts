import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of official schemas beside the project, or undefined where a checkout has none. */
export const sharedFolder = (): string | undefined => {
  const folder = path.resolve(process.env['SHARED_DIR'] ?? '../shared');
  return existsSync(path.join(folder, 'graph/openapi-subset.json')) ? folder : undefined;
};

/** A suite that compares with the official schemas: skipped in one loud line where a checkout has none beside it. */
export const describeWithShared = (name: string, body: (folder: string) => void): void => {
  const folder = sharedFolder();
  if (folder !== undefined) return describe(name, () => body(folder));
  process.stderr.write(`\nNO ../shared (set SHARED_DIR): "${name}" is NOT checked against the official schemas in this run.\n`);
  describe.skip(name, () => body(''));
};
