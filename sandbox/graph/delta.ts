import { z } from 'zod';
import type { Reply } from '../serve.ts';
import { isVisible, visibleUsers } from './changes.ts';
import { checkOptions, namedMembers, pick } from './collection.ts';
import { badRequest, GraphError } from './errors.ts';
import { userRow, userShape, type Row } from './present.ts';
import { ok, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';
import { readUsers } from './users.ts';

const tokenLifetimeMs = 7 * 86_400_000;

/** What a delta or skip token carries: where the reader is, since when, and what it selected. */
const position = z.object({
  sequence: z.int(),
  at: z.string(),
  names: z.array(z.string()).nullable(),
  ids: z.array(z.string()).nullable(),
  /** Within the first sweep: how many users were given. */
  given: z.int().nullable(),
});
type Position = z.infer<typeof position>;

const pack = (value: Position): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function unpack(call: GraphCall, token: string): Position {
  const gone = (): GraphError =>
    new GraphError(410, 'syncStateNotFound', 'The sync state generation is not found; continuing with a full synchronization is required.', {
      location: `${call.base}/users/delta?$deltatoken=`,
    });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw badRequest('Badly formed token.');
  }
  const parsed = position.safeParse(value);
  if (!parsed.success) throw badRequest('Badly formed token.');
  const age = call.clock.now().getTime() - Date.parse(parsed.data.at);
  const oldest = call.tenant.deltaLog[0]?.sequence ?? 0;
  if (age > tokenLifetimeMs || parsed.data.sequence < oldest - 1) throw gone();
  return parsed.data;
}

const latest = (call: GraphCall): number => call.tenant.deltaLog.at(-1)?.sequence ?? 0;

/** Only `id eq` alternatives, 50 at most. */
function filteredIds(text: string | null): string[] | null {
  if (text === null) return null;
  const parts = text.split(/\s+or\s+/i).map((part) => /^\s*id eq '([^']+)'\s*$/i.exec(part)?.[1]);
  if (parts.length > 50 || parts.includes(undefined)) throw new GraphError(400, 'Request_UnsupportedQuery', 'A delta takes a $filter by id only, 50 at most.');
  return parts.filter((id) => id !== undefined);
}

function delta(call: GraphCall): Reply {
  const { query } = call.exchange;
  checkOptions(call, ['$select', '$filter', '$deltatoken', '$skiptoken']);
  const token = query.get('$deltatoken');
  const skip = query.get('$skiptoken');
  if (skip !== null) return firstSweep(call, unpack(call, skip));
  if (token !== null && token !== 'latest' && token !== '') return changesSince(call, unpack(call, token));
  const select = query.get('$select');
  const start: Position = {
    sequence: settledSequence(call),
    at: call.clock.now().toISOString(),
    names: select === null ? null : namedMembers(select, userShape),
    ids: filteredIds(query.get('$filter')),
    given: 0,
  };
  return token === 'latest' ? answer(call, [], { '@odata.deltaLink': link(call, '$deltatoken', { ...start, given: null }) }) : firstSweep(call, start);
}

/** The newest change that hides no user still replicating, so that the next round tells of her. */
function settledSequence(call: GraphCall): number {
  const now = call.clock.now();
  const hidden = new Set(call.tenant.users.filter((user) => !isVisible(user, now)).map((user) => user.id));
  const first = call.tenant.deltaLog.find((change) => hidden.has(change.userId));
  return first === undefined ? latest(call) : first.sequence - 1;
}

const wanted = (at: Position, id: string): boolean => at.ids === null || at.ids.includes(id);
const shown = (at: Position, row: Row): Row => pick(row, [...new Set([...(at.names ?? userShape.byDefault), 'id'])]);
const link = (call: GraphCall, name: string, at: Position): string => `${call.base}/users/delta?${name}=${pack(at)}`;

function firstSweep(call: GraphCall, at: Position): Reply {
  const users = visibleUsers(call.tenant, call.clock.now()).filter((user) => wanted(at, user.id));
  const from = at.given ?? 0;
  const to = from + call.tenant.settings.pageSize;
  const rows = users.slice(from, to).map((user) => shown(at, userRow(user)));
  const following = to < users.length
    ? { '@odata.nextLink': link(call, '$skiptoken', { ...at, given: to }) }
    : { '@odata.deltaLink': link(call, '$deltatoken', { ...at, given: null, at: call.clock.now().toISOString() }) };
  return answer(call, rows, following);
}

function changesSince(call: GraphCall, at: Position): Reply {
  const upTo = settledSequence(call);
  const log = call.tenant.deltaLog.filter((change) => change.sequence > at.sequence && change.sequence <= upTo && wanted(at, change.userId));
  const minimal = /return=minimal/.test(String(call.exchange.headers['prefer'] ?? ''));
  const rows = [...new Set(log.map((change) => change.userId))].flatMap((id) => {
    const ofUser = log.filter((change) => change.userId === id);
    const last = ofUser.at(-1)?.change;
    if (last === 'softDeleted' || last === 'deleted') return [{ id, '@removed': { reason: last === 'deleted' ? 'deleted' : 'changed' } }];
    const user = call.tenant.users.find((each) => each.id === id);
    if (user === undefined) return [];
    const created = ofUser.some((change) => change.change === 'created');
    const names = new Set(ofUser.flatMap((change) => change.properties));
    const touched = at.names === null ? [...names] : at.names.filter((name) => names.has(name));
    if (!created && touched.length === 0) return [];
    return [minimal && !created ? pick(userRow(user), ['id', ...touched.filter((name) => userShape.members.includes(name))]) : shown(at, userRow(user))];
  });
  const next: Position = { ...at, sequence: upTo, at: call.clock.now().toISOString(), given: null };
  return answer(call, rows, { '@odata.deltaLink': link(call, '$deltatoken', next) });
}

const answer = (call: GraphCall, value: Row[], links: Row): Reply => ok(call, 'users', { ...links, value });

export const deltaRoutes: Route[] = ['/users/delta', '/users/delta()'].map((path) => ({
  method: 'GET',
  path,
  delegated: readUsers,
  application: readUsers,
  rule: 'notGuests',
  limit: '`$select`, `$filter` by 50 ids, `$deltatoken=latest`, `Prefer: return=minimal`; tokens live 7 days',
  errors: '410 syncStateNotFound with Location · 400 unsupported option',
  handle: delta,
}));
