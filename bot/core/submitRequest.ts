import { type AccessRequest, type Invitee } from './accessRequest.ts';
import { automaticDomainOf } from './approvals/automaticApproval.ts';
import { type Approval, snapshotOf } from './approvals/approval.ts';
import { beginStage, isReachable } from './approvals/stageCourse.ts';
import { candidatesFor, type StageLive } from './approvals/stagePeople.ts';
import { choosersFor } from './approvals/succession.ts';
import { type DomainEvent, type EventName } from './events.ts';
import { type AccessRequestId, type Day, type DraftId, type UserId } from './ids.ts';
import { type Invitation } from './invitation.ts';
import { canBeFinished, chooseNames, finishersFor, forecastNames, type Names, type Powers } from './nameChain.ts';
import { type AppRole } from './appRole.ts';
import { type Refusal, refuse } from './refusal.ts';
import { unwatched } from './radar/watch.ts';
import { isInsider, mayChangeMembers, mayInvite } from './rights.ts';
import { type SharedApp } from './sharedApp.ts';

/** What was asked, every input already mended. */
export type Ask = {
  readonly id: AccessRequestId;
  readonly draftId: DraftId;
  readonly role: AppRole | null;
  readonly bundleId: string | null;
  readonly by: UserId;
  readonly at: Date;
  readonly invitee: Invitee;
  readonly sponsorId: UserId;
  readonly until: Day;
  readonly timeZone: string;
  readonly reason: string;
};

/** What the directory says now of everybody who may come to have a part. */
export type AskedOf = Pick<StageLive, 'owners' | 'standings'> & {
  readonly powers: Powers;
  /** Members of the groups that the rule names; none where it names none. */
  readonly groups?: StageLive['groups'];
  /** Who administers the tenant: they choose who decides where nobody is left. Read only when the rule finds too few. */
  readonly administrators?: readonly UserId[];
};

export type Submitted = {
  readonly kind: 'submitted';
  readonly request: AccessRequest;
  /** Set when nobody else is needed: an owner invites directly, or the rule lets a partner's guests in. */
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
export const submitRequest = (ask: Ask, app: SharedApp, { owners, standings, powers, groups = new Map(), administrators = [] }: AskedOf): Submitted | Refusal => {
  const actor = standings.get(ask.by);
  if (!isInsider(actor)) return refuse('outsider');
  if (powers.policy === 'none') return refuse('invitations-off');

  const askedAs = owners.includes(ask.by) ? 'owner' : 'requester';
  const isDirect = askedAs === 'owner' && app.ownerInvitesDirectly && mayInvite(actor, powers.policy);
  const automaticFor = isDirect ? null : automaticDomainOf(app.approval, ask.invitee.email);
  const isDecided = isDirect || automaticFor !== null;
  const who = { askedAs, requestedBy: ask.by } as const;
  const live: StageLive = { owners, standings, groups };
  const begun = isDecided ? { approval: { ...snapshotOf(app.approval), automaticFor }, deciders: [] } : beginStage(snapshotOf(app.approval), 0, who, app, live, { at: ask.at, version: 1 });
  const { deciders } = begun;

  const people = [...standings.values()];
  const finishing = people.filter((person) => app.approvers.includes(person.id) || powers.groupOwners.includes(person.id));
  const later = isDecided ? [] : app.approval.stages.slice(1).flatMap((stage) => candidatesFor(stage.who, who, app, live));
  const pressers = [actor, ...[...deciders, ...later].map((id) => standings.get(id))];

  const names = chooseNames([actor], powers);
  const request: AccessRequest = {
    id: ask.id,
    version: 1,
    tenantId: app.tenantId,
    draftId: ask.draftId,
    appId: app.id,
    role: ask.role,
    bundleId: ask.bundleId,
    requestedBy: ask.by,
    askedAs,
    deciders,
    approval: begun.approval,
    forecast: forecastNames(actor, deciders.flatMap((id) => standings.get(id) ?? []), finishing, powers),
    invitee: ask.invitee,
    sponsorId: ask.sponsorId,
    until: ask.until,
    timeZone: ask.timeZone,
    reason: ask.reason,
    state: isDecided ? 'approved' : 'submitted',
    decision: isDirect || automaticFor !== null ? { verdict: 'approved', by: isDirect ? ask.by : (app.approval.setBy ?? app.sharedBy), at: ask.at, reason: null, direct: isDirect } : null,
    submittedAt: ask.at,
    closedAt: isDecided ? ask.at : null,
  };
  const isOrphaned = !isDecided && !isReachable(request, app, live);
  const choosers = isOrphaned ? choosersFor(request, { ...live, administrators }, false) : [];
  if (isOrphaned && choosers.length === 0) return refuse('nobody-decides', owners);
  if (!canBeFinished(chooseNames(pressers, powers), finishing, powers, ask.by)) return refuse('nobody-invites', owners);

  const succession: Approval['succession'] = isOrphaned ? { since: ask.at, choosers, isWidened: false } : null;
  const event = (name: EventName, by: UserId | null, facts: NonNullable<DomainEvent['facts']>): DomainEvent => ({ name, subject: ask.id, by, at: ask.at, facts });
  return {
    kind: 'submitted',
    request: { ...request, approval: { ...begun.approval, succession } },
    invitation: isDecided ? newInvitation(request.id, names) : null,
    finishers: isDecided ? finishersFor(names, finishing, powers, ask.by) : [],
    needsSignIn: mayInvite(actor, powers.policy) || (mayChangeMembers(actor, powers.groupOwners) && !deciders.every((id) => mayChangeMembers(standings.get(id), powers.groupOwners))),
    events: [
      event('access-request.submitted', ask.by, { app: app.id, askedAs, sponsor: ask.sponsorId, until: ask.until, ...(ask.role === null ? {} : { role: ask.role.appRoleId }), ...(ask.bundleId === null ? {} : { bundle: ask.bundleId }) }),
      ...(isDirect ? [event('access-request.approved', ask.by, { direct: true })] : []),
      ...(automaticFor === null ? [] : [event('decision.automatic', null, { rule: 'partner-domain', domain: automaticFor, setBy: app.approval.setBy })]),
      ...(isOrphaned ? [event('deciders.missing', null, { stage: 1, choosers: choosers.join(' ') })] : []),
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
  watch: unwatched,
});
