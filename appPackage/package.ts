import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildPackage, readPackageSettings } from './buildPackage.ts';

/** `npm run package`: writes build/guest-desk.zip, or says in words what is missing or too long. */
const settings = readPackageSettings(process.env);
if (settings.kind === 'incomplete') {
  console.error(settings.problems.join('\n'));
  process.exit(2);
}
const built = await buildPackage(settings.settings);
if (built.kind === 'invalid') {
  console.error(built.problems.join('\n'));
  process.exit(1);
}
const target = path.resolve('build/guest-desk.zip');
mkdirSync(path.dirname(target), { recursive: true });
writeFileSync(target, built.zip);
console.log(`${path.relative('.', target)}: ${built.zip.byteLength} bytes, manifest ${built.manifest.manifestVersion}`);
