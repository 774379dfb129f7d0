import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reply } from '../serve.ts';
import type { Subscription } from '../state/objects.ts';
import { saveTenant } from '../state/tenant.ts';
import { badRequest, GraphError, notFound } from './errors.ts';
import { noContent, ok, parseBody, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';
import { isLoopbackHttps } from './securePost.ts';

// Writing permissions do not stand in for reading ones here.
const readUsers = ['User.Read.All'];
const longestMinutes = 41_760;
const shortestMinutes = 45;
const perApplication = 100;
const handshakeMs = 10_000;

const creation = z.strictObject({
  changeType: z.string(),
  notificationUrl: z.url(),
  lifecycleNotificationUrl: z.url().nullable().optional(),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).nullable().optional(),
  latestSupportedTlsVersion: z.enum(['v1_2', 'v1_3']).nullable().optional(),
});

const renewal = z.strictObject({ expirationDateTime: z.iso.datetime({ offset: true }), notificationUrl: z.url().optional() });

const validation = (message: string): GraphError => new GraphError(400, 'ValidationError', message);

/** The expiry that Graph grants: at most 41,760 minutes away, raised to 45 where it is nearer. */
function grantedExpiry(call: GraphCall, asked: string): string {
  const now = call.clock.now().getTime();
  const minutes = (Date.parse(asked) - now) / 60_000;
  if (minutes > longestMinutes) throw validation(`Subscription expiration can only be ${longestMinutes} minutes in the future.`);
  if (minutes <= 0) throw validation('Subscription expiration must be in the future.');
  return new Date(now + Math.max(minutes, shortestMinutes) * 60_000).toISOString();
}

/** Posts the validation token and wants it back as plain text within ten seconds. */
async function handshake(call: GraphCall, url: string): Promise<void> {
  if (!isLoopbackHttps(url)) throw validation(`Notification endpoint '${url}' must be https, and in this sandbox on this machine.`);
  const token = `Validation: Testing client application reachability for subscription ${randomUUID()} & more`;
  const target = `${url}${url.includes('?') ? '&' : '?'}validationToken=${encodeURIComponent(token)}`;
  const failed = (why: string): GraphError => validation(`Subscription validation request failed. ${why}`);
  const answer = await call.post(target, { timeoutMs: handshakeMs }).catch((error: unknown) => {
    throw failed(`Notification endpoint must respond within 10 seconds: ${Error.isError(error) ? error.message : 'no answer'}`);
  });
  if (answer.status !== 200) throw failed(`Notification endpoint must respond with 200 OK, not ${answer.status}.`);
  if (!answer.contentType.startsWith('text/plain')) throw failed(`The answer must be text/plain, not ${answer.contentType}.`);
  if (answer.body !== token) throw failed('The answer must be the decoded validation token.');
}

async function create(call: GraphCall): Promise<Reply> {
  const asked = parseBody(call, creation);
  const resource = asked.resource.replace(/^\//, '');
  const named = /^users(?:\/([0-9a-f-]{36}))?$/i.exec(resource);
  if (named === null) throw badRequest(`Resource '${asked.resource}' is not supported for change notifications here.`);
  const types = asked.changeType.split(',').map((each) => each.trim());
  if (types.some((each) => each !== 'updated' && each !== 'deleted')) throw badRequest(`Change type '${asked.changeType}' is not supported for users: creation arrives as updated.`);
  const applicationId = call.tenant.registrations[call.caller.registration].appId;
  if (live(call).filter((each) => each.applicationId === applicationId).length >= perApplication) {
    throw new GraphError(403, 'Forbidden', `The application has reached its limit of ${perApplication} subscriptions.`);
  }
  const expirationDateTime = grantedExpiry(call, asked.expirationDateTime);
  await handshake(call, asked.notificationUrl);
  if (asked.lifecycleNotificationUrl != null) await handshake(call, asked.lifecycleNotificationUrl);
  const subscription: Subscription = {
    id: randomUUID(),
    resource,
    changeType: types.join(','),
    notificationUrl: asked.notificationUrl,
    lifecycleNotificationUrl: asked.lifecycleNotificationUrl ?? null,
    clientState: asked.clientState ?? null,
    expirationDateTime,
    applicationId,
    creatorId: call.caller.user?.id ?? call.caller.servicePrincipalId,
    warned: false,
  };
  call.tenant.subscriptions.push(subscription);
  saveTenant(call.tenant);
  return ok(call, 'subscriptions/$entity', { ...shown(subscription), clientState: subscription.clientState }, 201);
}

const live = (call: GraphCall): Subscription[] =>
  call.tenant.subscriptions.filter((each) => Date.parse(each.expirationDateTime) > call.clock.now().getTime());

function subscriptionOf(call: GraphCall): Subscription {
  const id = call.params['id'] ?? '';
  const applicationId = call.tenant.registrations[call.caller.registration].appId;
  const found = live(call).find((each) => each.id === id && each.applicationId === applicationId);
  if (found === undefined) throw new GraphError(404, 'ResourceNotFound', notFound(id).message);
  return found;
}

/** A subscription as reads show it: without its client state. */
const shown = ({ warned: _warned, ...rest }: Subscription): Record<string, unknown> => ({
  ...rest,
  clientState: null,
  includeResourceData: null,
  latestSupportedTlsVersion: 'v1_2',
  encryptionCertificate: null,
  encryptionCertificateId: null,
  notificationQueryOptions: null,
  notificationUrlAppId: null,
});

async function renew(call: GraphCall): Promise<Reply> {
  const subscription = subscriptionOf(call);
  const asked = parseBody(call, renewal);
  const expirationDateTime = grantedExpiry(call, asked.expirationDateTime);
  if (asked.notificationUrl !== undefined && asked.notificationUrl !== subscription.notificationUrl) {
    await handshake(call, asked.notificationUrl);
    subscription.notificationUrl = asked.notificationUrl;
  }
  Object.assign(subscription, { expirationDateTime, warned: false });
  saveTenant(call.tenant);
  return ok(call, 'subscriptions/$entity', shown(subscription));
}

export const subscriptionRoutes: Route[] = [
  {
    method: 'GET', path: '/subscriptions', delegated: readUsers, application: readUsers, limit: "the caller's own",
    handle(call) {
      const applicationId = call.tenant.registrations[call.caller.registration].appId;
      return ok(call, 'subscriptions', { value: live(call).filter((each) => each.applicationId === applicationId).map(shown) });
    },
  },
  {
    method: 'POST', path: '/subscriptions', delegated: readUsers, application: readUsers,
    limit: 'resource `users` or `users/{id}`; 41,760 minutes, under 45 is raised; 100 per application; handshake with both URLs within 10 s',
    errors: '400 ValidationError for handshake, expiry, address · 403 quota', handle: create,
  },
  {
    method: 'GET', path: '/subscriptions/{id}', delegated: readUsers, application: readUsers, errors: '404 unknown, expired or of another application',
    handle: (call) => ok(call, 'subscriptions/$entity', shown(subscriptionOf(call))),
  },
  {
    method: 'PATCH', path: '/subscriptions/{id}', delegated: readUsers, application: readUsers, limit: 'as on creation', errors: '404 · 400 ValidationError', handle: renew,
  },
  {
    method: 'DELETE', path: '/subscriptions/{id}', delegated: readUsers, application: readUsers, errors: '404',
    handle(call) {
      const subscription = subscriptionOf(call);
      call.tenant.subscriptions = call.tenant.subscriptions.filter((each) => each !== subscription);
      saveTenant(call.tenant);
      return noContent;
    },
  },
  {
    method: 'POST', path: '/subscriptions/{id}/reauthorize', delegated: readUsers, application: readUsers, errors: '404',
    handle(call) {
      subscriptionOf(call).warned = false;
      saveTenant(call.tenant);
      return noContent;
    },
  },
];
