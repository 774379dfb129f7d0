import { readWrittenAddress } from '../core/emailAddress.ts';
import { findOffers, type Offer, offersOf } from '../core/offers.ts';
import { guessName } from '../core/guessName.ts';
import { type UserId } from '../core/ids.ts';
import { type Actor, type Standing } from '../core/person.ts';
import { toMatchable } from '../core/personText.ts';
import { type Read, readEmail, readLanguage, readName, readReason, readTimeZone, readUntil } from '../core/readAsk.ts';
import { type Problem, problem, refuse } from '../core/refusal.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { keepTyped, readOneDay } from './fillForm.ts';
import { findSponsor } from './findPerson.ts';
import { toAppChoices } from './listSharedApps.ts';
import { metNames, namesOf, nameRefusal, toNamed } from './namePeople.ts';
import { type Ports } from './ports.ts';
import { barActor } from './pressRequest.ts';
import { type NamedPerson } from './namedPerson.ts';
import { type Desk } from './useCases.ts';
import { type InviteForm, type InviteWords } from './inviteForm.ts';
import { type Refused } from './outcomes.ts';

export type PreparePorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'settings'>;

/** `invite …`: checks what the sentence said, keeps a draft, gives back the form. Nothing is asked of anybody yet. */
export const prepareRequest =
  (ports: PreparePorts): Desk['prepareRequest'] =>
  async (actor, words) => {
    const read = await readForm(ports, actor, words);
    if (read.kind === 'refused') return read;
    const draftId = ports.ids.next();
    await ports.store.transaction(async (tx) => {
      await tx.insertDraft({ id: draftId, kind: 'invite', by: actor.id, conversationId: actor.conversationId, servicePrincipalId: null, createdAt: ports.clock.now() });
      await tx.rememberNames(read.met);
    });
    return { kind: 'form', draftId, apps: read.apps, filled: read.filled, problems: read.problems };
  };

/** The name somebody wrote before the address: "Cleo Vance <cleo@…>". */
const writtenName = (text: string | null): string | null => {
  const name = readWrittenAddress(text ?? '')?.name ?? null;
  return name !== null && 'value' in readName(name) ? name : null;
};

export type FilledForm = Pick<InviteForm, 'apps' | 'filled' | 'problems'> & { readonly kind: 'filled'; /** Names of people just looked up. */ readonly met: ReadonlyMap<UserId, string> };

/** What of the words can stand in the form, and what has to be mended; keeps nothing. */
export const readForm = async (ports: PreparePorts, actor: Actor, said: InviteWords): Promise<FilledForm | Refused> => {
  const { store, directory, clock } = ports;
  const [standings, apps, verifiedDomains] = await Promise.all([directory.standings([actor.id]), store.read.sharedApps(), directory.verifiedDomains()]);
  const refusal = barActor(ports, actor, standings) ?? (apps.length === 0 ? refuse('no-shared-apps') : undefined);
  if (refusal !== undefined) return nameRefusal(store.read, refusal);

  const choices = await toAppChoices(store.read, apps);
  const all = offersOf(apps);
  const asRole = roleAsName(all, said);
  const words = asRole === undefined ? said : { ...said, app: asRole, name: null };
  const offers = (words.app === null && all.length === 1 ? all : findOffers(all, words.app ?? '')) ?? [];
  const app = offers[0]?.app;
  const longestStay = Math.min(...offers.map((offer) => offer.app.longestStayDays), Infinity);
  const sponsor = await readSponsor(ports, words, app);
  const now = clock.now();
  const problems: Record<string, Problem> = {};
  const fill = (name: string, text: string | null, read: (text: string) => Read<string>): string | null => {
    if (text === null || text.trim() === '') return null;
    const result = read(text);
    if ('value' in result) return result.value;
    problems[name] = result.problem;
    return name === 'until' || name === 'language' ? null : keepTyped(text, result.problem);
  };
  if (words.app !== null && app === undefined) problems.app = problem('app-unknown');
  const email = fill('email', words.email, (text) => readEmail(text, verifiedDomains));
  const filled = {
    email,
    name: fill('name', words.name, readName) ?? (email === null || problems.email?.key === 'address-unusable' ? null : (writtenName(words.email) ?? guessName(email))),
    appId: offers[0]?.id ?? null,
    moreAppIds: offers.slice(1).map(({ id }) => id),
    sponsor: sponsor.person,
    until: fill('until', words.until, (text) => readOneDay(text, words.untilOther, (day) => readUntil(day, now, readTimeZone(actor.timeZone), longestStay))),
    reason: fill('reason', words.reason, readReason),
    language: fill('language', actor.locale, (locale) => readLanguage(null, locale)) ?? 'en',
  };
  if (sponsor.problem !== null) problems.sponsor = sponsor.problem;
  return { kind: 'filled', apps: choices, filled, problems, met: metNames([...standings.values(), ...(sponsor.met === null ? [] : [sponsor.met])], actor) };
};

/** "to Reports as Reporter" reads like a guest's name; where the app alone is none of ours and with it is, it is its role. */
const roleAsName = (offers: readonly Offer[], { app, name }: InviteWords): string | undefined => {
  if (app === null || name === null || findOffers(offers, app) !== undefined) return undefined;
  const together = `${app} · ${name}`;
  return findOffers(offers, together) === undefined ? undefined : together;
};

type SponsorWords = { readonly person: NamedPerson | null; readonly met: Standing | null; readonly problem: Problem | null };

/** By address, or by the name of somebody who has a part in the app; the form's people picker finds everybody else. */
const readSponsor = async ({ store, directory }: PreparePorts, words: InviteWords, app: SharedApp | undefined): Promise<SponsorWords> => {
  const said = words.sponsor?.trim() ?? '';
  if (said === '') return { person: app === undefined ? null : toNamed(await namesOf(store.read, [app.defaultSponsorId]), app.defaultSponsorId), met: null, problem: null };
  const near = app === undefined ? [] : [...new Set([app.defaultSponsorId, ...app.approvers, app.sharedBy])];
  const byName = bearsName(await namesOf(store.read, near), said);
  const found = await findSponsor(directory, byName?.id ?? said);
  if (found.kind === 'problem') return { person: null, met: null, problem: found.problem };
  return { person: { id: found.person.id, name: found.person.name }, met: found.person, problem: null };
};

/** The only one who bears the name, whole or in part ("Dana" for Dana Holm). */
const bearsName = (names: ReadonlyMap<string, string>, said: string): NamedPerson | undefined => {
  const wanted = toMatchable(said);
  const people = [...names].map(([id, name]) => ({ id, name }));
  const whole = people.filter(({ name }) => toMatchable(name) === wanted);
  const part = people.filter(({ name }) => toMatchable(name).split(' ').includes(wanted));
  const matches = whole.length > 0 ? whole : part;
  return matches.length === 1 ? matches[0] : undefined;
};

