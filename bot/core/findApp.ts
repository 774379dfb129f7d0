import { toMatchable } from './personText.ts';

type Named = { readonly id: string; readonly name: string };

/** What people may write around an app's name. */
const aroundNames = /^["'“”„«»‚‘’]+|["'“”„«»‚‘’.,;:!?]+$/gu;
const bare = (text: string): string => toMatchable(text).replace(aroundNames, '').trim();

/**
 * The app a person means: by id, by its whole name, else the longest name the words begin with ("Shift Planner for
 * nights"), else the only name that begins with the words. Undefined when there is none or more than one.
 */
export const findApp = <App extends Named>(apps: readonly App[], idOrName: string): App | undefined => {
  const words = bare(idOrName);
  if (words === '') return undefined;
  const named = apps.map((app) => ({ app, name: bare(app.name) }));
  const exact = named.filter(({ app, name }) => app.id === idOrName.trim() || name === words);
  if (exact.length > 0) return exact.length === 1 ? exact[0]?.app : undefined;
  const begun = named.filter(({ name }) => name !== '' && words.startsWith(`${name} `)).sort((a, b) => b.name.length - a.name.length);
  if (begun[0] !== undefined) return begun[1]?.name === begun[0].name ? undefined : begun[0].app;
  const beginning = named.filter(({ name }) => name.startsWith(words));
  return beginning.length === 1 ? beginning[0]?.app : undefined;
};
