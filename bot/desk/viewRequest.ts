import { type UserId } from '../core/ids.ts';
import { type Delegation, seatOf, standInsFor } from '../core/delegation/delegation.ts';
import { type DomainEvent } from '../core/events.ts';
import { castByOf, needsMoreAfter } from '../core/approvals/approval.ts';
import { versionOf } from '../core/outcome.ts';
import { phaseOf } from '../core/phase.ts';
import { seenBy } from '../core/preflight/whoSees.ts';
import { timelineEvents } from '../core/radar/timeline.ts';
import { knownOwners, type Part, partOf, seesReason, verbsOf } from '../core/requestVerbs.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { peopleOfApproval, viewApproval } from './approvals/approvalView.ts';
import { appOf } from '../core/offers.ts';
import { namesOf, toNamed } from './namePeople.ts';
import { type KeptPreflight } from './preflight/preflightPorts.ts';
import { type PostedCard, type Reads } from './ports.ts';
import { type RequestRow } from './rows.ts';
import { viewRadar } from './radar/viewRadar.ts';
import { type CardPurpose, type RequestChange, type RequestVerb, type RequestView } from './requestView.ts';
import { type NamedPerson } from './namedPerson.ts';
import { type Amendment } from '../core/waiting/amendRequest.ts';
import { type OnCallAccess, type OnCallRule } from '../core/onCall/onCall.ts';
import { type Nudge } from '../core/waiting/nudge.ts';

/** All that a view is made from: stored rows and names, nothing from the network. */
export type RequestScene = {
  readonly row: RequestRow;
  readonly app: SharedApp;
  readonly cards: readonly PostedCard[];
  /** Delegations of those asked that hold now. */
  readonly holding: readonly Delegation[];
  /** Audit entries that the timeline tells. */
  readonly events: readonly DomainEvent[];
  readonly nudge: Nudge | undefined;
  readonly onCallRule: OnCallRule | undefined;
  readonly onCall: OnCallAccess | undefined;
  readonly amendment: Amendment | undefined;
  /** The requests asked for together with this one, itself among them, in order; empty where it was asked for alone. */
  readonly bundle: readonly { readonly row: RequestRow; readonly app: SharedApp }[];
  readonly names: ReadonlyMap<UserId, string>;
  /** Only while the request waits. */
  readonly preflight: KeptPreflight | undefined;
};

/** Reads what a view of this request needs. Undefined when the request or its app is gone. */
export const readScene = async (read: Reads, row: RequestRow | undefined, knownApp?: SharedApp): Promise<RequestScene | undefined> => {
  if (row === undefined) return undefined;
  const isWaiting = row.request.state === 'submitted';
  const [found, cards, holding, nudge, amendment, onCallRule, onCall, events, preflight, bundle] = await Promise.all([
    knownApp ?? read.sharedApp(row.request.appId),
    read.postedCards(row.request.id),
    isWaiting ? read.delegationsFrom(row.request.deciders) : [],
    isWaiting ? read.nudgeOf(row.request.id) : undefined,
    read.lastAmendment(row.request.id),
    isWaiting ? read.onCallRule(row.request.appId) : undefined,
    read.onCallAccess(row.request.id),
    row.invitation === null ? [] : read.eventsOf(row.request.id, timelineEvents),
    isWaiting ? read.keptPreflight(row.request.id) : undefined,
    row.request.bundleId === null ? [] : readBundle(read, row.request.bundleId),
  ]);
  if (found === undefined) return undefined;
  const app = appOf(found, row.request);
  const others = [...events.flatMap(({ by }) => by ?? []), ...holding.map(({ to }) => to), ...(amendment === undefined ? [] : [amendment.by, ...Object.values(amendment.sponsor ?? {})])];
  return { row, app, cards, holding, events, nudge, amendment, onCallRule, onCall, preflight, bundle, names: await namesOf(read, [...peopleOf(row, app), ...others]) };
};

const readBundle = async (read: Reads, bundleId: string): Promise<RequestScene['bundle']> => {
  const [rows, apps] = await Promise.all([read.requestsOfBundle(bundleId), read.sharedApps()]);
  return rows.flatMap((row) => {
    const app = apps.find(({ id }) => id === row.request.appId);
    return app === undefined ? [] : [{ row, app: appOf(app, row.request) }];
  });
};

/** What a person is to the request by our own rows, plus ownership where it was just read live. */
export const viewerPart = ({ row, app, cards, holding }: Pick<RequestScene, 'row' | 'app' | 'cards' | 'holding'>, viewer: UserId, ownsNow = false): Part => {
  const asked = partOf(row, app, viewer, cards.some((card) => card.to === viewer && card.purpose === 'finish'));
  const hasDecided = row.request.decision?.by === viewer;
  const standsIn = seatOf(row.request, viewer, holding) !== undefined && castByOf(row.request.approval, viewer) === undefined;
  const hasCast = castByOf(row.request.approval, viewer) !== undefined;
  const part = { ...asked, isDecider: asked.isDecider || hasDecided || hasCast || standsIn, isAskedNow: asked.isAskedNow || standsIn };
  return ownsNow ? { ...part, isOwner: true } : part;
};

/**
 * The request as one person may see it. `ownsNow`, `isExact`: ownership of the app, and a role that may see every obstacle,
 * that were just read live. `isAlone`: without the others of its bundle.
 */
export const viewRequest = (scene: RequestScene, viewer: UserId, purpose: CardPurpose, ownsNow = false, isExact = false, isAlone = false): RequestView => {
  const { row, app, names } = scene;
  const { request, invitation } = row;
  const named = (id: UserId): NamedPerson => toNamed(names, id);
  const part = viewerPart(scene, viewer, ownsNow);
  const phase = phaseOf(row);
  const urgent = phase === 'waiting' && part.isRequester && scene.onCall === undefined ? scene.onCallRule : undefined;
  const verbs: readonly RequestVerb[] = [...verbsOf(row, part, viewer), ...(urgent === undefined ? [] : (['request.urgent'] as const))];
  const hidesReason = !seesReason(part);
  const obstacle = phase === 'retry-needed' || phase === 'ending' ? (invitation?.obstacle ?? null) : null;
  return {
    id: request.id,
    version: versionOf(row),
    purpose,
    viewer,
    phase,
    appName: app.name,
    bundle: isAlone || purpose !== 'status' || viewer !== request.requestedBy || scene.bundle.length < 2 ? null : scene.bundle.map((part) => ({ requestId: part.row.request.id, appName: part.app.name, phase: phaseOf(part.row), until: part.row.request.until })),
    isPart: isAlone && scene.bundle.length > 1,
    guest: { name: request.invitee.name, email: request.invitee.email },
    requester: named(request.requestedBy),
    sponsor: named(request.sponsorId),
    until: request.until,
    timeZone: request.timeZone,
    reason: hidesReason ? null : request.reason,
    deciders: request.deciders.map(named),
    approval: viewApproval(request.approval, named, hidesReason),
    decision: request.decision && {
      by: named(request.decision.by),
      at: request.decision.at,
      verdict: request.decision.verdict,
      reason: hidesReason ? null : request.decision.reason,
      direct: request.decision.direct,
      ...(request.decision.onBehalfOf === undefined ? {} : { onBehalfOf: named(request.decision.onBehalfOf) }),
    },
    standIns: phase === 'waiting' ? standInsFor(request, scene.holding).map((one) => ({ who: named(one.to), for: named(one.by), until: one.until })) : [],
    nudge: scene.nudge === undefined ? null : { by: named(scene.nudge.by), at: scene.nudge.at },
    onCall: scene.onCall === undefined ? null : { hours: scene.onCall.hours, keepsShift: scene.onCall.keepsShift, endsAt: scene.onCall.endsAt },
    urgent: urgent === undefined ? null : { longestHours: urgent.longestHours, hasShifts: urgent.shiftEnds.length > 0 },
    change: scene.amendment === undefined ? null : changeOf(scene.amendment, named),
    inviter: invitation?.inviterId == null ? null : named(invitation.inviterId),
    ifApproved: verbs.includes('request.approve') && request.deciders.includes(viewer) ? foretold(request, viewer, named) : null,
    preflight: verbs.includes('request.approve') && scene.preflight !== undefined ? { seen: seenBy(scene.preflight.report, isExact), passport: scene.preflight.passport } : null,
    isExistingGuest: invitation?.kind === 'existing-guest',
    sentAt: invitation?.sentAt ?? null,
    redeemedAt: invitation?.redeemedAt ?? null,
    provider: invitation?.provider ?? null,
    endedAt: invitation?.endedAt ?? null,
    endRequestedBy: invitation?.endRequestedBy == null ? null : named(invitation.endRequestedBy),
    obstacle: obstacle && { code: obstacle.code, who: named(obstacle.userId) },
    sponsorReachable: invitation?.sponsorReachable ?? true,
    candidates: verbs.includes('deciders.choose') ? [...new Set([...app.approvers, ...knownOwners(row, app)])].filter((id) => id !== request.requestedBy).map(named) : [],
    otherSponsors: verbs.includes('sponsor.replace') || verbs.includes('request.amend') ? otherSponsors(scene).map(named) : [],
    radar: viewRadar(row, scene.events, part, named),
    verbs,
  };
};

const changeOf = ({ by, at, until, sponsor }: Amendment, named: (id: UserId) => NamedPerson): RequestChange => ({
  by: named(by),
  at,
  until,
  sponsor: sponsor && { before: named(sponsor.before), after: named(sponsor.after) },
});

/** Where others decide after the viewer, one of them may turn out to be the inviter: nothing is foretold then. */
const foretold = ({ forecast: { inviterIf, adderIf, finishers }, approval }: RequestRow['request'], viewer: UserId, named: (id: UserId) => NamedPerson): RequestView['ifApproved'] => {
  const [inviterId, adderId] = [inviterIf[viewer] ?? null, adderIf[viewer] ?? null];
  if (inviterId === null && needsMoreAfter(approval)) return null;
  return { inviter: inviterId === null ? null : named(inviterId), adder: adderId === null ? null : named(adderId), finishers: inviterId === null ? finishers.map(named) : [] };
};

const otherSponsors = ({ row, app }: RequestScene): readonly UserId[] =>
  [...new Set([...app.approvers, ...knownOwners(row, app)])].filter((id) => id !== row.request.sponsorId);

const peopleOf = ({ request, invitation }: RequestRow, app: SharedApp): readonly UserId[] => [
  ...new Set(
    [
      request.requestedBy,
      request.sponsorId,
      request.decision?.by,
      request.decision?.onBehalfOf,
      invitation?.inviterId,
      invitation?.endRequestedBy,
      invitation?.obstacle?.userId,
      app.sharedBy,
      ...(invitation?.watch.alarms ?? []).flatMap(({ reset }) => (reset === null ? [] : [reset.by, ...reset.of])),
      ...request.deciders,
      ...peopleOfApproval(request.approval),
      ...request.forecast.finishers,
      ...app.approvers,
    ].filter((id) => id != null),
  ),
];
