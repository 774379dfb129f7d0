import { type UserId } from '../../core/ids.ts';
import { type Standing } from '../../core/person.ts';
import { type Directory } from '../ports.ts';

type Remembered = 'standings' | 'appOwners' | 'groupOwners' | 'groupPeople' | 'invitePolicy' | 'administrators';

/**
 * The directory for the length of one round: asks each question once. For looking through many rows; whatever it leads
 * to is a question to people, never a decision.
 */
export const rememberingDirectory = (directory: Directory): Directory => {
  const answers = new Map<string, Promise<unknown>>();
  const once = <Value>(key: string, read: () => Promise<Value>): Promise<Value> => {
    const known = answers.get(key) as Promise<Value> | undefined;
    const answer = known ?? read();
    answers.set(key, answer);
    return answer;
  };
  const people = new Map<UserId, Standing | undefined>();
  const remembered: Pick<Directory, Remembered> = {
    standings: async (ids) => {
      const missing = [...new Set(ids)].filter((id) => !people.has(id));
      const found = missing.length === 0 ? new Map<UserId, Standing>() : await directory.standings(missing);
      for (const id of missing) people.set(id, found.get(id));
      return new Map(ids.flatMap((id) => { const standing = people.get(id); return standing === undefined ? [] : [[id, standing] as const]; }));
    },
    appOwners: (id) => once(`owners of app ${id}`, () => directory.appOwners(id)),
    groupOwners: (id) => once(`owners of group ${id}`, () => directory.groupOwners(id)),
    groupPeople: (id) => once(`people of group ${id}`, () => directory.groupPeople(id)),
    invitePolicy: () => once('policy', () => directory.invitePolicy()),
    administrators: () => once('administrators', () => directory.administrators()),
  };
  return { ...directory, ...remembered };
};
