import { isDeskError } from '../../core/errors.ts';
import { type Ports } from '../ports.ts';
import { type PostedAt } from '../rows.ts';
import { partFor, rowsOfPart } from './listRequests.ts';
import { type Digest } from './waitingPorts.ts';
import { type WaitingWork } from './waitingUseCases.ts';

type DigestPorts = Pick<Ports, 'store' | 'clock' | 'messenger'>;

/** However many requests come, a person gets one message a minute at most, and one new one a day. */
const restMs = 60_000;
const freshMs = 86_400_000;
const pageSize = 100;

/** The same card is brought up to date in place; after a day it comes anew, because an update alone rings no bell. */
export const sendDigests =
  (ports: DigestPorts): WaitingWork['sendDigests'] =>
  async () => {
    const due = await ports.store.read.wantedDigests(new Date(ports.clock.now().getTime() - restMs), pageSize);
    const failures: unknown[] = [];
    for (const digest of due) await send(ports, digest).catch((error: unknown) => failures.push(error));
    // The rows of those that failed still say that something is wanted: the next round tries them again.
    if (failures.length > 0) throw failures[0];
  };

const send = async ({ store, clock, messenger }: DigestPorts, digest: Digest): Promise<void> => {
  const now = clock.now();
  const part = await partFor(store.read, digest.userId, 'decide', null, rowsOfPart.alone);
  const isFresh = digest.at !== null && digest.postedAt !== null && now.getTime() - digest.postedAt.getTime() < freshMs;
  const kept = isFresh && digest.at !== null && (await updated(messenger, digest.userId, digest.at, part)) ? digest.at : null;
  const at = kept ?? (part.count === 0 ? null : await posted(messenger, digest.userId, part));
  const postedAt = kept === null ? (at === null ? null : now) : digest.postedAt;
  await store.transaction(async (tx) => {
    await tx.saveDigest({ userId: digest.userId, at, postedAt, updatedAt: now }, digest.wantedAt ?? now);
    await tx.commitWith([], []);
  });
};

const updated = async (messenger: Ports['messenger'], to: string, at: PostedAt, part: Parameters<Ports['messenger']['postDigest']>[1]): Promise<boolean> => {
  try {
    await messenger.updateDigest(to, at, part);
    return true;
  } catch (error) {
    if (isDeskError(error, 'not-found')) return false;
    throw error;
  }
};

/** Null for somebody who cannot be messaged: they see their requests when they write. */
const posted = async (messenger: Ports['messenger'], to: string, part: Parameters<Ports['messenger']['postDigest']>[1]): Promise<PostedAt | null> => {
  try {
    return await messenger.postDigest(to, part);
  } catch (error) {
    if (isDeskError(error, 'unreachable')) return null;
    throw error;
  }
};
