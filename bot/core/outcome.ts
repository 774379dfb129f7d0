import { type AccessRequest } from './accessRequest.ts';
import { type DomainEvent } from './events.ts';
import { type UserId } from './ids.ts';
import { type Invitation } from './invitation.ts';
import { type Refusal } from './refusal.ts';

/** A request together with what became of it. */
export type RequestState = { readonly request: AccessRequest; readonly invitation: Invitation | null };

/** One press on a request card, as far as rules see it. */
export type Pressed = { readonly by: UserId; readonly version: number; readonly at: Date };

/** The rule allows it: how the rows stand afterwards, and what the audit chain keeps of it. */
export type Changed = RequestState & { readonly kind: 'changed'; readonly events: readonly DomainEvent[] };

/** The card showed an older state: nothing changes, the person sees how it stands now. */
export type Stale = { readonly kind: 'conflict' };

/** The same person pressed the same again (a double click, a repeated delivery): nothing more to do. */
export type AlreadyDone = { readonly kind: 'already-done' };

export type Outcome = Changed | Stale | AlreadyDone | Refusal;

export const stale: Stale = { kind: 'conflict' };
export const alreadyDone: AlreadyDone = { kind: 'already-done' };

/** The version people see: grows with every change of the request or of its invitation. */
export const versionOf = ({ request, invitation }: RequestState): number => request.version + (invitation?.version ?? 0);

/** The invitation with some facts changed, one version on. */
export const amend = (invitation: Invitation, change: Partial<Omit<Invitation, 'requestId' | 'version'>>): Invitation => ({
  ...invitation,
  ...change,
  version: invitation.version + 1,
});
