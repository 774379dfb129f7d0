import type { Reply } from '../serve.ts';
import { badRequest, GraphError } from './errors.ts';
import { compileFilter } from './filter.ts';
import { isVisible } from './changes.ts';
import { objectRow, type Row, type Shape } from './present.ts';
import { ok } from './route.ts';
import { type GraphCall } from './graphCall.ts';

const options = new Set(['$select', '$filter', '$top', '$count', '$skiptoken', '$expand', '$orderby']);

/** @throws GraphError 400 for a query option that this route does not take. */
export function checkOptions(call: GraphCall, allowed: readonly string[]): void {
  for (const name of call.exchange.query.keys()) {
    if (!name.startsWith('$')) continue;
    if (!options.has(name) && !allowed.includes(name)) throw badRequest(`The query specified in the URI is not valid. Unknown query option '${name}'.`);
    if (!allowed.includes(name)) throw new GraphError(400, 'Request_UnsupportedQuery', `The query option '${name}' is not supported here.`);
  }
}

/** The members that `$select` names, or undefined. @throws GraphError 400 naming one that the type does not have. */
export function selected(call: GraphCall, shape: Shape): string[] | undefined {
  const text = call.exchange.query.get('$select');
  return text === null ? undefined : namedMembers(text, shape);
}

export function namedMembers(text: string, shape: Shape): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !shape.members.includes(name));
  if (unknown !== undefined) throw badRequest(`Could not find a property named '${unknown}' on type 'microsoft.graph.${shape.type}'.`);
  return names;
}

export const pick = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

/** One object under `$select`; a selection brings only what it names, as Graph does, plus the id. */
export function entity(call: GraphCall, context: string, row: Row, shape: Shape, more: Row = {}): Reply {
  const names = selected(call, shape);
  const list = names === undefined ? '' : `(${names.join(',')})`;
  return ok(call, `${context}${list}/$entity`, { ...pick(row, names === undefined ? shape.byDefault : withId(names)), ...more });
}

const withId = (names: readonly string[]): string[] => [...new Set([...names, 'id'])];

/**
 * A page of rows under `$filter`, `$select`, `$top`, `$count`, with a link to the next one.
 * @param seen what the caller may see of a row; filters look at the whole.
 */
export function collection(call: GraphCall, context: string, rows: Row[], shape: Shape, seen = (row: Row): Row => row): Reply {
  checkOptions(call, ['$select', '$filter', '$top', '$count', '$skiptoken']);
  const names = selected(call, shape);
  const matching = filtered(call, rows, shape);
  const shown = (row: Row): Row => pick(seen(row), names === undefined ? shape.byDefault : withId(names));
  return paged(call, names === undefined ? context : `${context}(${names.join(',')})`, matching, shown);
}

function filtered(call: GraphCall, rows: Row[], shape: Shape): Row[] {
  const text = call.exchange.query.get('$filter');
  if (text === null) return rows;
  const { test, advanced } = compileFilter(text, shape.members, shape.type);
  if (advanced && !(isEventual(call) && call.exchange.query.get('$count') === 'true')) {
    throw new GraphError(400, 'Request_UnsupportedQuery', 'Unsupported query: ne, not and endswith need the header ConsistencyLevel: eventual and $count=true.');
  }
  return rows.filter(test);
}

const isEventual = (call: GraphCall): boolean => call.exchange.headers['consistencylevel'] === 'eventual';

/** One page of anything. @throws GraphError 400 for a `$top` outside 1 to 999 or a foreign `$skiptoken`. */
export function paged(call: GraphCall, context: string, rows: Row[], shown: (row: Row) => Row): Reply {
  const { query, path } = call.exchange;
  const top = Number(query.get('$top') ?? call.tenant.settings.pageSize);
  if (!Number.isInteger(top) || top < 1 || top > 999) throw badRequest(`Invalid page size specified: '${query.get('$top') ?? ''}'. Must be between 1 and 999 inclusive.`);
  const from = offsetOf(query.get('$skiptoken'));
  const page = rows.slice(from, from + top);
  const following = new URLSearchParams(query);
  following.set('$skiptoken', Buffer.from(`from:${from + top}`).toString('base64url'));
  return ok(call, context, {
    ...(query.get('$count') === 'true' && isEventual(call) && { '@odata.count': rows.length }),
    ...(from + top < rows.length && { '@odata.nextLink': `${call.origin}${path}?${following.toString()}` }),
    value: page.map(shown),
  });
}

function offsetOf(token: string | null): number {
  if (token === null) return 0;
  const match = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw badRequest('Invalid skip token.');
  return Number(match[1]);
}

/** Which permissions show more of an object than that it is there, by its type (the start of their names). */
const readersOf: Record<string, RegExp> = {
  user: /^(User\.Read|Directory\.Read)/,
  group: /^(Group\.Read|GroupMember\.Read|Directory\.Read)/,
  servicePrincipal: /^(Application\.Read|Directory\.Read)/,
  directoryRole: /^(RoleManagement\.Read|Directory\.Read)/,
};

/**
 * A collection of mixed directory objects: each names its type, a cast in the path keeps one type.
 * Of types that the caller has no permission for, it shows type and id only.
 */
export function objects(call: GraphCall, context: string, found: { row: Row; shape: Shape }[]): Reply {
  const cast = call.params['cast']?.replace('microsoft.graph.', '');
  if (cast !== undefined) {
    const shape = found.find((each) => each.shape.type === cast)?.shape ?? { type: cast, members: [], byDefault: [] };
    const rows = found.filter((each) => each.shape.type === cast).map((each) => each.row);
    return rows.length === 0 ? ok(call, context, { value: [] }) : collection(call, context, rows, shape);
  }
  checkOptions(call, ['$select', '$top', '$count', '$skiptoken']);
  const names = call.exchange.query.get('$select')?.split(',').map((name) => name.trim());
  const shown = found.map(({ row, shape }) => {
    const readable = call.caller.permissions.some((each) => readersOf[shape.type]?.test(each) === true);
    const members = names === undefined ? shape.byDefault : withId(names.filter((name) => shape.members.includes(name)));
    return { '@odata.type': `#microsoft.graph.${shape.type}`, ...pick(row, readable ? members : ['id']) };
  });
  return paged(call, context, shown, (row) => row);
}

/** The objects of these ids that reads find now. */
export function objectsOf(call: GraphCall, ids: readonly string[]): { row: Row; shape: Shape }[] {
  const now = call.clock.now();
  return ids.flatMap((id) => objectRow(id, call.tenant, (user) => isVisible(user, now)) ?? []);
}
