import { type UserId } from '../core/ids.ts';
import { type Actor, type Standing } from '../core/person.ts';
import { type Refusal } from '../core/refusal.ts';
import { type Reads } from './ports.ts';
import { type NamedPerson } from './namedPerson.ts';
import { type Refused } from './outcomes.ts';

/** Stands where we never met a person's name; words for it would need a language. */
const unknownName = '–';

export const toNamed = (names: ReadonlyMap<UserId, string>, id: UserId): NamedPerson => ({ id, name: names.get(id) ?? unknownName });

/** Names of people who were just met live, to be remembered. The actor's own name comes from the channel. */
export const metNames = (standings: Iterable<Pick<Standing, 'id' | 'name'>>, actor?: Actor): ReadonlyMap<UserId, string> =>
  new Map([...(actor === undefined ? [] : [[actor.id, actor.name] as const]), ...[...standings].map(({ id, name }) => [id, name] as const)].filter(([, name]) => name !== ''));

/** Stored names, overlaid by names just met. */
export const namesOf = async (read: Reads, ids: readonly UserId[], met: ReadonlyMap<UserId, string> = new Map()): Promise<ReadonlyMap<UserId, string>> => {
  const missing = ids.filter((id) => !met.has(id));
  return new Map([...(missing.length === 0 ? [] : await read.names(missing)), ...met]);
};

/** A refusal as people read it: with the names of who can change it. */
export const nameRefusal = async (read: Reads, refusal: Refusal, met: ReadonlyMap<UserId, string> = new Map()): Promise<Refused> => {
  const who = [...new Set(refusal.who)];
  const names = await namesOf(read, who, met);
  return { ...refusal, who: who.map((id) => toNamed(names, id)) };
};
