/** What we read of Graph's answers: only the members we select, tolerant to all others. */
import { z } from 'zod';
import { DeskError } from '../core/errors.ts';
import { type IdentityProvider } from '../core/invitation.ts';
import { type InvitePolicy } from '../core/person.ts';
import { type DirectoryUser } from '../desk/ports.ts';

const id = z.string().min(1);
const text = z.string().nullish();

/** The members of a user that Guest Desk reads; `$select` is made from them. */
export const userSelect = 'id,displayName,mail,userType,accountEnabled,externalUserState,externalUserStateChangeDateTime,createdDateTime,identities,userPrincipalName';

export const graphUser = z.object({
  id,
  displayName: text,
  mail: text,
  userPrincipalName: text,
  userType: text,
  accountEnabled: z.boolean().nullish(),
  externalUserState: text,
  externalUserStateChangeDateTime: text,
  createdDateTime: text,
  identities: z.array(z.object({ signInType: text, issuer: text, issuerAssignedId: text })).nullish(),
});
export type GraphUser = z.infer<typeof graphUser>;

/** One page of a list of anything that `item` reads. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ value: z.array(item), '@odata.nextLink': z.string().optional(), '@odata.deltaLink': z.string().optional() });

/** Owners, members and owned objects come mixed; the type says what each one is. */
export const directoryObject = z.object({ id, '@odata.type': z.string().optional(), displayName: text, roleTemplateId: text });

export const changedUser = z.object({ id, userType: text, '@removed': z.object({ reason: z.string() }).optional() });

export const authorizationPolicy = z.object({
  allowInvitesFrom: z.enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone'] satisfies InvitePolicy[]),
});

export const organization = z.object({ verifiedDomains: z.array(z.object({ name: z.string() })) });

export const servicePrincipal = z.object({ id, appId: id, displayName: text, homepage: text, loginUrl: text, accountEnabled: z.boolean().nullish(), appRoleAssignmentRequired: z.boolean().nullish(), appRoles: z.array(z.object({ id, value: text, displayName: text, isEnabled: z.boolean() })).nullish() });

export const appRoleAssignment = z.object({ principalId: id, principalType: text, appRoleId: text });

export const securityGroup = z.object({
  id,
  displayName: text,
  securityEnabled: z.boolean().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
});

export const invitationAnswer = z.object({ invitedUser: z.object({ id }) });

export const subscriptionAnswer = z.object({ id, expirationDateTime: z.string() });

export const batchAnswer = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.coerce.number(), headers: z.record(z.string(), z.string()).nullish(), body: z.unknown().optional() })),
});

/**
 * Reads an answer.
 * @throws DeskError bug when Graph says something else than documented
 */
export const readAs = <Schema extends z.ZodType>(schema: Schema, answer: unknown, what: string): z.output<Schema> => {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const member = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new DeskError('bug', { code: `graph/answer-not-understood/${what}${member === '' ? '' : `/${member}`}` });
};

/** A user as the desk knows one. */
export const toDirectoryUser = (user: GraphUser): DirectoryUser => ({
  id: user.id,
  name: user.displayName ?? user.mail ?? user.userPrincipalName ?? user.id,
  mail: user.mail ?? null,
  userType: userTypeOf(user),
  isEnabled: user.accountEnabled ?? false,
  redemption: redemptionOf(user.externalUserState),
  redemptionChangedAt: dateOf(user.externalUserStateChangeDateTime),
  createdAt: dateOf(user.createdDateTime),
  provider: providerOf(user.identities ?? []),
});

/** Old users may have no type; Entra treats them as members. */
export const userTypeOf = (user: { readonly userType?: string | null | undefined }): 'member' | 'guest' =>
  user.userType?.toLowerCase() === 'guest' ? 'guest' : 'member';

/** Documentation spells one state with a space (facts/graph.md §3), so spaces and case do not count. */
const redemptionOf = (state: string | null | undefined): DirectoryUser['redemption'] => {
  const word = (state ?? '').replaceAll(' ', '').toLowerCase();
  if (word === 'accepted') return 'accepted';
  return word === 'pendingacceptance' ? 'pending' : null;
};

const dateOf = (value: string | null | undefined): Date | null => {
  const date = new Date(value ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
};

type Identity = NonNullable<NonNullable<GraphUser['identities']>[number]>;

/** Graph keeps the account of an Entra guest to itself; a one-time-passcode guest's address shows (facts/recipes.md). */
const providerOf = (identities: readonly Identity[]): IdentityProvider => {
  const foreign = identities.find(({ signInType }) => signInType !== 'userPrincipalName') ?? identities[0];
  const issuer = foreign?.issuer?.toLowerCase() ?? '';
  const account = foreign?.issuerAssignedId ?? null;
  if (foreign === undefined || foreign.signInType === 'userPrincipalName') return { kind: 'unknown', account: null };
  if (issuer === 'externalazuread') return { kind: 'entra', account };
  if (issuer === 'mail') return { kind: 'one-time-passcode', account };
  if (issuer === 'google.com') return { kind: 'google', account };
  if (issuer === 'facebook.com') return { kind: 'facebook', account };
  if (['microsoftaccount', 'live.com', 'microsoft account'].includes(issuer)) return { kind: 'microsoft-account', account };
  return { kind: foreign.signInType === 'federated' && issuer !== '' ? 'federated' : 'unknown', account };
};
