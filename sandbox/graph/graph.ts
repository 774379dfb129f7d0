import { randomUUID } from 'node:crypto';
import type { GraphCaller, Issuer } from '../entra/issuer.ts';
import type { Faults } from '../faults.ts';
import type { Journal } from '../journal.ts';
import { unreadable, type Exchange, type Handle, type Reply } from '../serve.ts';
import { saveTenant } from '../state/tenant.ts';
import { answerBatch } from './batch.ts';
import { badRequest, denied, errorBody, GraphError } from './errors.ts';
import type { Route } from './route.ts';
import type { GraphCall, GraphParts } from './graphCall.ts';
import { routes } from './routes.ts';
import { applyRule } from './rules.ts';
import { createThrottle } from './throttle.ts';

const escape = (text: string): string => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

/** `{name}` becomes one segment, `[/{cast}]` an optional type. */
function compile(path: string): RegExp {
  const pattern = path
    .split(/(\[\/\{cast\}\]|\{\w+\})/)
    .map((part) => (part === '[/{cast}]' ? '(?:/(?<cast>microsoft\\.graph\\.\\w+))?' : part.startsWith('{') ? `(?<${part.slice(1, -1)}>[^/()']+)` : escape(part)))
    .join('');
  return new RegExp(`^${pattern}$`, 'i');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest(`Badly encoded path segment '${segment}'.`);
  }
}

const compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));

function match(method: string, path: string, version: string): { route: Route; params: Record<string, string> } | undefined {
  for (const { route, pattern } of compiled) {
    if (route.method !== method || (route.beta === true && version !== 'beta')) continue;
    const found = pattern.exec(path);
    if (found !== null) {
      const groups = Object.entries(found.groups ?? {}).filter((entry): entry is [string, string] => (entry[1] as string | undefined) !== undefined);
      return { route, params: Object.fromEntries(groups.map(([name, value]) => [name, decoded(value)])) };
    }
  }
  return undefined;
}

/** The imitated Graph under `/v1.0` and `/beta`. */
export function createGraph(parts: GraphParts & { issuer: Issuer; journal: Journal; faults: Faults }): Handle {
  const { issuer, tenant, clock, journal, faults } = parts;
  const invitations = createThrottle(5000);

  const authenticated = async (exchange: Exchange): Promise<GraphCaller> => {
    const token = /^Bearer (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
    const challenge = { 'www-authenticate': `Bearer realm="", authorization_uri="${issuer.origin}/${tenant.id}/oauth2/v2.0/authorize"` };
    if (token === undefined) throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty.', challenge);
    return issuer.graphCaller(token).catch((error: unknown) => {
      throw new GraphError(401, 'InvalidAuthenticationToken', `Access token validation failure. ${Error.isError(error) ? error.message : ''}`, challenge);
    });
  };

  const answer = async (exchange: Exchange): Promise<Reply> => {
    const [, version = '', path = ''] = /^\/(v1\.0|beta)(\/.*)$/.exec(exchange.path) ?? [];
    const caller = await authenticated(exchange);
    exchange.caller = { onBehalfOf: caller.user?.id ?? null, scopes: caller.permissions };
    if (exchange.body === unreadable) throw badRequest('Unable to read JSON request payload.');
    const call: GraphCall = { ...parts, exchange, caller, version: version === 'beta' ? 'beta' : 'v1.0', base: `${issuer.origin}/${version}`, params: {} };
    if (exchange.method === 'POST' && path === '/$batch') return answerBatch(call, handle, { journal, faults });
    const found = match(exchange.method, path, version);
    if (found === undefined) return unknownRoute(exchange);
    const permitted = caller.user === null ? found.route.application : found.route.delegated;
    if (!caller.permissions.some((each) => permitted.includes(each))) throw denied();
    const routed = { ...call, params: found.params };
    if (found.route.path === '/invitations') invitations.pass(tenant.settings.invitationsPer5s);
    applyRule(found.route.rule, routed);
    return found.route.handle(routed);
  };

  const unknownRoute = (exchange: Exchange): Reply => {
    tenant.unknownRoutes.push({ method: exchange.method, path: exchange.path });
    saveTenant(tenant);
    throw new GraphError(501, 'NotImplemented', `The sandbox does not imitate ${exchange.method} ${exchange.path}.`);
  };

  const handle: Handle = async (exchange) => {
    const given = exchange.headers['client-request-id'];
    const requestId = randomUUID();
    const clientRequestId = typeof given === 'string' ? given : requestId;
    const headers = { 'request-id': requestId, 'client-request-id': clientRequestId, 'x-ms-resource-unit': '1' };
    try {
      const reply = await answer(exchange);
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      return {
        status: error.status,
        headers: { ...headers, ...error.headers },
        body: errorBody(error.code, error.message, { date: clock.now(), requestId, clientRequestId }),
      };
    }
  };
  return handle;
}
