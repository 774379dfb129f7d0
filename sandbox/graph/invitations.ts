import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { composeInvitationMail } from '../mail/invitationMail.ts';
import type { Reply } from '../serve.ts';
import type { Invitation, User } from '../state/objects.ts';
import { saveTenant, type Tenant } from '../state/tenant.ts';
import { isContact, personRefusal } from './crossTenant.ts';
import { badRequest, denied, GraphError, notFound } from './errors.ts';
import { userShape } from './present.ts';
import { ok, parseBody, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';
import { holdsRole, principalId } from './rules.ts';

const sponsor = z.union([z.looseObject({ id: z.guid() }), z.looseObject({ '@odata.id': z.url() })]);

const body = z.strictObject({
  invitedUserEmailAddress: z.string(),
  inviteRedirectUrl: z.url(),
  invitedUserDisplayName: z.string().max(256).nullable().optional(),
  invitedUserType: z.enum(['Guest', 'Member']).optional(),
  sendInvitationMessage: z.boolean().nullable().optional(),
  invitedUserMessageInfo: z
    .strictObject({
      messageLanguage: z.string().nullable().optional(),
      customizedMessageBody: z.string().nullable().optional(),
      ccRecipients: z.array(z.strictObject({ emailAddress: z.strictObject({ address: z.string(), name: z.string().nullable().optional() }) })).optional(),
    })
    .nullable()
    .optional(),
  resetRedemption: z.boolean().nullable().optional(),
  invitedUser: z.looseObject({ id: z.string() }).nullable().optional(),
  invitedUserSponsors: z.array(sponsor).optional(),
  'invitedUserSponsors@odata.bind': z.array(z.url()).optional(),
});
type Asked = z.infer<typeof body>;

const address = /^(?![.-])[A-Za-z0-9._-]+(?<![.-])@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** Why an address's domain may not be invited or redeem, in Graph's words; undefined where it may. */
export function domainRefusal(tenant: Tenant, email: string): string | undefined {
  const domain = email.split('@')[1]?.toLowerCase() ?? '';
  const { allowedDomains, blockedDomains } = tenant.policies;
  if (blockedDomains.includes(domain) || (allowedDomains.length > 0 && !allowedDomains.includes(domain))) {
    return `The domain ${domain} is not allowed: guest invitations to it are blocked by your organization's allow or deny list.`;
  }
  return personRefusal(tenant, email.toLowerCase());
}

function invite(call: GraphCall): Reply {
  const asked = parseBody(call, body);
  const email = checkedAddress(call, asked.invitedUserEmailAddress);
  const existing = existingUser(call.tenant, email, asked.invitedUser?.id);
  if (asked.invitedUser?.id !== undefined && existing === undefined) throw notFound(asked.invitedUser.id);
  if (asked.resetRedemption === true) resetRedemption(call, existing, email);
  if (asked.invitedUserType === 'Member' && !holdsRole(call.tenant, principalId(call), ['User Administrator', 'Global Administrator'])) {
    throw denied('Only an administrator may invite somebody as a member.');
  }
  if (existing !== undefined && (existing.userType === 'Member' || !existing.accountEnabled)) {
    throw new GraphError(400, 'BadRequest', `The invited user already exists in the directory as object ID: ${existing.id}. They can use that account to sign in to shared apps and resources.`);
  }
  const sponsors = askedSponsors(call, asked);
  const user = existing ?? createGuest(call, asked, email, sponsors);
  const invitation = record(call, asked, email, user);
  call.changes.audit(
    asked.resetRedemption === true ? 'Invite external user with reset invitation status' : 'Invite external user',
    { userId: call.caller.user?.id ?? null, appId: call.tenant.registrations[call.caller.registration].appId },
    user.id,
  );
  return ok(call, 'invitations/$entity', shown(call, asked, invitation, user), 201);
}

function checkedAddress(call: GraphCall, given: string): string {
  const email = given.toLowerCase();
  if (!address.test(email)) throw badRequest(`Invalid value specified for property 'invitedUserEmailAddress': '${given}' is not a valid address.`);
  const domain = email.split('@')[1] ?? '';
  if (call.tenant.domains.includes(domain)) {
    throw new GraphError(400, 'BadRequest', `The invited user's email address is a verified domain of this directory: ${domain}.`);
  }
  const refusal = domainRefusal(call.tenant, email);
  if (refusal !== undefined) throw new GraphError(400, 'BadRequest', refusal);
  return email;
}

/** Addresses are unique on the write side, so a guest still replicating is found too. */
function existingUser(tenant: Tenant, email: string, id: string | undefined): User | undefined {
  if (id !== undefined) return tenant.users.find((user) => user.id === id);
  const named = `smtp:${email}`;
  return tenant.users.find((user) => user.proxyAddresses.some((each) => each.toLowerCase() === named) || user.otherMails.includes(email) || user.mail === email);
}

function resetRedemption(call: GraphCall, user: User | undefined, email: string): void {
  if (user === undefined) throw badRequest('resetRedemption needs invitedUser.id.');
  const addresses = [user.mail, ...user.otherMails, ...user.proxyAddresses.map((each) => each.replace(/^smtp:/i, ''))];
  if (!addresses.some((each) => each?.toLowerCase() === email)) throw badRequest(`The invited email address '${email}' is none of the user's: add it to otherMails first.`);
  if (call.caller.user === null && call.tenant.roleAssignments.some((each) => each.principalId === user.id)) throw denied();
  user.externalUserState = 'PendingAcceptance';
  user.externalUserStateChangeDateTime = call.clock.now().toISOString();
  user.identities = pendingIdentities(call.tenant, user.userPrincipalName);
  user.mail = email;
  user.otherMails = [email];
  user.proxyAddresses = [`SMTP:${email}`];
  call.changes.user(user.id, 'changed', ['externalUserState', 'externalUserStateChangeDateTime', 'identities', 'mail', 'otherMails', 'proxyAddresses']);
}

const pendingIdentities = (tenant: Tenant, upn: string): User['identities'] => [
  { signInType: 'userPrincipalName', issuer: tenant.domains[0] ?? '', issuerAssignedId: upn },
];

/** Ids of the sponsors that the request names; the inviter stands in where it names none. */
function askedSponsors(call: GraphCall, asked: Asked): string[] {
  const urls = [...(asked['invitedUserSponsors@odata.bind'] ?? [])];
  const ids = (asked.invitedUserSponsors ?? []).flatMap((each) => {
    if ('id' in each && typeof each.id === 'string') return [each.id];
    urls.push(String(each['@odata.id']));
    return [];
  });
  const named = [...new Set([...ids, ...urls.map((url) => url.split('/').at(-1) ?? '')])];
  if (named.length > 5) throw badRequest('A user has at most 5 sponsors.');
  const unknown = named.find((id) => ![...call.tenant.users, ...call.tenant.groups].some((each) => each.id === id));
  if (unknown !== undefined) throw notFound(unknown);
  return named.length > 0 ? named : call.caller.user === null ? [] : [call.caller.user.id];
}

function createGuest(call: GraphCall, asked: Asked, email: string, sponsors: string[]): User {
  const { tenant, clock } = call;
  const now = clock.now();
  const upn = `${email.replace('@', '_')}#EXT#@${tenant.domains[0] ?? ''}`;
  const user: User = {
    id: randomUUID(),
    displayName: asked.invitedUserDisplayName ?? email.split('@')[0] ?? email,
    givenName: null,
    surname: null,
    userPrincipalName: upn,
    mail: email,
    otherMails: [email],
    // A contact keeps the address to itself.
    proxyAddresses: isContact(tenant, email) ? [] : [`SMTP:${email}`],
    jobTitle: null,
    department: null,
    preferredLanguage: null,
    userType: asked.invitedUserType ?? 'Guest',
    accountEnabled: true,
    creationType: 'Invitation',
    externalUserState: 'PendingAcceptance',
    externalUserStateChangeDateTime: now.toISOString(),
    identities: pendingIdentities(tenant, upn),
    createdDateTime: now.toISOString(),
    deletedDateTime: null,
    sponsors,
    visibleAt: tenant.settings.replicationMs === 0 ? null : new Date(now.getTime() + tenant.settings.replicationMs).toISOString(),
    hasApp: false,
  };
  tenant.users.push(user);
  call.changes.user(user.id, 'created', [...userShape.members]);
  return user;
}

function record(call: GraphCall, asked: Asked, email: string, user: User): Invitation {
  const { tenant, clock } = call;
  const invitation: Invitation = {
    id: randomUUID(),
    userId: user.id,
    email,
    redirectUrl: asked.inviteRedirectUrl,
    ticket: randomBytes(24).toString('base64url'),
    invitedBy: principalId(call),
    sentAt: clock.now().toISOString(),
    redeemedAt: null,
  };
  tenant.invitations.push(invitation);
  if (asked.sendInvitationMessage === true) {
    tenant.mails.push(
      composeInvitationMail({
        invitation,
        tenant,
        redeemUrl: redeemUrl(call, invitation),
        inviterName: call.caller.user?.displayName ?? null,
        language: asked.invitedUserMessageInfo?.messageLanguage ?? 'en-US',
        personalMessage: asked.invitedUserMessageInfo?.customizedMessageBody ?? null,
        // Only one copy is honoured, as in the real service.
        cc: (asked.invitedUserMessageInfo?.ccRecipients ?? []).slice(0, 1).map((each) => each.emailAddress.address),
      }),
    );
  }
  saveTenant(tenant);
  return invitation;
}

const redeemUrl = (call: GraphCall, invitation: Invitation): string => `${call.origin}/redeem?ticket=${invitation.ticket}`;

const shown = (call: GraphCall, asked: Asked, invitation: Invitation, user: User): Record<string, unknown> => ({
  id: invitation.id,
  invitedUserDisplayName: asked.invitedUserDisplayName ?? null,
  invitedUserEmailAddress: invitation.email,
  invitedUserType: user.userType,
  inviteRedeemUrl: redeemUrl(call, invitation),
  inviteRedirectUrl: invitation.redirectUrl,
  resetRedemption: asked.resetRedemption ?? false,
  sendInvitationMessage: asked.sendInvitationMessage ?? false,
  status: user.externalUserState === 'Accepted' ? 'Completed' : 'PendingAcceptance',
  invitedUserMessageInfo: {
    messageLanguage: asked.invitedUserMessageInfo?.messageLanguage ?? null,
    customizedMessageBody: asked.invitedUserMessageInfo?.customizedMessageBody ?? null,
    ccRecipients: asked.invitedUserMessageInfo?.ccRecipients ?? [],
  },
  invitedUser: { id: user.id },
});

export const invitationRoutes: Route[] = [
  {
    method: 'POST', path: '/invitations', delegated: ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    application: ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'], rule: 'inviter',
    limit: '150 per 5 s, all applications together; five sponsors; one copy recipient',
    errors: '403 `Guest invitations not allowed` · 400 own domain, domain list, cross-tenant block, existing member or blocked account, address · 429 with Retry-After',
    handle: invite,
  },
];
