import { type UserId } from '../../core/ids.ts';
import { viewPage } from '../viewPage.ts';
import { nameRefusal } from '../namePeople.ts';
import { type Ports, type Reads } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { type PartOfRequests, type RequestsPart, type WaitingVerbs } from './waitingUseCases.ts';

/** Rows of one part: where both are shown, and where one has the card to itself. */
export const rowsOfPart = { both: 4, alone: 5 } as const;

/** `requests`: what waits for the person's decision, also in another's place, and what the person asked for. */
export const listRequests =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): WaitingVerbs['listRequests'] =>
  async (actor, { part, cursor }) => {
    const { read } = ports.store;
    const barred = barActor(ports, actor, await ports.directory.standings([actor.id]));
    if (barred !== undefined) return nameRefusal(read, barred);
    if (part !== 'both') return { kind: 'requests', parts: [await partFor(read, actor.id, part, cursor, rowsOfPart.alone)] };
    return { kind: 'requests', parts: await Promise.all((['decide', 'mine'] as const).map((one) => partFor(read, actor.id, one, null, rowsOfPart.both))) };
  };

/** One part of a person's requests, from a cursor on. */
export const partFor = async (read: Reads, person: UserId, part: RequestsPart, cursor: string | null, limit: number): Promise<PartOfRequests> => {
  const page = part === 'mine' ? await read.askedBy(person, cursor, limit) : await read.toDecide(await seatsOf(read, person), person, cursor, limit);
  const { rows, next } = await viewPage(read, page, person, () => (part === 'mine' ? 'status' : 'decide'));
  return { part, count: page.count, rows, next };
};

/** In whose places the person decides now, their own first. */
export const seatsOf = async (read: Reads, person: UserId): Promise<readonly UserId[]> => [person, ...(await read.delegationsTo(person)).map(({ by }) => by)];
