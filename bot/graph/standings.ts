import { type UserId } from '../core/ids.ts';
import { type Standing } from '../core/person.ts';
import { type AppReads } from './appReads.ts';
import { type BatchPart } from './batch.ts';
import { calls } from './calls.ts';
import { directoryObject, graphUser, pageOf, readAs, userTypeOf } from './schemas.ts';

const standingSelect = 'id,displayName,mail,userType,accountEnabled';
const roleType = '#microsoft.graph.directoryRole';
const memberships = pageOf(directoryObject);

/**
 * What the directory says of each person now: the user and the directory roles, also those held through groups,
 * two parts of one batch per person. People that Graph does not know are absent.
 */
export const readStandings = async (reads: AppReads, ids: readonly UserId[]): Promise<ReadonlyMap<UserId, Standing>> => {
  const people = [...new Set(ids)];
  const bodies = await reads.batch(people.flatMap(partsOf));
  const standings = await Promise.all(people.map((id) => standingOf(reads, id, bodies)));
  return new Map(standings.filter((standing) => standing !== undefined).map((standing) => [standing.id, standing]));
};

const partsOf = (id: UserId): BatchPart[] => [
  { key: `user ${id}`, call: calls.reader.user, filling: { params: { id }, query: { $select: standingSelect } } },
  { key: `roles ${id}`, call: calls.reader.userRoles, filling: { params: { id }, query: { $select: 'id,roleTemplateId', $top: '999' } } },
];

const standingOf = async (reads: AppReads, id: UserId, bodies: ReadonlyMap<string, unknown>): Promise<Standing | undefined> => {
  const userBody = bodies.get(`user ${id}`);
  const roleBody = bodies.get(`roles ${id}`);
  if (userBody === undefined || roleBody === undefined) return undefined;
  const user = readAs(graphUser, userBody, 'user');
  const first = readAs(memberships, roleBody, 'userRoles');
  const link = first['@odata.nextLink'];
  const held = link === undefined ? first.value : [...first.value, ...(await reads.all(calls.reader.userRoles, directoryObject, { link }))];
  return {
    id,
    name: user.displayName ?? user.mail ?? id,
    mail: user.mail ?? null,
    userType: userTypeOf(user),
    isEnabled: user.accountEnabled ?? false,
    roleIds: held.filter((each) => each['@odata.type'] === roleType).flatMap(({ roleTemplateId }) => roleTemplateId ?? []),
  };
};
