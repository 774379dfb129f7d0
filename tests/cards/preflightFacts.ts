import { obstacle, inOrder, obstacleKeys, type Severity } from '../../bot/core/preflight/obstacles.ts';
import { type Checked } from '../../bot/desk/preflight/preflightUseCases.ts';
import { type PreflightView } from '../../bot/desk/preflight/preflightView.ts';
import { now, people } from './sampleFacts.ts';

const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const typed = { email: 'cleo@clinic.example', name: 'Cleo Vance', app: 'imaging', sponsor: 'dana', until: '2027-03-31', reason: 'she reads our scans', language: 'de' };
const values = { why: 'graph/authorization-request-denied', domain: 'clinic.example', written: 'xn--e1afmkfd.example', twin: 'clinic.example', on: '2026-11-20T08:00:00.000Z', partner: 'Elm Clinic' };
const severityOf = (key: string): Severity => (/unread|some/.test(key) ? 'unknown' : /redeemed|pending|deleted|look-alike|script|open-to|unreachable|microsoft|not-used/.test(key) ? 'warns' : 'blocks');

const exact = {
  verdict: 'blocked', isExact: true, needsAdministrator: false, way: 'passcode', readAt: minutesAgo(4),
  obstacles: inOrder([obstacle('domain-blocked', 'blocks', values), obstacle('contact-unread', 'unknown', values), obstacle('look-alike', 'warns', values), obstacle('group-missing', 'blocks')]),
} as const;
const coarse = { verdict: 'uncertain', isExact: false, needsAdministrator: true, way: null, readAt: minutesAgo(0), obstacles: [] } as const;

/** Checks as different people see them. */
export const checks: Readonly<Record<'fine' | 'coarse' | 'exact' | 'stopped' | 'sentence', Checked>> = {
  fine: { kind: 'checked', seen: { ...coarse, verdict: 'fine', needsAdministrator: false }, email: typed.email, appName: 'Imaging', owners: [people.ada], draftId: 'a-draft', typed, wasStopped: false },
  coarse: { kind: 'checked', seen: coarse, email: typed.email, appName: 'Imaging', owners: [people.ada], draftId: 'a-draft', typed, wasStopped: false },
  exact: { kind: 'checked', seen: exact, email: typed.email, appName: 'Imaging', owners: [people.ada], draftId: 'a-draft', typed, wasStopped: false },
  stopped: { kind: 'checked', seen: { ...coarse, verdict: 'blocked' }, email: typed.email, appName: 'Imaging', owners: [people.ada], draftId: 'a-draft', typed, wasStopped: true },
  sentence: { kind: 'checked', seen: { ...coarse, verdict: 'fine', needsAdministrator: false }, email: typed.email, appName: 'Imaging', owners: [], draftId: null, typed: { ...typed, until: '', reason: '' }, wasStopped: false },
};

/** Every obstacle there is, a few on each card: no language may miss one. */
export const everyObstacle: readonly Checked[] = [0, 10, 20, 30].map((from) => ({
  ...checks.exact,
  seen: { ...exact, obstacles: inOrder(obstacleKeys.slice(from, from + 10).map((key) => obstacle(key, severityOf(key), values))) },
}));

export const passport = { tenantName: 'Elm Clinic', trust: { mfa: true, device: false }, guests: 12, medianDays: 2.4, failedShare: 0.25 };
export const preflightOnCard: Readonly<Record<'exact' | 'coarse' | 'fine', PreflightView>> = {
  exact: { seen: exact, passport },
  coarse: { seen: coarse, passport: { ...passport, tenantName: null, trust: null, guests: 2, medianDays: null, failedShare: null } },
  fine: { seen: { ...exact, verdict: 'fine', way: 'entra', obstacles: [] }, passport },
};
