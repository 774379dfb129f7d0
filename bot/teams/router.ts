import { type CardRoute, type CommandRoute } from './route.ts';
import { type Understood, type UnderstandCommand } from './understood.ts';

export type Router = {
  /** Verbs are a closed set: undefined for every other one. */
  card(verb: string): CardRoute | undefined;
  command(text: string, locale: string): { readonly kind: 'found'; readonly route: CommandRoute; readonly rest: string } | Extract<Understood, { kind: 'unknown' }>;
};

/**
 * Finds the route of a press or sentence.
 * @throws Error when two routes claim one verb or command: a mistake of ours that must stop the start
 */
export const createRouter = (routes: readonly (CardRoute | CommandRoute)[], understand: UnderstandCommand): Router => {
  const cards = new Map<string, CardRoute>();
  const commands = new Map<string, CommandRoute>();
  for (const route of routes) {
    const name = route.kind === 'card' ? route.verb : route.name;
    if (route.kind === 'card' ? cards.has(name) : commands.has(name)) throw new Error(`Two routes claim ${name}`);
    if (route.kind === 'card') cards.set(name, route);
    else commands.set(name, route);
  }
  return {
    card: (verb) => cards.get(verb),
    command: (text, locale) => {
      const understood = understand(text, locale);
      if (understood.kind === 'unknown') return understood;
      const route = commands.get(understood.name);
      return route === undefined ? { kind: 'unknown', suggestion: null } : { kind: 'found', route, rest: understood.rest };
    },
  };
};
