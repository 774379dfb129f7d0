/**
 * What every press on a request card has in common: the person is one of ours and stands in the chat the card was
 * posted to; the rule decides on the locked row with rights that were just read live; row, audit entry and follow-up
 * work are one transaction; a refusal is kept in the audit chain.
 */
import { DeskError } from '../core/errors.ts';
import { type DomainEvent } from '../core/events.ts';
import { type AccessRequestId, type UserId } from '../core/ids.ts';
import { type Changed, type Outcome, type Pressed, versionOf } from '../core/outcome.ts';
import { appOf } from '../core/offers.ts';
import { type Actor, type Standing } from '../core/person.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { type RequestVerb } from '../core/requestVerbs.ts';
import { isInsider } from '../core/rights.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { offerActivation } from './activation/offerActivation.ts';
import { continuableVerbs } from './activation/activation.ts';
import { metNames, nameRefusal } from './namePeople.ts';
import { type Job, type Ports, type PostedCard, type Tx } from './ports.ts';
import { type RequestRow } from './rows.ts';
import { type CardPurpose } from './requestView.ts';
import { type Press, type PressResult } from './outcomes.ts';
import { readScene, viewRequest } from './viewRequest.ts';

export type PressPorts = Pick<Ports, 'store' | 'clock' | 'directory' | 'settings'>;

export type PressedRequest = { readonly row: RequestRow; readonly app: SharedApp; readonly cards: readonly PostedCard[] };

export type PressPlan<Live> = {
  readonly verb: RequestVerb;
  /** Which of the person's cards of this request the answer most likely replaces, best first. */
  readonly purposes: readonly CardPurpose[];
  /** Everything the rule needs from the directory, read now; `standings` holds the actor. */
  readonly readLive: (pressed: PressedRequest) => Promise<Live>;
  readonly rule: (row: RequestRow, app: SharedApp, press: Pressed, live: Live) => Outcome;
  /** Follow-up work of the change. */
  readonly jobs: (changed: Changed, live: Live, app: SharedApp) => readonly Job[];
  /** Further rows of the change, in the same transaction. */
  readonly write?: (tx: Tx, changed: Changed) => Promise<void>;
  /** Runs before anything is written, when the rule allows the press; may throw `sign-in-needed`. */
  readonly prepare?: (live: Live) => Promise<void>;
  /** What was typed with the press, to be sent again once a missing role is active. */
  readonly said?: string;
};

/** Facts of everybody who was looked up, the actor among them. */
export type LiveStandings = { readonly standings: ReadonlyMap<UserId, Standing> };

/** @throws DeskError not-found (the request is gone), unavailable (the directory does not answer), sign-in-needed */
export const pressRequest = async <Live extends LiveStandings>(ports: PressPorts, actor: Actor, input: Press, plan: PressPlan<Live>): Promise<PressResult> => {
  const { store, clock } = ports;
  const pressed = await readPressed(ports, input.requestId);
  const live = await plan.readLive(pressed);
  const met = metNames(live.standings.values(), actor);
  const press: Pressed = { by: actor.id, version: input.version, at: clock.now() };

  const barred = barActor(ports, actor, live.standings) ?? barChat(actor, pressed.cards);
  const preview = barred ?? plan.rule(pressed.row, pressed.app, press, live);
  if (preview.kind === 'changed') await plan.prepare?.(live);

  const { outcome, row } = await store.transaction(async (tx) => {
    const locked = (await tx.lockRequest(input.requestId)) ?? gone();
    const decided = barred ?? plan.rule(locked, pressed.app, press, live);
    if (decided.kind === 'refused') await tx.commitWith([refusedEvent(input.requestId, press, plan.verb, decided)], []);
    if (decided.kind !== 'changed') return { outcome: decided, row: locked };
    await plan.write?.(tx, decided);
    await writeChange(tx, locked, decided, plan.jobs(decided, live, pressed.app), met);
    return { outcome: decided, row: { request: decided.request, invitation: decided.invitation } };
  });
  if (outcome.kind === 'refused') {
    const { request: { id: requestId } } = row;
    const version = versionOf(row);
    const allows = (standing: Standing): boolean => plan.rule(row, pressed.app, { ...press, version }, { ...live, standings: new Map([...live.standings, [actor.id, standing]]) }).kind === 'changed';
    const verb = continuableVerbs.find((each) => each === plan.verb);
    const again = verb && { verb, requestId, version, said: plan.said ?? '', kind: null };
    return offerActivation(ports, await nameRefusal(store.read, outcome, met), { standing: live.standings.get(actor.id), allows, again });
  }

  const scene = (await readScene(store.read, row, pressed.app)) ?? gone();
  const own = scene.cards.filter((card) => card.to === actor.id).map((card) => card.purpose);
  const purpose = plan.purposes.find((one) => own.includes(one)) ?? plan.purposes[0] ?? 'status';
  return { kind: outcome.kind === 'conflict' ? 'conflict' : 'shown', view: viewRequest(scene, actor.id, purpose) };
};

/** Writes what a rule changed: rows, names met, audit entries, follow-up work. */
export const writeChange = async (tx: Tx, before: RequestRow, change: Changed, jobs: readonly Job[], met: ReadonlyMap<UserId, string> = new Map()): Promise<void> => {
  if (change.request.version !== before.request.version) await tx.saveRequest(change.request);
  if (change.invitation !== null && before.invitation === null) await tx.insertInvitation(change.invitation);
  if (change.invitation !== null && before.invitation !== null && change.invitation.version !== before.invitation.version) await tx.saveInvitation(change.invitation);
  if (met.size > 0) await tx.rememberNames(met);
  await tx.commitWith(change.events, jobs);
};

/** Guests, disabled accounts, people of other tenants and people the directory does not know may do nothing. */
export const barActor = ({ settings }: Pick<Ports, 'settings'>, actor: Actor, standings: ReadonlyMap<UserId, Standing>): Refusal | undefined =>
  actor.tenantId === settings.tenantId && isInsider(standings.get(actor.id)) ? undefined : refuse('outsider');

/**
 * A card works only in the chat it was posted to. Who opened the request from a list was never posted a card of it:
 * there is nothing to compare with, and the rule alone decides.
 */
export const barChat = (actor: Actor, cards: readonly PostedCard[]): Refusal | undefined => {
  const own = cards.filter((card) => card.to === actor.id);
  return own.length === 0 || own.some((card) => card.conversationId === actor.conversationId) ? undefined : refuse('wrong-chat');
};

/** @throws DeskError not-found */
export const readPressed = async ({ store }: PressPorts, requestId: AccessRequestId): Promise<PressedRequest> => {
  const row = (await store.read.request(requestId)) ?? gone();
  const [app, cards] = await Promise.all([store.read.sharedApp(row.request.appId), store.read.postedCards(requestId)]);
  return { row, app: appOf(app ?? gone(), row.request), cards };
};

export const refusedEvent = (subject: AccessRequestId, press: Pressed, verb: RequestVerb, refusal: Refusal): DomainEvent => ({
  name: 'access-request.refused',
  subject,
  by: press.by,
  at: press.at,
  facts: { verb, rule: refusal.rule },
});

export const gone = (): never => {
  throw new DeskError('not-found', { code: 'desk/request-gone' });
};
