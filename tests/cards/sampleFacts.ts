import { type Glance } from '../../bot/desk/extension/extensionUseCases.ts';
import { type RadarView, type RequestView } from '../../bot/desk/requestView.ts';
import { type Approval, snapshotOf, type StageRun, usualApproval, withRun } from '../../bot/core/approvals/approval.ts';
import { type Stage, usualStage } from '../../bot/core/approvals/approvalRule.ts';
import { type RulesForm, type RulesSet } from '../../bot/desk/approvals/approvalsUseCases.ts';
import { type ApprovalView, viewApproval } from '../../bot/desk/approvals/approvalView.ts';
import { type AppChoices, type AppShared, type SharePlan } from '../../bot/desk/useCases.ts';
import { type InviteForm } from '../../bot/desk/inviteForm.ts';
import { type Refused } from '../../bot/desk/outcomes.ts';
import { type Explained } from '../../bot/desk/radar/radarUseCases.ts';
import { type Reader } from '../../bot/teams/reader.ts';

/** The people and the moment every sample tells of. */
export const now = new Date('2026-11-22T13:05:00Z');
export const people = {
  rosa: { id: 'rosa', name: 'Rosa Klein' },
  ada: { id: 'ada', name: 'Ada Berg' },
  boris: { id: 'boris', name: 'Boris Novak' },
  farid: { id: 'farid', name: 'Farid Haddad' },
  dana: { id: 'dana', name: 'Dana Holm' },
  sam: { id: 'sam', name: 'Sam Lund' },
} as const;

export const readerIn = (locale: string): Reader => ({ locale, timeZone: 'Europe/Berlin', now, channelUserId: '29:reader' });

const personOf = (id: string): { id: string; name: string } => Object.values(people).find((one) => one.id === id) ?? { id, name: id };

/** A request that waits for a decision, as its requester sees it, with what differs. */
export const viewOf = (differs: Partial<RequestView> = {}): RequestView => ({
  id: '7f3c2a10-5b1e-4c2d-9a77-1d2e3f4a5b6c',
  version: 1,
  purpose: 'status',
  viewer: 'ada',
  phase: 'waiting',
  appName: 'Imaging',
  bundle: null,
  isPart: false,
  guest: { name: 'Cleo Vance', email: 'cleo@clinic.example' },
  requester: people.ada,
  sponsor: people.dana,
  until: '2027-03-31',
  timeZone: 'Europe/Berlin',
  reason: 'she reads our scans',
  deciders: [people.boris, people.farid],
  approval: viewApproval(usualApproval(['boris', 'farid']), personOf, false),
  candidates: [],
  decision: null,
  standIns: [],
  nudge: null,
  onCall: null,
  urgent: null,
  change: null,
  inviter: null,
  ifApproved: null,
  preflight: null,
  isExistingGuest: false,
  sentAt: null,
  redeemedAt: null,
  provider: null,
  endedAt: null,
  endRequestedBy: null,
  obstacle: null,
  sponsorReachable: true,
  otherSponsors: [],
  radar: null,
  verbs: ['request.withdraw'],
  ...differs,
});

const at = (time: string): Date => new Date(`2026-11-22T${time}:00Z`);
const approved = { decision: { by: people.boris, at: at('12:40'), verdict: 'approved', reason: null, direct: false }, inviter: people.boris, version: 3 } as const;
const redeemed = { ...approved, phase: 'redeemed', sentAt: at('12:41'), redeemedAt: at('12:58'), provider: { kind: 'entra', account: null } } as const;
const asDecider = { purpose: 'decide', viewer: 'boris' } as const;
const toDecide = { ...asDecider, ifApproved: { inviter: people.boris, adder: people.boris, finishers: [] }, verbs: ['request.approve', 'request.decline'] } as const;
const withoutRight = { ...toDecide, viewer: 'ada', requester: people.rosa, deciders: [people.ada] } as const;
const asSponsor = { purpose: 'sponsor', viewer: 'dana', reason: null } as const;

const entry = (key: RadarView['timeline'][number]['key'], time: string | null, who: RadarView['timeline'][number]['who'] = null, facts: RadarView['timeline'][number]['facts'] = {}): RadarView['timeline'][number] => ({ key, at: time === null ? null : at(time), who, facts });
const begun = [entry('asked', '12:30', people.ada), entry('approved', '12:40', people.boris), entry('invited', '12:41', people.boris), entry('mail-unseen', null)];
const waited = [...begun, entry('reminded', '12:50', null, { day: 3 }), entry('resent', '12:51', people.boris), entry('resent-maybe', '12:53', people.ada)];
const followed: RadarView = {
  mailsLeft: 2, isSending: false, alarms: [], reset: null,
  timeline: [...begun, entry('redeemed', '12:58', null, { provider: 'entra', account: null }), entry('doubted', '13:01'), entry('sign-in-no-licence', null)],
};

const stageOf = (change: Partial<Stage>): Stage => ({ ...usualStage, ...change });
const twoOfThree = stageOf({ who: { kind: 'approvers' }, needed: 2, veto: false, limitHours: 48, fallbackId: 'sam', afterLimit: 'decline' });
const ownersFirst = stageOf({ who: { kind: 'owners' }, reasonOn: 'both' });
const thenGroup = stageOf({ who: { kind: 'group', groupId: 'g', name: 'Data protection' }, reasonOn: 'decline' });
const approvalOf = (stages: readonly Stage[], change: Partial<Approval> = {}, run: Partial<StageRun> = {}): ApprovalView =>
  viewApproval(withRun({ ...snapshotOf({ stages, automaticDomains: [], setBy: 'ada', setAt: now }), ...change }, run), personOf, false);
const yesOfBoris = { by: 'boris', verdict: 'approved', at: at('12:40'), reason: null } as const;
const asked = { asked: ['boris', 'farid', 'dana'] } as const;
const dueAt = new Date('2026-11-24T13:05:00Z');

/** Requests whose rule has stages, limits, stand-ins. */
const stagedViews: Readonly<Record<string, RequestView>> = {
  'decide, two of three': viewOf({ ...toDecide, requester: people.rosa, deciders: [people.boris, people.farid, people.dana], approval: approvalOf([twoOfThree], { dueAt }, asked) }),
  'decide, first of two steps': viewOf({ ...toDecide, viewer: 'ada', requester: people.rosa, deciders: [people.ada], approval: approvalOf([ownersFirst, thenGroup], {}, { asked: ['ada'] }) }),
  'decide, escalated': viewOf({ ...toDecide, viewer: 'sam', requester: people.rosa, deciders: [people.farid, people.sam], approval: approvalOf([twoOfThree], { dueAt, escalatedAt: at('12:00') }, { ...asked, standIns: ['sam'], votes: [yesOfBoris] }) }),
  'status, one of two said yes': viewOf({ viewer: 'rosa', requester: people.rosa, deciders: [people.farid, people.dana], approval: approvalOf([twoOfThree], { dueAt }, { ...asked, votes: [yesOfBoris] }) }),
  'status, nobody left': viewOf({ viewer: 'rosa', requester: people.rosa, deciders: [], approval: approvalOf([twoOfThree], { dueAt, succession: { since: now, choosers: ['ada'], isWidened: false } }, asked) }),
  'status, let in by the rule': viewOf({ ...approved, phase: 'sending', verbs: [], decision: { ...approved.decision, by: people.ada }, approval: approvalOf([usualStage], { automaticFor: 'clinic.example' }) }),
  succession: viewOf({ purpose: 'succession', viewer: 'ada', requester: people.rosa, reason: null, deciders: [], candidates: [people.boris, people.farid], verbs: ['deciders.choose'], approval: approvalOf([usualStage], { succession: { since: now, choosers: ['ada'], isWidened: false } }, asked) }),
};

const together = [
  { requestId: '7f3c2a10-5b1e-4c2d-9a77-1d2e3f4a5b6c', appName: 'Imaging', phase: 'invited', until: '2027-03-31' },
  { requestId: '8f3c2a10-5b1e-4c2d-9a77-1d2e3f4a5b6c', appName: 'Reports · Reporter', phase: 'waiting', until: '2027-03-31' },
] as const;

/** A request in every state people meet, and in whose eyes. */
export const requestViews: Readonly<Record<string, RequestView>> = {
  'status waiting': viewOf(),
  'status waiting for many': viewOf({ deciders: [people.boris, people.farid, people.dana, people.sam], requester: people.rosa, viewer: 'rosa' }),
  'status declined': viewOf({ phase: 'declined', verbs: [], decision: { by: people.boris, at: at('12:40'), verdict: 'declined', reason: 'Elm Clinic has its own viewer', direct: false } }),
  'status withdrawn': viewOf({ phase: 'withdrawn', verbs: [] }),
  'status expired': viewOf({ phase: 'expired', verbs: [] }),
  'status sending': viewOf({ ...approved, phase: 'sending', verbs: [] }),
  'status sending directly': viewOf({ ...approved, phase: 'sending', verbs: [], inviter: people.ada, decision: { ...approved.decision, by: people.ada, direct: true } }),
  'status finish needed': viewOf({ ...approved, inviter: null, phase: 'finish-needed', verbs: ['access.end'] }),
  'status stuck': viewOf({ ...approved, phase: 'retry-needed', verbs: ['access.end'], obstacle: { code: 'graph/authorization-request-denied', who: people.boris } }),
  'status stuck for me': viewOf({ ...approved, phase: 'retry-needed', verbs: ['request.retry'], obstacle: { code: 'sign-in-needed', who: people.ada } }),
  'status invited': viewOf({ ...approved, phase: 'invited', sentAt: at('12:41'), verbs: ['access.end'] }),
  'status invited, guest already': viewOf({ ...approved, phase: 'invited', isExistingGuest: true, verbs: ['access.end'] }),
  'status redeemed': viewOf({ ...redeemed, verbs: ['access.end'] }),
  'status redeemed, guest already': viewOf({ ...redeemed, isExistingGuest: true, sentAt: null, verbs: ['access.end'] }),
  'status redeemed, sponsor unreachable': viewOf({ ...redeemed, sponsor: people.sam, sponsorReachable: false, otherSponsors: [people.boris, people.farid, people.ada], verbs: ['sponsor.replace', 'access.end'] }),
  'status ending': viewOf({ ...redeemed, phase: 'ending', endRequestedBy: people.dana, obstacle: { code: 'desk/owner-needed', who: people.ada }, verbs: ['access.end'] }),
  'status ending, not mine': viewOf({ ...redeemed, phase: 'ending', viewer: 'dana', endRequestedBy: people.dana, obstacle: { code: 'desk/owner-needed', who: people.ada }, verbs: [] }),
  'status ended': viewOf({ ...redeemed, phase: 'ended', endRequestedBy: people.ada, endedAt: at('13:02'), verbs: [] }),
  'decide waiting': viewOf(toDecide),
  "decide waiting, in the requester's name": viewOf({ ...toDecide, ifApproved: { inviter: people.ada, adder: people.boris, finishers: [] } }),
  'decide waiting, others finish': viewOf({ ...withoutRight, ifApproved: { inviter: null, adder: people.ada, finishers: [people.boris, people.farid] } }),
  'decide waiting, many may finish': viewOf({ ...withoutRight, ifApproved: { inviter: null, adder: people.ada, finishers: [people.boris, people.farid, people.dana, people.sam] } }),
  'decide waiting, nobody finishes': viewOf({ ...withoutRight, ifApproved: { inviter: null, adder: people.ada, finishers: [] } }),
  ...stagedViews,
  'decide approved': viewOf({ ...approved, ...asDecider, phase: 'sending', verbs: [] }),
  'decide approved by another': viewOf({ ...approved, ...asDecider, viewer: 'farid', phase: 'sending', verbs: [] }),
  'decide declined': viewOf({ ...asDecider, phase: 'declined', verbs: [], decision: { by: people.boris, at: at('12:40'), verdict: 'declined', reason: 'Elm Clinic has its own viewer', direct: false } }),
  'decide withdrawn': viewOf({ ...asDecider, phase: 'withdrawn', verbs: [] }),
  'finish needed': viewOf({ ...approved, purpose: 'finish', viewer: 'farid', inviter: null, requester: people.rosa, decision: { ...approved.decision, by: people.ada }, phase: 'finish-needed', verbs: ['request.finish'] }),
  'finish done': viewOf({ ...approved, purpose: 'finish', viewer: 'farid', inviter: people.farid, phase: 'sending', verbs: [] }),
  'sponsor redeemed': viewOf({ ...redeemed, ...asSponsor, verbs: ['access.end'] }),
  'sponsor redeemed by passcode': viewOf({ ...redeemed, ...asSponsor, provider: { kind: 'one-time-passcode', account: 'cleo@clinic.example' }, verbs: ['access.end'] }),
  'sponsor redeemed, account doubted': viewOf({ ...redeemed, ...asSponsor, radar: { ...followed, alarms: [{ kind: 'home-tenant', account: 'b0a00000-0000-4000-8000-000000000001', name: 'Praxis Nord' }] }, verbs: ['account.confirm', 'account.askReset', 'access.end'] }),
  'sponsor redeemed, reset asked': viewOf({ ...redeemed, ...asSponsor, radar: { ...followed, alarms: [{ kind: 'home-tenant', account: 'b0a00000-0000-4000-8000-000000000001', name: 'Praxis Nord' }], reset: { by: people.dana, of: [people.sam] } }, verbs: ['account.confirm', 'access.end'] }),
  'reset asked of the service desk': viewOf({ ...redeemed, purpose: 'reset', viewer: 'sam', reason: null, radar: { ...followed, alarms: [{ kind: 'home-tenant', account: 'b0a00000-0000-4000-8000-000000000001', name: 'Praxis Nord' }], reset: { by: people.dana, of: [people.sam, people.boris, people.farid, people.ada] }, timeline: [] }, verbs: [] }),
  'radar reminder': viewOf({ ...approved, purpose: 'radar', phase: 'invited', sentAt: at('12:41'), radar: { ...followed, timeline: waited }, verbs: ['invitation.resend', 'access.end'] }),
  'radar reminder, mails used up': viewOf({ ...approved, ...asSponsor, purpose: 'radar', phase: 'invited', sentAt: at('12:41'), radar: { ...followed, mailsLeft: 0, timeline: waited }, verbs: ['access.end'] }),
  'radar, passcode elsewhere': viewOf({ ...redeemed, purpose: 'radar', provider: { kind: 'one-time-passcode', account: 'cleo@home.example' }, radar: { ...followed, alarms: [{ kind: 'passcode-address', account: 'cleo@home.example', name: null }] }, verbs: ['account.confirm', 'account.askReset', 'access.end'] }),
  'sponsor ended': viewOf({ ...redeemed, ...asSponsor, phase: 'ended', endRequestedBy: people.dana, endedAt: at('13:02'), verbs: [] }),
  'status of several': viewOf({ bundle: together }),
  'status of several, all waiting': viewOf({ bundle: together.map((part) => ({ ...part, phase: 'waiting' })) }),
  'status of one of several': viewOf({ isPart: true }),
};

const because = (key: Explained['causes'][number]['key'], differs: Partial<Explained['causes'][number]> = {}): Explained['causes'][number] => ({ key, source: 'directory', readAt: at('13:04'), at: null, code: null, verbs: [], who: [], helper: null, ...differs });
const whyOf = (differs: Partial<Explained>): Explained => ({ kind: 'explained', view: requestViews['radar reminder']!, about: 'cleo@clinic.example', causes: [], acts: [], unread: [], others: [], readAt: now, ...differs });
/** What keeps a guest out, told to those who may ask. */
export const explanations: Readonly<Record<string, Explained>> = {
  'why, not accepted': whyOf({ causes: [because('not-redeemed', { at: at('12:41'), verbs: ['invitation.resend'], helper: 'guest' })], acts: ['invitation.reset', 'invitation.changeAddress'], others: [{ requestId: '8a3c2a10-5b1e-4c2d-9a77-1d2e3f4a5b6c', guest: { name: 'Cleo Vance', email: 'cleo@clinic.example' }, appName: 'Shift Planner' }] }),
  'why, a sign-in error': whyOf({ view: requestViews['sponsor redeemed']!, causes: [because('sign-in-failed', { source: 'sign-in-log', at: at('13:00'), code: 53003, helper: 'administrator' }), because('sponsor-unable')], unread: ['inGroup'] }),
  'why, another account': whyOf({ view: requestViews['sponsor redeemed, account doubted']!, causes: [because('wrong-account', { source: 'sign-in-log', at: at('13:01'), verbs: ['account.confirm'], who: [people.dana] })] }),
  'why, stuck': whyOf({ view: requestViews['status stuck for me']!, causes: [because('stuck', { source: 'request', readAt: null, verbs: ['request.retry', 'request.finish'], who: [people.ada] })] }),
  'why, declined': whyOf({ view: requestViews['status declined']!, causes: [because('declined', { source: 'request', readAt: null, verbs: ['request.again'] })] }),
  'why, nobody asked': whyOf({ view: null, causes: [because('not-asked', { source: 'request', readAt: null })] }),
};

const imaging = { id: '0b0f7a3e-0000-4000-8000-000000000001', name: 'Imaging', longestStayDays: 365, defaultSponsor: people.dana };
const planner = { id: '0b0f7a3e-0000-4000-8000-000000000002', name: 'Shift Planner', longestStayDays: 90, defaultSponsor: people.sam };
export const apps = [imaging, planner] as const;
/** More than a list holds. */
export const manyApps = Array.from({ length: 40 }, (_, index) => ({ ...imaging, id: `0b0f7a3e-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`, name: `Imaging archive of ward ${String(index + 1)}` }));

export const inviteForm: InviteForm = {
  kind: 'form',
  draftId: 'd3b07384-0000-4000-8000-000000000001',
  apps,
  filled: { email: 'cleo@clinic.example', name: null, appId: imaging.id, moreAppIds: [planner.id], sponsor: people.dana, until: '2027-03-31', reason: 'she reads our scans', language: 'en' },
  problems: { until: { key: 'stay-too-long', facts: { days: 90, day: '2027-02-20' } } },
};

export const sharePlan: SharePlan = {
  kind: 'plan',
  draftId: 'd3b07384-0000-4000-8000-000000000002',
  appName: 'Shift Planner',
  owners: [people.ada],
  accessGroup: 'Shift Planner guests',
  redirectUrl: 'https://shifts.hospital.example/',
  assignmentRequired: false,
  candidates: [people.boris, people.farid],
  roles: [{ appRoleId: 'r1', name: 'Viewer' }, { appRoleId: 'r2', name: 'Reporter' }],
  current: null,
};

export const appShared: AppShared = { kind: 'shared', draftId: '3d0a2b6c-0000-4000-8000-000000000003', appName: 'Imaging', approvers: [people.boris, people.farid], sponsor: people.dana, longestStayDays: 365, ownerInvitesDirectly: false, roles: [], reminderDays: [3, 7, 14], changed: false };
const filledStage = { who: 'approvers', people: [], group: '', needed: 2, veto: false, reasonOn: 'decline', limitHours: 48, fallback: 'sam', afterLimit: 'decline' } as const;
const noStage = { ...filledStage, who: 'none', needed: 1, veto: true, reasonOn: 'none', limitHours: 0, fallback: '' } as const;
const ruleInWords = approvalOf([twoOfThree, thenGroup]).stages;
export const rulesForm: RulesForm = {
  kind: 'rules', draftId: '3d0a2b6c-0000-4000-8000-000000000003', appName: 'Imaging', stages: [filledStage, { ...filledStage, who: 'people', people: ['boris', 'farid'], limitHours: 5 }, noStage],
  automaticDomains: 'clinic.example', candidates: [people.boris, people.farid, people.sam, people.ada], inWords: ruleInWords,
};
export const rulesSet: RulesSet = { kind: 'rules-set', draftId: rulesForm.draftId, appName: 'Imaging', stages: ruleInWords, automaticDomains: ['clinic.example'], changed: true };
export const appChoices: AppChoices = { kind: 'choose', apps: [{ servicePrincipalId: 'sp-imaging', name: 'Imaging' }, { servicePrincipalId: 'sp-planner', name: 'Shift Planner' }] };
export const refused: Refused = { kind: 'refused', rule: 'app-no-group', who: [people.ada], facts: {} };
export const apology = { kind: 'unavailable', code: 'graph/service-unavailable', correlationId: '5c1d7e90-0000-4000-8000-00000000000a' } as const;
export const listPage = { rows: Object.values(requestViews).slice(0, 5), next: 'eyJhZnRlciI6NX0' };

export const moved = { kind: 'moved', chatLink: 'https://teams.microsoft.com/l/chat/0/0?users=28:bot', requestId: 'b7f0c9a2-0000-4000-8000-000000000001' } as const;
export const glance: Glance = { kind: 'glance', requestId: 'b7f0c9a2-0000-4000-8000-000000000001', appName: 'Imaging', phase: 'waiting' };
