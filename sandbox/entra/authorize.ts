import { z } from 'zod';
import { html, page, type Html } from '../html.ts';
import { directoryRoles } from '../roles.ts';
import type { Exchange, Reply } from '../serve.ts';
import type { Registration, User } from '../state/objects.ts';
import { saveTenant } from '../state/tenant.ts';
import type { AuthorizationCodes } from './codes.ts';
import type { DirectoryParts } from './issuer.ts';
import { scopeWords } from './scopeWords.ts';

export type AuthorizeParts = DirectoryParts & { codes: AuthorizationCodes };

const request = z.looseObject({
  client_id: z.string(),
  redirect_uri: z.url(),
  response_type: z.literal('code'),
  response_mode: z.enum(['query', 'fragment']).default('query'),
  scope: z.string().min(1),
  state: z.string().optional(),
  nonce: z.string().optional(),
  prompt: z.enum(['login', 'none', 'consent', 'select_account']).optional(),
  login_hint: z.string().optional(),
  max_age: z.coerce.number().int().nonnegative().optional(),
  claims: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
});
type AuthorizeRequest = z.infer<typeof request>;

const answer = z.object({ request: z.string(), user: z.string(), consent: z.enum(['accept', 'decline']).optional() });

const consentingAdministrators: string[] = [
  directoryRoles['Global Administrator'], directoryRoles['Privileged Role Administrator'], directoryRoles['Cloud Application Administrator'],
];

/**
 * `GET` and `POST /{tenant}/oauth2/v2.0/authorize`: choose an account, consent where that is missing, go back with a code.
 * There is no session: the request travels in the forms, and each step checks it again.
 */
export function authorizeEndpoint(exchange: Exchange, parts: AuthorizeParts): Reply {
  if (exchange.method === 'GET') return withRequest(exchange.query, parts, (asked, registration) => firstPage(asked, registration, exchange.query, parts));
  const given = answer.safeParse(exchange.body);
  if (!given.success) return problem('The form came back incomplete.', parts);
  const query = new URLSearchParams(given.data.request);
  return withRequest(query, parts, (asked, registration) => {
    const user = parts.tenant.users.find((each) => each.id === given.data.user && maySignIn(each));
    if (user === undefined) return problem('This account does not exist or is disabled.', parts);
    exchange.caller = { onBehalfOf: user.id, scopes: [] };
    if (given.data.consent === 'decline') return back(asked, { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' });
    if (given.data.consent === 'accept') giveConsent(registration, user, parts);
    return afterSignIn(asked, registration, user, query, parts);
  });
}

/** What the person's click-through on the pages comes to; for scripts. @returns the address to go back to. */
export function approve(authorizeUrl: URL, oid: string, parts: AuthorizeParts): Reply {
  const form = { request: authorizeUrl.searchParams.toString(), user: oid, consent: 'accept' };
  return authorizeEndpoint({ method: 'POST', path: authorizeUrl.pathname, query: new URLSearchParams(), headers: {}, body: form, caller: null }, parts);
}

function withRequest(query: URLSearchParams, parts: AuthorizeParts, next: (asked: AuthorizeRequest, registration: Registration) => Reply): Reply {
  const asked = request.safeParse(Object.fromEntries(query));
  if (!asked.success) return problem(asked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '), parts);
  const registration = Object.values(parts.tenant.registrations).find((each) => each.appId === asked.data.client_id);
  if (registration === undefined) return problem('AADSTS700016: This application is not known in the tenant.', parts);
  if (!isRegistered(asked.data.redirect_uri, registration, parts)) return problem('AADSTS50011: The redirect URI is not registered for this application.', parts);
  return next(asked.data, registration);
}

/**
 * Redirect addresses are compared whole. The admin registration has one, the page of Guest Desk that ends a step-up;
 * for the others all addresses of the bot's door and of the token service count, whose paths are those programs' affair.
 */
function isRegistered(uri: string, registration: Registration, { tenant, settings: { ports } }: AuthorizeParts): boolean {
  if (registration === tenant.registrations.admin) return uri === `https://localhost:${ports.door}/step-up/callback`;
  const { origin } = new URL(uri);
  return origin === `https://localhost:${ports.door}` || origin === `https://localhost:${ports.channel}`;
}

function firstPage(asked: AuthorizeRequest, registration: Registration, query: URLSearchParams, parts: AuthorizeParts): Reply {
  if (asked.prompt === 'none') return back(asked, { error: 'login_required', error_description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.' });
  const hinted = asked.prompt === 'select_account' ? undefined : hintedUser(asked.login_hint, parts);
  if (hinted !== undefined && !registration.consents.includes(hinted.id)) return consentPage(asked, registration, hinted, query, parts);
  const accounts = hinted === undefined ? parts.tenant.users.filter(maySignIn) : [hinted];
  return page({
    title: hinted === undefined ? 'Pick an account' : 'Sign in',
    brand: parts.tenant.displayName,
    body: html`<p>to go on to <strong>${registration.displayName}</strong></p>
<form method="post" action="authorize">${carried(query)}
<ul class="plain">${accounts.map((user) => html`<li><button class="account" name="user" value="${user.id}"><strong>${user.displayName}</strong><span>${user.mail ?? user.userPrincipalName}</span></button></li>`)}</ul>
</form>`,
  });
}

/** A guest who has not redeemed yet has no way in. */
const maySignIn = (user: User): boolean => user.accountEnabled && user.externalUserState !== 'PendingAcceptance';

function hintedUser(hint: string | undefined, { tenant }: AuthorizeParts): User | undefined {
  const wanted = hint?.toLowerCase();
  return tenant.users.find((user) => maySignIn(user) && [user.id, user.mail, user.userPrincipalName].some((name) => name?.toLowerCase() === wanted));
}

function afterSignIn(asked: AuthorizeRequest, registration: Registration, user: User, query: URLSearchParams, parts: AuthorizeParts): Reply {
  if (!registration.consents.includes(user.id)) return consentPage(asked, registration, user, query, parts);
  const code = parts.codes.issue({
    clientId: registration.appId,
    oid: user.id,
    redirectUri: asked.redirect_uri,
    contexts: demandedContexts(asked.claims),
    tellsWhen: asked.max_age !== undefined || demandsTime(asked.claims),
    signedInAt: parts.clock.now(),
    ...(asked.code_challenge !== undefined && { challenge: asked.code_challenge }),
    ...(asked.nonce !== undefined && { nonce: asked.nonce }),
  });
  return back(asked, { code });
}

const timeShape = z.object({ id_token: z.object({ auth_time: z.unknown() }) });

/** Whether the identity token is asked to tell when the person signed in (OpenID Connect Core 5.5). */
function demandsTime(claims: string | undefined): boolean {
  try {
    return 'auth_time' in timeShape.parse(JSON.parse(claims ?? '')).id_token;
  } catch {
    return false;
  }
}

const claimsShape = z.object({ access_token: z.object({ acrs: z.object({ value: z.string().optional(), values: z.array(z.string()).optional() }) }) });

/** The authentication contexts (`acrs`) that a claims challenge demands; anything else in it is met by signing in. */
function demandedContexts(claims: string | undefined): string[] {
  if (claims === undefined) return [];
  try {
    const { value, values } = claimsShape.parse(JSON.parse(claims)).access_token.acrs;
    return value === undefined ? (values ?? []) : [value];
  } catch {
    return [];
  }
}

const mayConsent = (registration: Registration, user: User, { tenant }: AuthorizeParts): boolean =>
  registration !== tenant.registrations.admin
  || tenant.roleAssignments.some((each) => each.principalId === user.id && consentingAdministrators.includes(each.roleDefinitionId));

function giveConsent(registration: Registration, user: User, parts: AuthorizeParts): void {
  if (registration.consents.includes(user.id) || !mayConsent(registration, user, parts)) return;
  registration.consents.push(user.id);
  saveTenant(parts.tenant);
}

function consentPage(asked: AuthorizeRequest, registration: Registration, user: User, query: URLSearchParams, parts: AuthorizeParts): Reply {
  const allowed = mayConsent(registration, user, parts);
  return page({
    title: allowed ? 'Permissions requested' : 'An administrator must approve',
    brand: parts.tenant.displayName,
    body: html`<p><strong>${registration.displayName}</strong> asks, for ${user.displayName} (${user.mail ?? user.userPrincipalName}), to:</p>
<ul class="scopes">${registration.delegatedScopes.map((scope) => html`<li>${scopeWords(scope)} <span class="soft">${scope}</span></li>`)}</ul>
<form method="post" action="authorize">${carried(query)}<input type="hidden" name="user" value="${user.id}">
<div class="actions">${allowed && html`<button class="primary" name="consent" value="accept">Accept</button>`}
<button class="secondary" name="consent" value="decline">${allowed ? 'Cancel' : 'Go back without approval'}</button></div></form>`,
  });
}

const carried = (query: URLSearchParams): Html => html`<input type="hidden" name="request" value="${query.toString()}">`;

function back(asked: AuthorizeRequest, answers: Record<string, string>): Reply {
  const target = new URL(asked.redirect_uri);
  const values = new URLSearchParams({ ...answers, ...(asked.state !== undefined && { state: asked.state }) });
  if (asked.response_mode === 'fragment') target.hash = values.toString();
  else for (const [name, value] of values) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.href } };
}

const problem = (message: string, { tenant }: AuthorizeParts): Reply =>
  page({ status: 400, title: 'Sign-in cannot go on', brand: tenant.displayName, body: html`<p role="alert">${message}</p>` });
