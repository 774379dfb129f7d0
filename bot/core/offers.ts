import { type AccessRequest } from './accessRequest.ts';
import { findApp } from './findApp.ts';
import { toMatchable } from './personText.ts';
import { type SharedApp } from './sharedApp.ts';
import { type AppRole } from './appRole.ts';

/** What can be asked for: an app, or one of its roles. Where it is a role, name and access group are the role's. */
export type Offer = { readonly id: string; readonly name: string; readonly app: SharedApp; readonly role: AppRole | null };

/**
 * The app as one of its roles: what is read live, shown and granted is the role's. Applied twice it stays the same. The
 * group alone does not tell: one role's group is the access group that the app was shared with.
 */
export const asRole = (app: SharedApp, role: AppRole | null): SharedApp => {
  if (role === null) return app;
  const isApplied = app.accessGroupId === role.groupId && app.name.endsWith(` · ${role.name}`);
  return isApplied ? app : { ...app, name: `${app.name} · ${role.name}`, accessGroupId: role.groupId };
};

/** The app of a request: with the role it asks for, as it was offered then. */
export const appOf = (app: SharedApp, { role }: Pick<AccessRequest, 'role'>): SharedApp => asRole(app, role);

export const offersOf = (apps: readonly SharedApp[]): readonly Offer[] =>
  apps.flatMap((app): Offer[] =>
    app.roles.length === 0
      ? [{ id: app.id, name: app.name, app, role: null }]
      : app.roles.map((role) => ({ id: `${app.id}#${role.value}`, name: `${app.name} · ${role.name}`, app: asRole(app, role), role })),
  );

/** Most apps one can ask for at once. */
export const mostOffers = 10;

const betweenApps = /\s*[,;+&、，]\s*|\s+(?:and|und|et|y|e|plus)\s+|\s*と\s*|\s+و\s*/giu;
/** The parts of "Imaging, Shift Planner and Reports as viewer", as they were written. */
export const partsNamed = (text: string): readonly string[] => text.split(betweenApps).filter((part) => part.trim() !== '');

/** What people write between an app and its role. */
const beforeRole = /\s*·\s*|\s+(?:as an?|as|als|en tant que|comme|como|بصفة|role|rolle)\s+|\s*として\s*/giu;

/**
 * The offers a person means, each once: one name, or several with "and" or commas between. An app with roles is meant by
 * its name and the role's ("Reports as reporter"). Undefined where any part of it is unknown, or too many are named.
 */
export const findOffers = (offers: readonly Offer[], text: string): readonly Offer[] | undefined => {
  const exact = offers.find(({ id, name }) => id === text.trim() || toMatchable(plain(name)) === toMatchable(plain(text)));
  if (exact !== undefined) return [exact];
  const found = partsNamed(text).map((part) => findOffer(offers, part));
  const known = found.filter((offer) => offer !== undefined);
  const unique = [...new Set(known)];
  return known.length === found.length && known.length > 0 && unique.length <= mostOffers ? unique : undefined;
};

const findOffer = (offers: readonly Offer[], text: string): Offer | undefined => {
  const exact = offers.find(({ id }) => id === text.trim());
  if (exact !== undefined) return exact;
  const named = offers.map((offer) => ({ id: offer.id, name: plain(offer.name), offer }));
  const byValue = offers.flatMap((offer) => (offer.role === null ? [] : [{ id: offer.id, name: plain(`${offer.app.name.split(' · ')[0] ?? ''} ${offer.role.value}`), offer }]));
  const words = plain(text);
  return (byValue.find(({ name }) => toMatchable(name) === toMatchable(words)) ?? findApp(named, words))?.offer;
};

const plain = (name: string): string => name.replace(beforeRole, ' ').trim();
