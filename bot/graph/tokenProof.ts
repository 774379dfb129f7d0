import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type Clock } from '../desk/ports.ts';
import { calls } from './calls.ts';
import { type GraphClient } from './client.ts';
import { readAs } from './schemas.ts';

const mostProofs = 2000;
const longestProofMs = 60 * 60 * 1000;

type Proof = { readonly owner: Promise<UserId>; readonly until: number };

/**
 * Proves, before a token is used for the first time, that it is the person's own: Graph itself is asked whose it is
 * (row 22: one person's token must never act on another's wish). The answer is kept under the token's hash for as
 * long as the token lives.
 */
export const createTokenProof = (client: GraphClient, clock: Clock): ((token: string, person: UserId) => Promise<void>) => {
  const proofs = new Map<string, Proof>();

  const ownerOf = (token: string, person: UserId): Promise<UserId> => {
    const key = createHash('sha256').update(token).digest('base64url');
    const now = clock.now().getTime();
    const known = proofs.get(key);
    if (known !== undefined && known.until > now) return known.owner;
    const owner = askOwner(client, token, person);
    proofs.delete(key);
    proofs.set(key, { owner, until: Math.min(expiryOf(token) ?? now, now + longestProofMs) });
    if (proofs.size > mostProofs) proofs.delete(proofs.keys().next().value ?? '');
    owner.catch(() => proofs.delete(key));
    return owner;
  };

  return async (token, person) => {
    const owner = await ownerOf(token, person);
    if (owner.toLowerCase() !== person.toLowerCase()) throw new DeskError('bug', { code: 'graph/token-of-another-person' });
  };
};

const askOwner = async (client: GraphClient, token: string, person: UserId): Promise<UserId> =>
  readAs(z.object({ id: z.string() }), await client.read(calls.people.me, token, { query: { $select: 'id' }, userId: person }), 'me').id;

/** The `exp` of a token in milliseconds, for the cache alone; Graph checks the token itself. */
const expiryOf = (token: string): number | null => {
  try {
    const payload = z.object({ exp: z.number() }).parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
    return payload.exp * 1000;
  } catch {
    return null;
  }
};
