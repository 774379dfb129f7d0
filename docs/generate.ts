/** `npm run docs`: writes the pages of docs/ that are made from code. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { permissionsPage } from './permissionsPage.ts';

const pages: Readonly<Record<string, () => string>> = { 'permissions.md': permissionsPage };

for (const [name, page] of Object.entries(pages)) {
  writeFileSync(path.join(import.meta.dirname, name), page());
  console.log(`docs/${name}`);
}
