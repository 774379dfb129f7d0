import { people, type PersonKey } from '../seed.ts';
import { type User } from '../state/objects.ts';
import { type Tenant } from '../state/tenant.ts';
import { ControlError } from './controlError.ts';

/** The people of the seed by which the control API names everybody. */
export const personKeys = Object.keys(people) as [PersonKey, ...PersonKey[]];

/** Object id of a person. */
export const oidOf = (key: PersonKey): string => people[key].oid;

/** Key of a person of the seed; undefined for guests invited since. */
export const keyOf = (oid: string): PersonKey | undefined => personKeys.find((key) => people[key].oid === oid);

/** @throws ControlError 404 when the person was deleted from the tenant */
export function userOf(tenant: Tenant, key: PersonKey): User {
  const user = tenant.users.find(({ id }) => id === oidOf(key));
  if (!user) throw new ControlError(404, 'noSuchPerson', `${people[key].name} is not in the tenant.`);
  return user;
}

/** Who in the tenant has `query` in name, address or key; everybody for an empty query, at most 20. */
export function findPeople(tenant: Tenant, query: string): { id: string; key: string | null; name: string; mail: string | null }[] {
  const wanted = query.trim().toLowerCase();
  return tenant.users
    .filter((user) => [user.displayName, user.mail ?? '', keyOf(user.id) ?? ''].some((text) => text.toLowerCase().includes(wanted)))
    .slice(0, 20)
    .map((user) => ({ id: user.id, key: keyOf(user.id) ?? null, name: user.displayName, mail: user.mail }));
}

/** The name by which live updates call somebody: the key, or the object id of a guest invited since. */
export const nameOf = (oid: string): string => keyOf(oid) ?? oid;
