import { type AccessRequest } from '../../core/accessRequest.ts';
import { isDeskError } from '../../core/errors.ts';
import { parseEmailAddress } from '../../core/emailAddress.ts';
import { appOf } from '../../core/offers.ts';
import { type Actor, directoryRoles, type Standing } from '../../core/person.ts';
import { normaliseText } from '../../core/personText.ts';
import { type Cause, type CauseKey, diagnose, type Known, type WhyFacts } from '../../core/radar/diagnose.ts';
import { refuse } from '../../core/refusal.ts';
import { isInsider } from '../../core/rights.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { actKinds } from '../../core/stepUp/act.ts';
import { checkAct } from '../../core/stepUp/checkAct.ts';
import { nameRefusal, namesOf, toNamed } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { barActor, gone } from '../pressRequest.ts';
import { readScene, viewRequest } from '../viewRequest.ts';
import { type Explained, type RadarDesk } from './radarUseCases.ts';

type WhyPorts = Pick<Ports, 'store' | 'directory' | 'clock' | 'signInLog' | 'settings' | 'admin'>;

const mostRows = 20;
const mostOthers = 4;
/** The service desk, and who stands in for it. */
const deskRoles: readonly string[] = [directoryRoles.helpdeskAdministrator, directoryRoles.userAdministrator, directoryRoles.globalAdministrator];

/**
 * `why …`: what keeps a guest out. For the requester, the sponsor, the app's owners (read live) and the service desk;
 * to everybody else an address that is unknown and one that is not theirs to ask about sound the same.
 */
export const explainGuest =
  (ports: WhyPorts): RadarDesk['explainGuest'] =>
  async (actor, about) => {
    const words = wordsOf(about);
    const [standings, rows] = await Promise.all([ports.directory.standings([actor.id]), words === undefined ? [] : ports.store.read.about(words, mostRows)]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(ports.store.read, barred);
    const isServiceDesk = servesAll(standings.get(actor.id));
    const seen = await seenRows(ports, actor, rows, isServiceDesk);
    const [first, ...others] = seen;
    if (first !== undefined) return explain(ports, actor, standings.get(actor.id), first, others);
    if (isServiceDesk && words !== undefined && 'email' in words) return { kind: 'explained', view: null, about: words.email, causes: [{ ...notAsked, who: [] }], acts: [], unread: [], others: [], readAt: ports.clock.now() };
    return nameRefusal(ports.store.read, refuse('nothing-to-tell'));
  };

/** `guest.why`: the same for one request, from a card. */
export const explainRequest =
  (ports: WhyPorts): RadarDesk['explainRequest'] =>
  async (actor, { requestId }) => {
    const [standings, row] = await Promise.all([ports.directory.standings([actor.id]), ports.store.read.request(requestId)]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(ports.store.read, barred);
    const [seen] = row === undefined ? [] : await seenRows(ports, actor, [row], servesAll(standings.get(actor.id)));
    return seen === undefined ? nameRefusal(ports.store.read, refuse('nothing-to-tell')) : explain(ports, actor, standings.get(actor.id), seen, []);
  };

const notAsked: Cause = { key: 'not-asked', source: 'request', readAt: null, at: null, code: null, verbs: [], who: [], helper: null };

const servesAll = (standing: Standing | undefined): boolean => isInsider(standing) && standing.roleIds.some((role) => deskRoles.includes(role));

const wordsOf = (about: string): { email: string } | { name: string } | undefined => {
  const email = parseEmailAddress(about);
  if (email !== undefined) return { email };
  const name = normaliseText(about);
  return name.length < 2 || name.includes('@') ? undefined : { name };
};

/** Rows this person may ask about; what is open before what is over, else newest first. */
const seenRows = async ({ store, directory }: WhyPorts, actor: Actor, rows: readonly RequestRow[], isServiceDesk: boolean): Promise<readonly (RequestRow & { readonly isOwner: boolean })[]> => {
  const apps = await Promise.all([...new Set(rows.map(({ request }) => request.appId))].map((id) => store.read.sharedApp(id)));
  const owned = await Promise.all(apps.map(async (app) => (app !== undefined && (await directory.appOwners(app.servicePrincipalId).catch(noOwners)).includes(actor.id) ? [app.id] : [])));
  const own = owned.flat();
  const isOpen = ({ request, invitation }: RequestRow): boolean => request.state === 'submitted' || (request.state === 'approved' && invitation?.access !== 'ended');
  return rows
    .map((row) => ({ ...row, isOwner: own.includes(row.request.appId) }))
    .filter(({ request, isOwner }) => isServiceDesk || isOwner || request.requestedBy === actor.id || request.sponsorId === actor.id)
    .toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
};

/** An app that is gone has no owners; that it is gone is what is to be found out. */
const noOwners = (error: unknown): readonly string[] => {
  if (isDeskError(error, 'not-found')) return [];
  throw error;
};

const explain = async (ports: WhyPorts, actor: Actor, standing: Standing | undefined, row: RequestRow & { readonly isOwner: boolean }, others: readonly RequestRow[]): Promise<Explained> => {
  const { store, clock } = ports;
  const scene = (await readScene(store.read, row)) ?? gone();
  const facts = await readFacts(ports, row, scene.app);
  const causes = diagnose(facts);
  const [names, apps] = await Promise.all([namesOf(store.read, causes.flatMap(({ who }) => who)), store.read.sharedApps()]);
  return {
    kind: 'explained',
    view: viewRequest(scene, actor.id, 'status', row.isOwner),
    about: row.request.invitee.email,
    causes: causes.map((cause) => ({ ...cause, who: cause.who.map((id) => toNamed(names, id)) })),
    acts: ports.admin === null || !causes.some(({ key }) => helpedByActs.includes(key)) ? [] : actKinds.filter((kind) => checkAct(kind, row, standing) === undefined),
    unread: (['guest', 'app', 'inGroup', 'signIns', 'sponsor'] as const).filter((fact) => 'unknown' in facts[fact] && facts[fact].unknown !== notYet),
    others: others.slice(0, mostOthers).map(({ request }) => ({ requestId: request.id, guest: { name: request.invitee.name, email: request.invitee.email }, appName: nameIn(apps, request) })),
    readAt: clock.now(),
  };
};

const nameIn = (apps: readonly SharedApp[], request: AccessRequest): string => {
  const app = apps.find(({ id }) => id === request.appId);
  return app === undefined ? '–' : appOf(app, request).name;
};

/** What accepting anew can mend. */
const helpedByActs: readonly CauseKey[] = ['wrong-account', 'redemption-reset', 'not-redeemed', 'sign-in-failed'];

/** Where there is no guest yet, nothing is to be read. */
const notYet = 'not-yet';

/** Everything at once; what cannot be read is unknown and stops nothing. */
const readFacts = async ({ directory, signInLog, clock }: WhyPorts, state: RequestRow, app: { servicePrincipalId: string; accessGroupId: string }): Promise<WhyFacts> => {
  const guestId = state.invitation?.guestId ?? null;
  const known = async <Value>(read: () => Promise<Value>): Promise<Known<Value>> => {
    try {
      return { value: await read(), at: clock.now() };
    } catch (error) {
      if (isDeskError(error) && error.kind !== 'bug') return { unknown: error.detail.code };
      throw error;
    }
  };
  const ofGuest = <Value>(read: (id: string) => Promise<Value>): Promise<Known<Value>> => (guestId === null ? Promise.resolve({ unknown: notYet }) : known(() => read(guestId)));
  const [guest, inGroup, appNow, sponsor, signIns] = await Promise.all([
    ofGuest(async (id) => (await directory.findUser(id)) ?? null),
    ofGuest((id) => directory.isGroupMember(app.accessGroupId, id)),
    known(() => readApp(directory, app)),
    known(async () => isInsider((await directory.standings([state.request.sponsorId])).get(state.request.sponsorId))),
    ofGuest(async (id) => (await signInLog.signIns([id])).get(id) ?? { kind: 'denied' as const }),
  ]);
  const log: WhyFacts['signIns'] = 'unknown' in signIns ? signIns : signIns.value.kind === 'rows' ? { value: signIns.value.rows, at: signIns.at } : { unknown: signIns.value.kind };
  return { state, guest, inGroup, app: appNow, sponsor, signIns: log };
};

const readApp = async (directory: WhyPorts['directory'], { servicePrincipalId, accessGroupId }: { servicePrincipalId: string; accessGroupId: string }) => {
  try {
    const [facts, owners, groupOwners] = await Promise.all([directory.appFacts(servicePrincipalId), directory.appOwners(servicePrincipalId), directory.groupOwners(accessGroupId)]);
    return { isEnabled: facts.isEnabled, assignmentRequired: facts.assignmentRequired, groupAssigned: facts.groups.some(({ id }) => id === accessGroupId), owners, groupOwners };
  } catch (error) {
    if (isDeskError(error, 'not-found')) return null;
    throw error;
  }
};
