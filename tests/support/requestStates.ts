import { usualApproval } from '../../bot/core/approvals/approval.ts';
import { usualRule } from '../../bot/core/approvals/approvalRule.ts';
import { type AccessRequest } from '../../bot/core/accessRequest.ts';
import { type Invitation } from '../../bot/core/invitation.ts';
import { type RequestState } from '../../bot/core/outcome.ts';
import { unwatched } from '../../bot/core/radar/watch.ts';
import { directoryRoles, type Standing } from '../../bot/core/person.ts';
import { type SharedApp } from '../../bot/core/sharedApp.ts';
import { newInvitation } from '../../bot/core/submitRequest.ts';

export const at = (time: string): Date => new Date(`2026-01-05T${time}:00Z`);

export const aSharedApp = (change: Partial<SharedApp> = {}): SharedApp => ({
  id: 'app', version: 1, tenantId: 'tenant', servicePrincipalId: 'sp', name: 'Imaging', accessGroupId: 'group', redirectUrl: 'https://imaging.hospital.example/',
  roles: [], approvers: ['approver', 'approver2'], defaultSponsorId: 'sponsor', longestStayDays: 180, ownerInvitesDirectly: false, approval: usualRule, reminderDays: [3, 7, 14], sharedBy: 'owner', sharedAt: at('08:00'), ...change,
});

export const aRequest = (change: Partial<AccessRequest> = {}): AccessRequest => ({
  id: 'request', version: 1, tenantId: 'tenant', draftId: 'draft', appId: 'app', role: null, bundleId: null, requestedBy: 'requester', askedAs: 'requester', deciders: ['owner'], approval: usualApproval(change.deciders ?? ['owner']), forecast: { inviterIf: { owner: null }, adderIf: { owner: 'owner' }, finishers: ['approver', 'approver2'] },
  invitee: { email: 'cleo@clinic.example', name: 'Cleo Vance', language: 'de' }, sponsorId: 'sponsor', until: '2026-03-31', timeZone: 'Europe/Berlin',
  reason: 'she reads our scans', state: 'submitted', decision: null, submittedAt: at('09:00'), closedAt: null, ...change,
});

/** The people asked are gone; owner and administrator were asked to choose who decides. */
const orphaned: Partial<AccessRequest> = { deciders: [], approval: { ...usualApproval(['former']), succession: { since: at('09:30'), choosers: ['owner', 'admin'], isWidened: true } } };

export const anApprovedRequest = (change: Partial<AccessRequest> = {}): AccessRequest =>
  aRequest({ version: 2, state: 'approved', decision: { verdict: 'approved', by: 'owner', at: at('10:00'), reason: null, direct: false }, closedAt: at('10:00'), ...change });

export const anInvitation = (change: Partial<Invitation> = {}): Invitation => ({ ...newInvitation('request', { inviterId: 'approver', adderId: 'approver' }), ...change });

const sent: Partial<Invitation> = { state: 'sent', kind: 'new-guest', guestId: 'guest', lookedAt: at('10:01'), callStartedAt: at('10:01'), sentAt: at('10:01') };
const provider = { kind: 'entra', account: null } as const;
const obstacle = { code: 'graph/denied', userId: 'approver', at: at('10:02') };
const approved = (change: Partial<Invitation>): RequestState => ({ request: anApprovedRequest(), invitation: anInvitation(change) });

/** One of every state a request can be in. */
export const requestStates: Readonly<Record<string, RequestState>> = {
  waiting: { request: aRequest(), invitation: null },
  'nobody left to decide': { request: aRequest(orphaned), invitation: null },
  declined: { request: aRequest({ version: 2, state: 'declined', decision: { verdict: 'declined', by: 'owner', at: at('10:00'), reason: 'no', direct: false } }), invitation: null },
  withdrawn: { request: aRequest({ version: 2, state: 'withdrawn' }), invitation: null },
  expired: { request: aRequest({ version: 2, state: 'expired' }), invitation: null },
  'nobody invites yet': approved({ inviterId: null }),
  'nobody adds yet': approved({ adderId: null }),
  sending: approved({}),
  calling: approved({ lookedAt: at('10:01'), callStartedAt: at('10:01'), attempts: 1 }),
  'inviting stopped': approved({ obstacle }),
  'adding stopped': approved({ ...sent, obstacle }),
  invited: approved({ ...sent, access: 'granted' }),
  'sent, not added': approved(sent),
  'existing guest invited': approved({ kind: 'existing-guest', guestId: 'guest', access: 'granted' }),
  redeemed: approved({ ...sent, access: 'granted', state: 'redeemed', redeemedAt: at('11:00'), provider }),
  'account doubted': approved({
    ...sent, access: 'granted', state: 'redeemed', redeemedAt: at('11:00'), provider,
    watch: { ...unwatched, alarms: [{ kind: 'home-tenant', seen: 'tenant-praxis', seenName: 'Praxis Nord', at: at('11:30'), confirmedBy: null, confirmedAt: null, reset: null }] },
  }),
  'sponsor not reached': approved({ ...sent, access: 'granted', state: 'redeemed', redeemedAt: at('11:00'), provider, sponsorReachable: false }),
  ending: approved({ ...sent, access: 'ending', endRequestedBy: 'owner' }),
  'ending stopped': approved({ ...sent, access: 'ending', endRequestedBy: 'sponsor', obstacle: { ...obstacle, code: 'desk/owner-needed', userId: 'owner' } }),
  ended: approved({ ...sent, access: 'ended', endRequestedBy: 'owner', endedAt: at('12:00') }),
};

export const aStanding = (id: string, change: Partial<Standing> = {}): Standing => ({ id, name: id, mail: null, userType: 'member', isEnabled: true, roleIds: [], ...change });

/** Everybody who stands in some relation to the requests above, with the rights they have in Entra. */
export const people: readonly Standing[] = [
  aStanding('requester'),
  aStanding('owner'),
  aStanding('approver', { roleIds: [directoryRoles.guestInviter] }),
  aStanding('approver2', { roleIds: [directoryRoles.guestInviter] }),
  aStanding('sponsor'),
  aStanding('groupOwner'),
  aStanding('admin', { roleIds: [directoryRoles.globalAdministrator] }),
  aStanding('stranger'),
];
