import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of official schemas beside the project, or undefined where a checkout has none. */
export const sharedFolder = (): string | undefined => {
  const folder = path.resolve(process.env['SHARED_DIR'] ?? '../shared');
  return existsSync(path.join(folder, 'graph/openapi-subset.json')) ? folder : undefined;
};
