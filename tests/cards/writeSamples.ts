import { writeFileSync } from 'node:fs';
import { sampleOf, templateNames } from './sampleModels.ts';

/** Writes `cards/<template>.sample.json` anew; run it after a template, a text or a model changed. */
for (const template of templateNames()) {
  writeFileSync(new URL(`../../cards/${template}.sample.json`, import.meta.url), `${JSON.stringify(sampleOf(template), null, 2)}\n`);
  console.log(`cards/${template}.sample.json`);
}
