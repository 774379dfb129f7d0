import { type AccessRequest, type Invitee } from './accessRequest.ts';
import { decidersFor } from './deciders.ts';
import { type DomainEvent } from './events.ts';
import { type AccessRequestId, type Day, type DraftId, type UserId } from './ids.ts';
import { type Invitation } from './invitation.ts';
import { canBeFinished, chooseNames, finishersFor, forecastNames, type Names, type Powers } from './nameChain.ts';
import { type Standing } from './person.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isInsider, mayChangeMembers, mayInvite } from './rights.ts';
import { type SharedApp } from './sharedApp.ts';

/** What was asked, every input already mended. */
export type Ask = {
  readonly id: AccessRequestId;
  readonly draftId: DraftId;
  readonly by: UserId;
  readonly at: Date;
  readonly invitee: Invitee;
  readonly sponsorId: UserId;
  readonly until: Day;
  readonly timeZone: string;
  readonly reason: string;
};

/** What the directory says now of everybody who may come to have a part. */
export type AskedOf = { readonly owners: readonly UserId[]; readonly standings: ReadonlyMap<UserId, Standing>; readonly powers: Powers };

export type Submitted = {
  readonly kind: 'submitted';
  readonly request: AccessRequest;
  /** Set when the owner's own request needs nobody else. */
  readonly invitation: Invitation | null;
  /** Who gets a card unasked: deciders, or finishers of a direct request. */
  readonly finishers: readonly UserId[];
  /** Whether the requester's own name may be used, so that their sign-in is needed now. */
  readonly needsSignIn: boolean;
  readonly events: readonly DomainEvent[];
};

/**
 * Makes a request, or says which rule is against it. Checks the whole chain now, so that no approved request ends
 * where nobody may invite.
 */
export const submitRequest = (ask: Ask, app: SharedApp, { owners, standings, powers }: AskedOf): Submitted | Refusal => {
  const actor = standings.get(ask.by);
  if (!isInsider(actor)) return refuse('outsider');
  if (powers.policy === 'none') return refuse('invitations-off');

  const askedAs = owners.includes(ask.by) ? 'owner' : 'requester';
  const isDirect = askedAs === 'owner' && app.ownerInvitesDirectly && mayInvite(actor, powers.policy);
  const deciders = isDirect ? [] : decidersFor({ askedAs, requestedBy: ask.by }, app, owners, standings);
  if (!isDirect && deciders.length === 0) return refuse('nobody-decides', owners);

  const people = [...standings.values()];
  const finishing = people.filter((person) => app.approvers.includes(person.id) || powers.groupOwners.includes(person.id));
  const pressers = [actor, ...deciders.map((id) => standings.get(id))];
  if (!canBeFinished(chooseNames(pressers, powers), finishing, powers, ask.by)) return refuse('nobody-invites', owners);

  const request: AccessRequest = {
    id: ask.id,
    version: 1,
    tenantId: app.tenantId,
    draftId: ask.draftId,
    appId: app.id,
    requestedBy: ask.by,
    askedAs,
    deciders,
    forecast: forecastNames(actor, deciders.flatMap((id) => standings.get(id) ?? []), finishing, powers),
    invitee: ask.invitee,
    sponsorId: ask.sponsorId,
    until: ask.until,
    timeZone: ask.timeZone,
    reason: ask.reason,
    state: isDirect ? 'approved' : 'submitted',
    decision: isDirect ? { verdict: 'approved', by: ask.by, at: ask.at, reason: null, direct: true } : null,
    submittedAt: ask.at,
    closedAt: isDirect ? ask.at : null,
  };
  const names = chooseNames([actor], powers);
  return {
    kind: 'submitted',
    request,
    invitation: isDirect ? newInvitation(request.id, names) : null,
    finishers: isDirect ? finishersFor(names, finishing, powers, ask.by) : [],
    needsSignIn: mayInvite(actor, powers.policy) || (mayChangeMembers(actor, powers.groupOwners) && !deciders.every((id) => mayChangeMembers(standings.get(id), powers.groupOwners))),
    events: [
      { name: 'access-request.submitted', subject: ask.id, by: ask.by, at: ask.at, facts: { app: app.id, askedAs, sponsor: ask.sponsorId, until: ask.until } },
      ...(isDirect ? [{ name: 'access-request.approved', subject: ask.id, by: ask.by, at: ask.at, facts: { direct: true } } as const] : []),
    ],
  };
};

/** The invitation of a request that was just approved. */
export const newInvitation = (requestId: AccessRequestId, { inviterId, adderId }: Names): Invitation => ({
  requestId,
  version: 1,
  state: 'pending',
  kind: null,
  inviterId,
  adderId,
  guestId: null,
  lookedAt: null,
  callStartedAt: null,
  attempts: 0,
  sentAt: null,
  redeemedAt: null,
  provider: null,
  resetOf: null,
  access: 'none',
  endRequestedBy: null,
  endedAt: null,
  obstacle: null,
  sponsorReachable: true,
});
