import { createHash, timingSafeEqual } from 'node:crypto';

/** What one sign-in is bound by. All of it comes from one secret, which only the signing-in browser holds. */
export type Binding = {
  /** Kept with the act. */
  readonly hash: string;
  /** Goes to Entra and comes back in the address. */
  readonly state: string;
  /** Comes back inside the identity token. */
  readonly nonce: string;
  /** Proof key of the code (RFC 7636): whoever steals the code cannot use it. */
  readonly verifier: string;
};

/** @param secret at least 32 random bytes, base64url */
export const bindingOf = (secret: string, actId: string): Binding => {
  const derived = (use: string): string => createHash('sha256').update(`step-up ${use} ${actId} ${secret}`).digest('base64url');
  return { hash: derived('binding'), state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') };
};

/** In constant time, whatever the lengths. */
export const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
