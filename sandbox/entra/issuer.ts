import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Clock } from '../clock.ts';
import type { KeyRing } from '../keys.ts';
import type { Settings } from '../settings.ts';
import type { Registration, RegistrationName, User } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';

/** What every part of the directory is given. */
export type DirectoryParts = { settings: Settings; tenant: Tenant; clock: Clock };

/** Seconds that an access token lives. */
export const tokenLifetime = 3599;
export const channelResource = 'https://api.botframework.com';
const graphAudiences = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'];
const teamsWebClient = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

/** Who may call Graph: a user through a registration, or a registration for itself. */
export type GraphCaller = {
  registration: RegistrationName;
  servicePrincipalId: string;
  /** Delegated only. */
  user: User | null;
  /** Scopes of a delegated token, roles of an application's. */
  permissions: string[];
};

/** Issues and checks the tokens of the tenant's Entra. */
export type Issuer = {
  origin: string;
  /** Issuer of v2 tokens, as the metadata names it. */
  v2Issuer: string;
  identifierUri: string;
  /** The kind of resource that a scope's prefix names. */
  resourceOf(resource: string): 'graph' | 'channel' | undefined;
  userToken(registration: Registration, user: User, resource: string, extra?: JWTPayload): Promise<string>;
  applicationToken(registration: Registration, resource: string): Promise<string>;
  idToken(registration: Registration, user: User, extra?: JWTPayload): Promise<string>;
  /** The token a Teams client gets silently for the signed-in person: audience is the people registration. */
  ssoToken(oid: string): Promise<string>;
  /** The user of an assertion meant for this registration. @throws when it is not acceptable. */
  assertedUser(assertion: string, registration: Registration): Promise<User>;
  /** The caller of a Graph token. @throws when the token is not acceptable. */
  graphCaller(token: string): Promise<GraphCaller>;
  /** The application id of a token for the channel. @throws when the token is not acceptable. */
  channelCaller(token: string): Promise<string>;
};

/** Makes the issuer; every check reads the tenant as it is then, so a disabled user's token stops at once. */
export function createIssuer({ settings, tenant, clock, keys }: DirectoryParts & { keys: KeyRing }): Issuer {
  const origin = `https://localhost:${settings.ports.graph}`;
  const v1Issuer = `${origin}/${tenant.id}/`;
  const v2Issuer = `${origin}/${tenant.id}/v2.0`;
  const identifierUri = `api://localhost:${settings.ports.door}/botid-${tenant.registrations.bot.appId}`;
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);
  const lifetime = (): JWTPayload => ({ iat: seconds(), nbf: seconds(), exp: seconds() + tokenLifetime, uti: randomUUID() });
  const entries = (): [RegistrationName, Registration][] => Object.entries(tenant.registrations) as [RegistrationName, Registration][];

  const activeUser = (id: unknown): User => {
    const user = tenant.users.find((each) => each.id === id);
    if (user?.accountEnabled !== true) throw new Error('The user account does not exist or is disabled.');
    return user;
  };

  return {
    origin,
    v2Issuer,
    identifierUri,
    resourceOf: (resource) =>
      resource === origin || graphAudiences.includes(resource) ? 'graph' : resource === channelResource ? 'channel' : undefined,
    userToken: (registration, user, resource, extra = {}) =>
      keys.sign({
        ...lifetime(), iss: v1Issuer, aud: resource, tid: tenant.id, ver: '1.0', idtyp: 'user', appid: registration.appId, appidacr: '1',
        oid: user.id, sub: user.id, upn: user.userPrincipalName, name: user.displayName,
        scp: ['openid', 'profile', ...registration.delegatedScopes].join(' '),
        wids: tenant.roleAssignments.filter((each) => each.principalId === user.id).map((each) => each.roleDefinitionId),
        ...extra,
      }),
    applicationToken: (registration, resource) =>
      keys.sign({
        ...lifetime(), iss: v1Issuer, aud: resource, tid: tenant.id, ver: '1.0', idtyp: 'app', appid: registration.appId, appidacr: '1',
        oid: registration.servicePrincipalId, sub: registration.servicePrincipalId,
        ...(resource !== channelResource && { roles: registration.applicationRoles }),
      }),
    idToken: (registration, user, extra = {}) =>
      keys.sign({
        ...lifetime(), iss: v2Issuer, aud: registration.appId, tid: tenant.id, ver: '2.0', oid: user.id, sub: user.id,
        name: user.displayName, preferred_username: user.userPrincipalName, ...extra,
      }),
    ssoToken(oid) {
      const user = activeUser(oid);
      return keys.sign({
        ...lifetime(), iss: v2Issuer, aud: tenant.registrations.people.appId, tid: tenant.id, ver: '2.0', oid: user.id, sub: user.id,
        name: user.displayName, preferred_username: user.userPrincipalName, scp: 'access_as_user', azp: teamsWebClient, azpacr: '0',
      });
    },
    async assertedUser(assertion, registration) {
      const claims = await keys.verify(assertion, { now: clock.now(), audience: [registration.appId, identifierUri], issuer: [v1Issuer, v2Issuer] });
      if (claims['tid'] !== tenant.id) throw new Error('The assertion is of another tenant.');
      if (typeof claims['scp'] !== 'string') throw new Error('The assertion is no delegated token.');
      return activeUser(claims['oid']);
    },
    async graphCaller(token) {
      const claims = await keys.verify(token, { now: clock.now(), audience: [origin, ...graphAudiences], issuer: v1Issuer });
      const found = entries().find(([, registration]) => registration.appId === claims['appid']);
      if (found === undefined) throw new Error('Unknown application.');
      const [registration, { servicePrincipalId }] = found;
      if (typeof claims['scp'] === 'string') {
        return { registration, servicePrincipalId, user: activeUser(claims['oid']), permissions: claims['scp'].split(' ') };
      }
      return { registration, servicePrincipalId, user: null, permissions: Array.isArray(claims['roles']) ? claims['roles'].map(String) : [] };
    },
    async channelCaller(token) {
      const claims = await keys.verify(token, { now: clock.now(), audience: channelResource, issuer: v1Issuer });
      return String(claims['appid']);
    },
  };
}
