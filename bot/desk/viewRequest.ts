import { type UserId } from '../core/ids.ts';
import { type NameForecast } from '../core/nameChain.ts';
import { versionOf } from '../core/outcome.ts';
import { phaseOf } from '../core/phase.ts';
import { knownOwners, type Part, partOf, seesReason, verbsOf } from '../core/requestVerbs.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { namesOf, toNamed } from './namePeople.ts';
import { type PostedCard, type Reads, type RequestRow } from './ports.ts';
import { type CardPurpose, type NamedPerson, type RequestView } from './requestView.ts';

/** All that a view is made from: stored rows and names, nothing from the network. */
export type RequestScene = {
  readonly row: RequestRow;
  readonly app: SharedApp;
  readonly cards: readonly PostedCard[];
  readonly names: ReadonlyMap<UserId, string>;
};

/** Reads what a view of this request needs. Undefined when the request or its app is gone. */
export const readScene = async (read: Reads, row: RequestRow | undefined, knownApp?: SharedApp): Promise<RequestScene | undefined> => {
  if (row === undefined) return undefined;
  const [app, cards] = await Promise.all([knownApp ?? read.sharedApp(row.request.appId), read.postedCards(row.request.id)]);
  if (app === undefined) return undefined;
  return { row, app, cards, names: await namesOf(read, peopleOf(row, app)) };
};

/** What a person is to the request by our own rows, plus ownership where it was just read live. */
export const viewerPart = ({ row, app, cards }: Pick<RequestScene, 'row' | 'app' | 'cards'>, viewer: UserId, ownsNow = false): Part => {
  const part = partOf(row, app, viewer, cards.some((card) => card.to === viewer && card.purpose === 'finish'));
  return ownsNow ? { ...part, isOwner: true } : part;
};

/** The request as one person may see it. `ownsNow`: ownership of the app that was just read live. */
export const viewRequest = (scene: RequestScene, viewer: UserId, purpose: CardPurpose, ownsNow = false): RequestView => {
  const { row, app, names } = scene;
  const { request, invitation } = row;
  const named = (id: UserId): NamedPerson => toNamed(names, id);
  const part = viewerPart(scene, viewer, ownsNow);
  const phase = phaseOf(row);
  const verbs = verbsOf(row, part, viewer);
  const hidesReason = !seesReason(part);
  const obstacle = phase === 'retry-needed' || phase === 'ending' ? (invitation?.obstacle ?? null) : null;
  return {
    id: request.id,
    version: versionOf(row),
    purpose,
    viewer,
    phase,
    appName: app.name,
    guest: { name: request.invitee.name, email: request.invitee.email },
    requester: named(request.requestedBy),
    sponsor: named(request.sponsorId),
    until: request.until,
    timeZone: request.timeZone,
    reason: hidesReason ? null : request.reason,
    deciders: request.deciders.map(named),
    decision: request.decision && {
      by: named(request.decision.by),
      at: request.decision.at,
      verdict: request.decision.verdict,
      reason: hidesReason ? null : request.decision.reason,
      direct: request.decision.direct,
    },
    inviter: invitation?.inviterId == null ? null : named(invitation.inviterId),
    ifApproved: verbs.includes('request.approve') ? foretold(request.forecast, viewer, named) : null,
    isExistingGuest: invitation?.kind === 'existing-guest',
    sentAt: invitation?.sentAt ?? null,
    redeemedAt: invitation?.redeemedAt ?? null,
    provider: invitation?.provider ?? null,
    endedAt: invitation?.endedAt ?? null,
    endRequestedBy: invitation?.endRequestedBy == null ? null : named(invitation.endRequestedBy),
    obstacle: obstacle && { code: obstacle.code, who: named(obstacle.userId) },
    sponsorReachable: invitation?.sponsorReachable ?? true,
    otherSponsors: verbs.includes('sponsor.replace') ? otherSponsors(scene).map(named) : [],
    verbs,
  };
};

const foretold = ({ inviterIf, finishers }: NameForecast, viewer: UserId, named: (id: UserId) => NamedPerson): RequestView['ifApproved'] => {
  const inviterId = inviterIf[viewer] ?? null;
  return inviterId === null ? { inviter: null, finishers: finishers.map(named) } : { inviter: named(inviterId), finishers: [] };
};

const otherSponsors = ({ row, app }: RequestScene): readonly UserId[] =>
  [...new Set([...app.approvers, ...knownOwners(row, app)])].filter((id) => id !== row.request.sponsorId);

const peopleOf = ({ request, invitation }: RequestRow, app: SharedApp): readonly UserId[] => [
  ...new Set(
    [
      request.requestedBy,
      request.sponsorId,
      request.decision?.by,
      invitation?.inviterId,
      invitation?.endRequestedBy,
      invitation?.obstacle?.userId,
      app.sharedBy,
      ...request.deciders,
      ...request.forecast.finishers,
      ...app.approvers,
    ].filter((id) => id != null),
  ),
];
