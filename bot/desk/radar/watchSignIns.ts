import { isDeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { type Changed } from '../../core/outcome.ts';
import { signInsRead, type Seen } from '../../core/radar/signIns.ts';
import { type Evidence } from '../../core/radar/watch.ts';
import { doubt, evidenceOf, type FoundTenant, needsTenants } from '../../core/radar/wrongAccount.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { writeChange } from '../pressRequest.ts';
import { tellOf } from './tellOf.ts';
import { type SignIn, type SignInsAnswer } from './radarPorts.ts';
import { type RadarWork } from './radarUseCases.ts';

type WatchPorts = Pick<Ports, 'store' | 'directory' | 'clock' | 'signInLog' | 'settings'>;

/** Guests asked for in one round trip. */
const pageSize = 20;
/** How long after the redemption a first sign-in is looked for. */
const patienceMs = 30 * 86_400_000;

/**
 * The round `sign-ins`: who redeemed and was not seen signing in yet. Notes the first sign-in to the app, or why the log
 * cannot be read; and tells owner and sponsor when the account that was seen is not the invited one.
 */
export const watchSignIns =
  (ports: WatchPorts): RadarWork['watchSignIns'] =>
  async () => {
    const { store, clock } = ports;
    const apps = new Map((await store.read.sharedApps()).map((app) => [app.id, app]));
    const since = new Date(clock.now().getTime() - patienceMs);
    for (let after: string | null = null; ; ) {
      const rows: readonly RequestRow[] = await store.read.notSeenYet(since, after, pageSize);
      const guests = [...new Set(rows.map(({ invitation }) => invitation?.guestId).filter((id) => id != null))];
      const answers = guests.length === 0 ? new Map<UserId, SignInsAnswer>() : await ports.signInLog.signIns(guests);
      for (const row of rows) {
        const app = apps.get(row.request.appId);
        const answer = answers.get(row.invitation?.guestId ?? '');
        if (app !== undefined && answer !== undefined) await note(ports, row, app, answer);
      }
      after = rows.at(-1)?.request.id ?? null;
      if (rows.length < pageSize) return;
    }
  };

const note = async (ports: WatchPorts, row: RequestRow, app: SharedApp, answer: SignInsAnswer): Promise<void> => {
  const rows = answer.kind === 'rows' ? answer.rows : [];
  const [seen, evidence] = await Promise.all([
    answer.kind === 'rows' ? firstSignIn(ports, row, app, rows) : ({ log: answer.kind, firstSignInAt: null } satisfies Seen),
    readEvidence(ports, row, rows),
  ]);
  await recordDoubt(ports, row, app, evidence, (locked, at) => signInsRead(locked, seen, at));
};

const firstSignIn = async ({ directory }: WatchPorts, { invitation }: RequestRow, app: SharedApp, rows: readonly SignIn[]): Promise<Seen> => {
  const since = invitation?.redeemedAt?.getTime() ?? 0;
  const successes = rows.filter(({ errorCode, at }) => errorCode === 0 && at.getTime() >= since - 60_000);
  if (successes.length === 0) return { log: 'readable', firstSignInAt: null };
  const { appId } = await directory.appFacts(app.servicePrincipalId);
  const first = successes.filter((row) => row.appId === appId).toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
  return { log: 'readable', firstSignInAt: first?.at ?? null };
};

/** Right after a redemption: whether its own facts already speak against the account. A process that dies before is made up for by the round. */
export const doubtRedemption = async (ports: WatchPorts, requestId: string): Promise<void> => {
  const row = await ports.store.read.request(requestId);
  if (row?.invitation?.state !== 'redeemed' || row.invitation.provider?.kind !== 'one-time-passcode') return;
  const evidence = await readEvidence(ports, row, []);
  const app = evidence.length === 0 ? undefined : await ports.store.read.sharedApp(row.request.appId);
  if (app !== undefined) await recordDoubt(ports, row, app, evidence, () => undefined);
};

/** Evidence of another account in what is known of a guest; tenants are asked for only where they decide. */
export const readEvidence = async ({ signInLog, settings }: Pick<Ports, 'signInLog' | 'settings'>, { request, invitation }: RequestRow, rows: readonly SignIn[]): Promise<readonly Evidence[]> => {
  const homeTenants = rows.filter(({ errorCode }) => errorCode === 0).flatMap(({ homeTenantId }) => homeTenantId ?? []);
  const seen = { invited: request.invitee.email, provider: invitation?.provider ?? null, homeTenants, ownTenant: settings.tenantId };
  const domains = needsTenants(seen);
  if (domains.length === 0) return [];
  const found = new Map(await Promise.all(domains.map(async (domain) => [domain, await tenantOf(signInLog, domain)] as const)));
  const evidence = evidenceOf({ ...seen, tenantOf: (domain) => found.get(domain) });
  return Promise.all(evidence.map(async (one) => (one.kind === 'home-tenant' ? { ...one, seenName: await tenantNameOf(signInLog, one.seen) } : one)));
};

/** A passcode that went elsewhere is evidence also where nobody can be asked; a tenant that is not known is none. */
const tenantOf = async (signInLog: Ports['signInLog'], domain: string): Promise<FoundTenant> => {
  try {
    return (await signInLog.tenantOf(domain))?.id ?? null;
  } catch (error) {
    if (isDeskError(error)) return undefined;
    throw error;
  }
};

/** A name is for reading only: where it cannot be found the alarm is told without. */
const tenantNameOf = async (signInLog: Ports['signInLog'], id: string): Promise<string | null> => {
  try {
    return await signInLog.tenantName(id);
  } catch (error) {
    if (isDeskError(error)) return null;
    throw error;
  }
};

/** Writes what was seen; fresh evidence goes to the app's owners and the sponsor. */
const recordDoubt = async (
  { store, clock, directory }: WatchPorts,
  { request }: RequestRow,
  app: SharedApp,
  evidence: readonly Evidence[],
  also: (locked: RequestRow, at: Date) => Changed | undefined,
): Promise<void> => {
  const owners = evidence.length === 0 ? [] : await directory.appOwners(app.servicePrincipalId);
  await store.transaction(async (tx) => {
    const row = await tx.lockRequest(request.id);
    if (row === undefined) return;
    const at = clock.now();
    const noted = also(row, at);
    const doubted = doubt(noted ?? row, evidence, at);
    const last = doubted ?? noted;
    if (last === undefined) return;
    const events = [...(noted?.events ?? []), ...(doubted?.events ?? [])];
    if (noted !== undefined && doubted !== undefined) await tx.saveInvitation(noted.invitation!);
    await writeChange(tx, noted !== undefined && doubted !== undefined ? noted : row, { ...last, events }, doubted === undefined ? [{ name: 'cards.refresh', requestId: request.id }] : tellOf(request.id, [...owners, request.sponsorId]));
  });
};
