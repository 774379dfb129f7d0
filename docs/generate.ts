/** `npm run docs`: writes what is made from code: pages of docs/, and the table of Graph routes in the sandbox's README. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withRouteTable } from '../sandbox/graph/routes.ts';
import { permissionsPage } from './permissionsPage.ts';

const pages: Readonly<Record<string, () => string>> = { 'permissions.md': permissionsPage };

for (const [name, page] of Object.entries(pages)) {
  writeFileSync(path.join(import.meta.dirname, name), page());
  console.log(`docs/${name}`);
}

const readme = path.join(import.meta.dirname, '../sandbox/README.md');
writeFileSync(readme, withRouteTable(readFileSync(readme, 'utf8')));
console.log('sandbox/README.md');
