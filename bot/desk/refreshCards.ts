import { isDeskError } from '../core/errors.ts';
import { versionOf } from '../core/outcome.ts';
import { type Ports, type PostedCard } from './ports.ts';
import { type JobOutcome } from './rows.ts';
import { type DeskWork } from './useCases.ts';
import { readScene, type RequestScene, viewRequest } from './viewRequest.ts';

type CardPorts = Pick<Ports, 'store' | 'messenger'>;

const mostRounds = 3;

/**
 * `cards.refresh`: every copy shows how the request stands, each to its viewer. Goes round again when the request
 * moved on meanwhile, so that of two refreshes at once the older cannot have the last word.
 */
export const refreshCards =
  ({ store, messenger }: CardPorts): DeskWork['refreshCards'] =>
  async ({ requestId }) => {
    let shown: string | undefined;
    for (let round = 0; round < mostRounds; round += 1) {
      const scene = await readScene(store.read, await store.read.request(requestId));
      if (scene === undefined || versionsOf(scene) === shown) return { kind: 'done' };
      const together = await Promise.all(scene.bundle.filter(({ row }) => row.request.id !== requestId).map(({ row }) => readScene(store.read, row)));
      const parts = together.flatMap((part) => (part ?? { cards: [] }).cards.filter(({ purpose }) => purpose === 'status').map((card) => ({ part, card })));
      const updates = [...scene.cards.map((card) => ({ part: scene, card })), ...parts];
      const failures = (await Promise.all(updates.map(async ({ part, card }) => (part === undefined ? undefined : updateCard({ store, messenger }, part, card))))).filter((error) => error !== undefined);
      if (failures.length > 0) return waitOrThrow(failures);
      shown = versionsOf(scene);
    }
    return { kind: 'later', seconds: 1 };
  };

/** What is on the cards: the request's own version, and those it was asked for with. */
const versionsOf = ({ row, bundle }: RequestScene): string => [row, ...bundle.map((part) => part.row)].map(versionOf).join(' ');

/** @returns what stopped it, so that one copy does not keep the others from being updated */
const updateCard = async ({ store, messenger }: CardPorts, scene: RequestScene, card: PostedCard): Promise<unknown> => {
  try {
    await messenger.update(card, viewRequest(scene, card.to, card.purpose));
    return undefined;
  } catch (error) {
    if (isDeskError(error, 'unreachable')) return undefined;
    if (!isDeskError(error, 'not-found')) return error;
    await store.transaction((tx) => tx.forgetPostedCard(card));
    return undefined;
  }
};

const waitOrThrow = (failures: readonly unknown[]): JobOutcome => {
  const waits = failures.map((error) => (isDeskError(error, 'throttled') ? (error.detail.retryAfterSeconds ?? 2) : undefined));
  const other = failures[waits.indexOf(undefined)];
  if (waits.includes(undefined)) throw other;
  return { kind: 'later', seconds: Math.max(...waits.map((wait) => wait ?? 0)) };
};
