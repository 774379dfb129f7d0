import { randomUUID } from 'node:crypto';
import { usualApproval } from '../../bot/core/approvals/approval.ts';
import { usualRule } from '../../bot/core/approvals/approvalRule.ts';
import { type AccessRequest } from '../../bot/core/accessRequest.ts';
import { type DomainEvent } from '../../bot/core/events.ts';
import { type Invitation } from '../../bot/core/invitation.ts';
import { unwatched } from '../../bot/core/radar/watch.ts';
import { type SharedApp } from '../../bot/core/sharedApp.ts';
import { type Clock } from '../../bot/desk/ports.ts';
import { openStore, type OpenStore } from '../../bot/store/openStore.ts';
import { createLog, type Log } from '../../bot/telemetry/log.ts';
import { createTestDatabase } from '../support/database.ts';

export const tenantId = '0b1c2d3e-0000-4000-8000-000000000001';
export const noon = new Date('2026-11-22T12:00:00.000Z');

export type MovableClock = Clock & { move(seconds: number): void };
export const movableClock = (start = noon): MovableClock => {
  let at = start.getTime();
  return { now: () => new Date(at), move: (seconds) => void (at += seconds * 1_000) };
};

/** A log whose lines a test can read. */
export const listeningLog = (): { log: Log; lines: string[] } => {
  const lines: string[] = [];
  return { log: createLog('debug', { write: (line: string) => void lines.push(line) }), lines };
};

export type Bench = { readonly url: string; readonly store: OpenStore; readonly clock: MovableClock; readonly lines: string[] };

/** A store on a fresh database. Close it in afterAll. */
export const openBench = async (url?: string): Promise<Bench> => {
  const clock = movableClock();
  const { log, lines } = listeningLog();
  const database = url ?? (await createTestDatabase());
  return { url: database, clock, lines, store: await openStore({ url: database, tenantId, clock, log }) };
};

export const anApp = (over: Partial<SharedApp> = {}): SharedApp => ({
  id: randomUUID(), version: 1, tenantId, servicePrincipalId: randomUUID(), name: 'Imaging', accessGroupId: 'group', redirectUrl: 'https://imaging.hospital.example/',
  roles: [], approvers: ['boris', 'farid'], defaultSponsorId: 'dana', longestStayDays: 180, ownerInvitesDirectly: false, approval: usualRule, reminderDays: [3, 7, 14], sharedBy: 'ada', sharedAt: noon, ...over,
});

export const aRequest = (app: SharedApp, over: Partial<AccessRequest> = {}): AccessRequest => ({
  id: randomUUID(), version: 1, tenantId, draftId: randomUUID(), appId: app.id, role: null, bundleId: null, requestedBy: 'rosa', askedAs: 'requester', deciders: ['ada'], approval: usualApproval(over.deciders ?? ['ada']), forecast: { inviterIf: { ada: null }, adderIf: { ada: 'ada' }, finishers: ['boris', 'farid'] },
  invitee: { email: 'cleo@clinic.example', name: 'Cleo', language: 'de' }, sponsorId: 'dana', until: '2027-03-31', timeZone: 'Europe/Berlin', reason: 'reads our scans',
  state: 'submitted', decision: null, submittedAt: noon, closedAt: null, ...over,
});

export const approved = (request: AccessRequest): AccessRequest => ({
  ...request, version: request.version + 1, state: 'approved', decision: { verdict: 'approved', by: 'ada', at: noon, reason: null, direct: false },
});

export const anInvitation = (requestId: string, over: Partial<Invitation> = {}): Invitation => ({
  requestId, version: 1, state: 'pending', kind: null, inviterId: 'boris', adderId: 'boris', guestId: null, lookedAt: null, callStartedAt: null, attempts: 0, sentAt: null,
  redeemedAt: null, provider: null, resetOf: null, access: 'none', endRequestedBy: null, endedAt: null, obstacle: null, sponsorReachable: true, watch: unwatched, ...over,
});

export const anEvent = (over: Partial<DomainEvent> = {}): DomainEvent => ({ name: 'access-request.submitted', subject: 'request-1', by: 'rosa', at: noon, ...over });

/** Puts an app, a request and, where given, its invitation into the store. */
export const stored = async (store: OpenStore, rows: { app?: SharedApp; requests?: readonly AccessRequest[]; invitations?: readonly Invitation[] }): Promise<void> =>
  store.transaction(async (tx) => {
    if (rows.app !== undefined) await tx.insertSharedApp(rows.app);
    for (const request of rows.requests ?? []) await tx.insertRequest(request);
    for (const invitation of rows.invitations ?? []) await tx.insertInvitation(invitation);
  });
