/** What step-up needs from outside, beside the ports of the other verbs. */
import { type UserId } from '../../core/ids.ts';
import { type Act } from '../../core/stepUp/act.ts';
import { type Binding } from '../../core/stepUp/binding.ts';
import { type PostedAt, type RequestRow } from '../rows.ts';
import { type StepUpView } from './stepUpUseCases.ts';

export type StepUpReads = {
  act(id: string): Promise<Act | undefined>;
  /** Every request whose invitation is this guest's, oldest first. */
  requestsOfGuest(guestId: UserId): Promise<readonly RequestRow[]>;
};

export type StepUpTx = {
  insertAct(act: Act): Promise<void>;
  /** Compare-and-set on `version - 1`. */
  saveAct(act: Act): Promise<'saved' | 'conflict'>;
};

/** Cards of acts, in the chat they were asked for in. */
export type StepUpCards = {
  /** Replaces a message by the act's card. `not-found` when it is gone. */
  updateAct(at: PostedAt, view: StepUpView): Promise<void>;
};

/** Who signed in, as Entra's own answer says. */
export type SignedIn = {
  readonly userId: UserId;
  readonly tenantId: string;
  /** When the person proved who they are; null where Entra does not say. */
  readonly authenticatedAt: Date | null;
};

/** The admin registration: privileged delegated scopes, one fresh sign-in per act. */
export type AdminSignIn = {
  /** The address of Entra's sign-in page; it always asks for credentials. `claims`: what the directory demanded. */
  authorizeUrl(asked: { readonly binding: Binding; readonly loginHint: string | null; readonly claims: string | null }): Promise<string>;
  /**
   * Trades the code for a token and runs `work` with it; the token is forgotten when that ends, however it ends.
   * Errors: `sign-in-needed` (refused; with `claims` when more is demanded), `tenant-denies`, `unavailable`, and what `work` throws.
   */
  withToken<T>(came: { readonly code: string; readonly binding: Binding }, work: (who: SignedIn, graph: AdminGraph) => Promise<T>): Promise<T>;
};

/** Graph with the token of one fresh sign-in. Errors as those of `People`; a claims challenge is `sign-in-needed` with `claims`. */
export type AdminGraph = {
  /** Adds another address to the account, so that an invitation may name it; nothing when it is there. Safe to repeat. */
  addAddress(guestId: UserId, email: string): Promise<void>;
  /** `POST /invitations` with `resetRedemption`: the guest gets a mail and accepts anew. Once. */
  resetRedemption(call: { readonly guestId: UserId; readonly email: string; readonly redirectUrl: string; readonly language: string; readonly message: string }): Promise<void>;
};
