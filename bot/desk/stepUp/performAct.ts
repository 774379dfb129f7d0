import { appOf } from '../../core/offers.ts';
import { DeskError, isDeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { versionOf } from '../../core/outcome.ts';
import { type Act, type ActProblem } from '../../core/stepUp/act.ts';
import { isResettable, mayDoAct } from '../../core/stepUp/checkAct.ts';
import { namesOf, toNamed } from '../namePeople.ts';
import { type RequestRow } from '../rows.ts';
import { actEvent } from './changeAct.ts';
import { type AdminGraph } from './stepUpPorts.ts';
import { type PagePorts } from './pagePorts.ts';

/** What came of it. `again`: nothing happened. `failed`: over; `code` is for the audit chain. */
export type Performed =
  | { readonly kind: 'done'; readonly guestId: UserId }
  | { readonly kind: 'again'; readonly problem: ActProblem }
  | { readonly kind: 'challenged'; readonly claims: string }
  | { readonly kind: 'failed'; readonly problem: ActProblem; readonly code: string };

/**
 * The one act, with a token of the person who asked. Everything that spoke for it when it was asked is read again.
 * @throws DeskError of Graph
 */
export const performAct = async (ports: PagePorts, act: Act, graph: AdminGraph): Promise<Performed> => {
  const { store, directory, clock } = ports;
  const [standings, row, holder] = await Promise.all([
    directory.standings([act.askedBy]),
    store.read.request(act.requestId),
    act.address === null ? undefined : directory.findUserByEmail(act.address),
  ]);
  if (!mayDoAct(act.kind, standings.get(act.askedBy))) return { kind: 'failed', problem: 'not-allowed', code: 'desk/role-missing' };
  const guestId = row?.invitation?.guestId ?? null;
  if (row === undefined || guestId === null || versionOf(row) !== act.requestVersion || !isResettable(row)) return { kind: 'failed', problem: 'request-moved', code: 'desk/request-moved' };
  if (holder !== undefined && holder.id !== guestId) return { kind: 'failed', problem: 'address-in-use', code: 'desk/address-in-use' };

  const call = await toCall(ports, act, row, guestId);
  if (call === undefined) return { kind: 'failed', problem: 'request-moved', code: 'desk/shared-app-gone' };
  await store.transaction((tx) => tx.commitWith([actEvent('step-up.begun', act, clock.now(), { guest: guestId })], []));
  if (act.address !== null) await graph.addAddress(guestId, act.address).catch(safeToRepeat);
  await graph.resetRedemption(call);
  return { kind: 'done', guestId };
};

/** Adding an address twice is adding it once: what is uncertain can simply be tried again. */
const safeToRepeat = (error: unknown): never => {
  throw isDeskError(error, 'ambiguous') ? new DeskError('unavailable', error.detail) : error;
};

const toCall = async ({ store, letters }: PagePorts, act: Act, { request }: RequestRow, guestId: UserId) => {
  const [app, names] = await Promise.all([store.read.sharedApp(request.appId), namesOf(store.read, [act.askedBy, request.sponsorId])]);
  if (app === undefined) return undefined;
  const { language } = request.invitee;
  const message = letters.invitationMessage({ language, appName: appOf(app, request).name, inviterName: toNamed(names, act.askedBy).name, sponsorName: toNamed(names, request.sponsorId).name });
  return { guestId, email: act.address ?? request.invitee.email, redirectUrl: app.redirectUrl, language, message };
};
