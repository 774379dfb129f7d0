import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** What a person agreed to on the sign-in page. */
export type GrantedCode = {
  clientId: string;
  oid: string;
  redirectUri: string;
  challenge?: string;
  nonce?: string;
  /** Authentication contexts that the request's claims asked for. */
  contexts: string[];
  /** Whether the identity token says when the person signed in. */
  tellsWhen: boolean;
  signedInAt: Date;
};

/** Authorization codes: each is good once, for ten minutes. */
export type AuthorizationCodes = { issue(granted: GrantedCode): string; take(code: string): GrantedCode | undefined };

const lifetimeMs = 10 * 60_000;

export function createAuthorizationCodes(clock: Pick<Clock, 'now'>): AuthorizationCodes {
  const codes = new Map<string, GrantedCode>();
  return {
    issue(granted) {
      const code = `0.${randomBytes(32).toString('base64url')}`;
      codes.set(code, granted);
      return code;
    },
    take(code) {
      const granted = codes.get(code);
      codes.delete(code);
      return granted !== undefined && clock.now().getTime() - granted.signedInAt.getTime() < lifetimeMs ? granted : undefined;
    },
  };
}
