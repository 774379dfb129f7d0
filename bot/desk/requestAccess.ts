import { DeskError, isDeskError } from '../core/errors.ts';
import { findOffers, type Offer, offersOf } from '../core/offers.ts';
import { type AppRole } from '../core/appRole.ts';
import { parseEmailAddress, readWrittenAddress } from '../core/emailAddress.ts';
import { type Actor, type Standing } from '../core/person.ts';
import { type Read, readEmail, readLanguage, readName, readReason, readTimeZone, readUntil } from '../core/readAsk.ts';
import { type Problem, problem, type Refusal, refuse } from '../core/refusal.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { type Ask, type Submitted, submitRequest } from '../core/submitRequest.ts';
import { formAgain, readOneDay } from './fillForm.ts';
import { refuseTooMany } from '../core/waiting/quota.ts';
import { findSponsor, type FoundPerson } from './findPerson.ts';
import { type Directory, type DirectoryUser, type Job, type Ports } from './ports.ts';
import { type RequestRow } from './rows.ts';
import { offerActivation } from './activation/offerActivation.ts';
import { type PressAgain } from './activation/activation.ts';
import { toAppChoices } from './listSharedApps.ts';
import { metNames, nameRefusal } from './namePeople.ts';
import { barActor, gone } from './pressRequest.ts';
import { type StageRights } from './approvals/readStageLive.ts';
import { checkDraft } from './checkDraft.ts';
import { readAskedOf } from './preflight/askedOf.ts';
import { runPreflight, type Flown } from './preflight/runPreflight.ts';
import { type Checked } from './preflight/preflightUseCases.ts';
import { readFact } from './preflight/readFact.ts';
import { stopRequest } from './preflight/stopRequest.ts';
import { type Desk } from './useCases.ts';
import { type SubmitInput } from './inviteForm.ts';
import { type Refused, type Shown } from './outcomes.ts';
import { readScene, viewRequest } from './viewRequest.ts';

type SubmitPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'people' | 'preflight' | 'reach' | 'settings'>;

/**
 * `request.submit`: one form makes one request for each app it names, however often it is sent. Several are made together
 * or not at all; afterwards each goes its own way.
 */
export const requestAccess =
  (ports: SubmitPorts): Desk['requestAccess'] =>
  async (actor, input) => {
    const { store, clock, directory } = ports;
    const [earlier, draft, apps, looks] = await Promise.all([
      store.read.requestByDraft(input.draftId),
      store.read.draft(input.draftId),
      store.read.sharedApps(),
      store.preflight.looksLeft(actor.id, 'stopped', clock.now()),
    ]);
    if (earlier !== undefined) return earlier.requestedBy === actor.id ? showSubmitted(ports, actor, earlier.id) : nameRefusal(store.read, refuse('wrong-chat'));
    const barredDraft = checkDraft(draft, 'invite', actor);
    if (barredDraft !== undefined) return nameRefusal(store.read, barredDraft);
    if (looks.kind === 'none-left') return nameRefusal(store.read, refuse('too-many-looks', [], { at: looks.freeAt.toISOString() }));

    const offers = findOffers(offersOf(apps), input.app) ?? [];
    const about = readAbout(directory, input, offers[0]?.app);
    const started = (offers.length === 0 ? [undefined] : offers).map((offer) => {
      const live = readAskedOf(directory, actor.id, offer?.app);
      return { app: offer?.app, live, flight: startPreflight(ports, actor, input, offer?.app, { live, about }) };
    });
    const readings = await Promise.all(started.map(({ app, live, flight }) => Promise.all([live, about]).catch((error: unknown) => whenUnreadable(ports, actor, input, app, flight, error))));
    const lives: StageRights[] = [];
    for (const [live, answer] of readings) {
      if (live === null) return answer;
      lives.push(live);
    }
    const known = await about;
    const met = metNames([...lives.flatMap(({ standings }) => [...standings.values()]), ...(known.sponsor.kind === 'found' ? [known.sponsor.person] : [])], actor);
    const barred = barActor(ports, actor, lives[0]?.standings ?? new Map());
    if (barred !== undefined) return nameRefusal(store.read, barred, met);

    const read = readInputs(input, actor, clock.now(), offers, known);
    if ('problems' in read) {
      const sponsor = known.sponsor.kind === 'found' ? known.sponsor.person : null;
      return formAgain(input, read.problems, { apps: await toAppChoices(store.read, apps), appIds: offers.map(({ id }) => id), sponsor, locale: actor.locale });
    }
    const bundleId = offers.length > 1 ? ports.ids.next() : null;
    const asked: Asked[] = [];
    for (const [index, offer] of offers.entries()) {
      const live = lives[index];
      if (live === undefined) throw new DeskError('bug', { code: 'desk/offer-unread' });
      const { app } = offer;
      const open = await store.read.openRequestsFor(app.id, read.invitee.email);
      const ask: Ask = { ...read, id: ports.ids.next(), draftId: index === 0 ? input.draftId : `${input.draftId}/${index}`, role: offer.role, bundleId };
      const against = refuseTaken(open, offer.role) ?? (await refuseMember(directory, app, known.user)) ?? refuseTooMany(await store.read.waitingCount(actor.id, app.id), ports.settings.mostWaiting);
      const submitted = against ?? (await submitWith(directory, ask, app, live));
      if (submitted.kind === 'refused') {
        const allows = (standing: Standing): boolean => submitRequest(ask, app, { ...live, standings: new Map([...live.standings, [actor.id, standing]]) }).kind !== 'refused';
        return offerActivation(ports, await nameRefusal(store.read, ofPart(submitted, offers, offer), met), { standing: live.standings.get(actor.id), allows, again: askAgain(input) });
      }
      const flown = await started[index]?.flight;
      if (flown?.report.verdict === 'blocked') return stopRequest(ports, actor, input, flown, { app, email: read.invitee.email, owners: live.owners, standings: live.standings });
      asked.push({ submitted, flown });
    }

    if (asked.some(({ submitted }) => submitted.needsSignIn)) await ports.people.ensureSignedIn(actor.id);
    const written = await writeSubmitted(ports, actor, input, asked, met);
    return typeof written === 'string' ? showSubmitted(ports, actor, written) : nameRefusal(store.read, written, met);
  };

/** One app's request as it will be written, with what preflight saw. */
type Asked = { readonly submitted: Submitted; readonly flown: Flown | undefined };

/** The same form once more. */
const askAgain = ({ draftId, email, name, app, sponsor, until, reason, language }: SubmitInput): PressAgain => ({ verb: 'request.submit', draftId, typed: { email, name, app, sponsor, until, reason, language } });

/** Of several apps, which one the rule is about: nothing was asked for the others either. */
const ofPart = (refusal: Refusal, offers: readonly Offer[], { name }: Offer): Refusal => (offers.length > 1 ? { ...refusal, facts: { ...refusal.facts, part: name } } : refusal);

type About = { readonly verifiedDomains: readonly string[]; readonly user: DirectoryUser | undefined; readonly sponsor: FoundPerson };

/** Where the rule finds nobody who can decide, somebody is asked to choose; the administrators are looked up only then. */
const submitWith = async (directory: Directory, ask: Ask, app: SharedApp, live: StageRights): Promise<Submitted | Refusal> => {
  const submitted = submitRequest(ask, app, live);
  if (submitted.kind !== 'refused' || submitted.rule !== 'nobody-decides') return submitted;
  const administrators = await directory.administrators();
  const standings = new Map([...live.standings, ...(await directory.standings(administrators))]);
  return submitRequest(ask, app, { ...live, administrators, standings });
};

const readAbout = async (directory: Directory, input: SubmitInput, app: SharedApp | undefined): Promise<About> => {
  const email = readWrittenAddress(input.email)?.address;
  const sponsorText = input.sponsor.trim() === '' ? app?.defaultSponsorId : input.sponsor;
  const [verifiedDomains, user, sponsor] = await Promise.all([
    directory.verifiedDomains(),
    email === undefined ? undefined : directory.findUserByEmail(email),
    sponsorText === undefined ? ({ kind: 'problem', problem: problem('missing') } as const) : findSponsor(directory, sponsorText),
  ]);
  return { verifiedDomains, user, sponsor };
};

type Reading = { readonly live: Promise<StageRights>; readonly about: Promise<About> };

/** Looks at what else could be in the way while rights and address are being read; undefined where there is nothing to look at yet. */
const startPreflight = (ports: SubmitPorts, actor: Actor, input: SubmitInput, app: SharedApp | undefined, { live, about }: Reading): Promise<Flown | undefined> => {
  const email = parseEmailAddress(input.email);
  if (email === undefined || app === undefined) return Promise.resolve(undefined);
  const { clock } = ports;
  const flight = runPreflight(ports, {
    email,
    app,
    requesterId: actor.id,
    rights: readFact(clock, () => live),
    verifiedDomains: readFact(clock, async () => (await about).verifiedDomains),
    holder: readFact(clock, async () => (await about).user ?? null),
    sponsor: readFact(clock, async () => sponsorIn(await about)),
  });
  // Awaited only where nothing else decides; until then a failure of it is nobody's.
  flight.catch(() => undefined);
  return flight;
};

const sponsorIn = ({ sponsor }: About): Standing | null => (sponsor.kind === 'found' ? sponsor.person : null);

/** Rights that cannot be read because app or group are gone are an obstacle like others; what else failed, stays a failure. */
const whenUnreadable = async (ports: SubmitPorts, actor: Actor, input: SubmitInput, app: SharedApp | undefined, flight: Promise<Flown | undefined>, error: unknown): Promise<[null, Checked | Refused]> => {
  const email = parseEmailAddress(input.email);
  const flown = isDeskError(error, 'not-found') ? await flight : undefined;
  if (app === undefined || email === undefined || flown?.report.verdict !== 'blocked') throw error;
  const standings = await ports.directory.standings([actor.id]);
  const barred = barActor(ports, actor, standings);
  return [null, barred === undefined ? await stopRequest(ports, actor, input, flown, { app, email, owners: [], standings }) : await nameRefusal(ports.store.read, barred)];
};

const readInputs = (
  input: SubmitInput,
  actor: Actor,
  now: Date,
  offers: readonly Offer[],
  { verifiedDomains, user, sponsor }: About,
): Omit<Ask, 'id' | 'draftId' | 'role' | 'bundleId'> | { readonly problems: Readonly<Record<string, Problem>> } => {
  const problems: Record<string, Problem> = {};
  const take = <Value>(name: string, read: Read<Value>): Value | undefined => {
    if ('value' in read) return read.value;
    problems[name] = read.problem;
    return undefined;
  };
  const timeZone = readTimeZone(actor.timeZone);
  const isColleague = user?.userType === 'member';
  const email = take('email', isColleague ? { problem: problem('internal-address') } : readEmail(input.email, verifiedDomains));
  const name = take('name', readName(input.name));
  if (offers.length === 0) problems.app = problem(input.app.trim() === '' ? 'missing' : 'app-unknown');
  const sponsorId = take('sponsor', sponsor.kind === 'found' ? { value: sponsor.person.id } : { problem: sponsor.problem });
  const until = take('until', readOneDay(input.until, input.untilOther, (day) => readUntil(day, now, timeZone, Math.min(...offers.map(({ app }) => app.longestStayDays), Infinity))));
  const reason = take('reason', readReason(input.reason));
  const language = take('language', readLanguage(input.language, actor.locale));
  if (offers.length === 0 || email === undefined || name === undefined || sponsorId === undefined || until === undefined || reason === undefined || language === undefined) {
    return { problems };
  }
  return { by: actor.id, at: now, invitee: { email, name, language }, sponsorId, until, timeZone, reason };
};

/** Asked for already, or there: for this app, and this role of it. */
const refuseTaken = (rows: readonly RequestRow[], role: AppRole | null): Refusal | undefined => {
  const open = rows.filter(({ request }) => (request.role?.appRoleId ?? null) === (role?.appRoleId ?? null));
  const first = open[0];
  if (first === undefined) return undefined;
  return refuse(open.some(({ invitation }) => invitation?.access === 'granted') ? 'already-has-access' : 'already-asked', [first.request.requestedBy]);
};

/** A guest whom somebody added to the access group without Guest Desk. */
const refuseMember = async (directory: Directory, app: SharedApp, user: DirectoryUser | undefined): Promise<Refusal | undefined> =>
  user !== undefined && (await directory.isGroupMember(app.accessGroupId, user.id)) ? refuse('already-has-access') : undefined;

/** @returns the id of the first request that the form made, now or before; a refusal where somebody asked for the same at this moment */
const writeSubmitted = async ({ store }: SubmitPorts, actor: Actor, input: SubmitInput, asked: readonly Asked[], met: ReadonlyMap<string, string>): Promise<string | Refusal> => {
  const first = asked[0]?.submitted.request;
  if (first === undefined) throw new DeskError('bug', { code: 'desk/nothing-asked' });
  const made = await store.transaction(async (tx) => {
    // In one order for everybody, so that two who ask for the same apps do not wait for each other.
    for (const { request } of asked.map(({ submitted }) => submitted).toSorted((a, b) => a.request.appId.localeCompare(b.request.appId, 'en'))) {
      const taken = refuseTaken((await tx.lockOpenRequestsFor(request.appId, request.invitee.email)).filter((row) => row.request.draftId !== request.draftId), request.role);
      if (taken !== undefined) return taken;
    }
    for (const { submitted: { request, invitation }, flown } of asked) {
      if ((await tx.insertRequest(request)) === 'draft-used') return 'draft-used';
      if (invitation !== null) await tx.insertInvitation(invitation);
      if (flown !== undefined) await tx.keepPreflight(request.id, flown);
    }
    if (input.at !== null) await tx.savePostedCard({ ...input.at, requestId: first.id, to: actor.id, purpose: 'status' });
    await tx.rememberNames(met);
    const own: Job[] = input.at === null ? [{ name: 'card.post', requestId: first.id, to: actor.id, purpose: 'status' }] : [];
    await tx.commitWith(asked.flatMap(({ submitted }) => submitted.events), [...asked.flatMap(({ submitted }) => jobsOf(submitted)), ...own]);
    return 'inserted';
  });
  if (made === 'inserted') return first.id;
  if (made !== 'draft-used') return made;
  const earlier = await store.read.requestByDraft(input.draftId);
  if (earlier === undefined) throw new DeskError('bug', { code: 'desk/draft-used-by-nobody' });
  return earlier.id;
};

const jobsOf = ({ request, invitation, finishers }: Submitted): readonly Job[] => {
  const ask = (people: readonly string[], purpose: 'decide' | 'succession'): Job[] => people.map((to) => ({ name: 'card.post', requestId: request.id, to, purpose }));
  if (invitation === null) return [...ask(request.deciders, 'decide'), ...ask(request.approval.succession?.choosers ?? [], 'succession')];
  if (finishers.length === 0) return [{ name: 'invitation.send', requestId: request.id }];
  return finishers.map((to) => ({ name: 'card.post', requestId: request.id, to, purpose: 'finish' }));
};

/** The request that a form made, as its requester sees it. */
export const showSubmitted = async ({ store }: Pick<SubmitPorts, 'store'>, actor: Actor, requestId: string): Promise<Shown> => {
  const scene = (await readScene(store.read, await store.read.request(requestId))) ?? gone();
  return { kind: 'shown', view: viewRequest(scene, actor.id, 'status') };
};
