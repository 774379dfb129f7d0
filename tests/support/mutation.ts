import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One source text of the product, replaced while it is loaded. */
export type Mutation = { readonly file: string; readonly from: string; readonly to: string };

/**
 * Writes a module for the bot's `--import` that switches defences off by replacing their source while loading. It says
 * so when a text is not found: a control that changes nothing proves nothing.
 */
export const preloadOf = (mutations: readonly Mutation[]): string => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'guest-desk-mutation-')), 'preload.mjs');
  writeFileSync(file, `import { registerHooks } from 'node:module';
const mutations = ${JSON.stringify(mutations)};
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const here = mutations.filter((one) => url.endsWith(one.file));
    if (here.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { from, to } of here) {
      if (!source.includes(from)) { console.error('MUTATION NOT FOUND in ' + url); process.exit(70); }
      source = source.replace(from, to);
      console.error('mutated ' + url.split('/').pop());
    }
    return { ...loaded, source };
  },
});
`);
  return file;
};
