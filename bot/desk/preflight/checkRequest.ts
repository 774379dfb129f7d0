import { findOffers, offersOf } from '../../core/offers.ts';
import { readWrittenAddress } from '../../core/emailAddress.ts';
import { problem, type Problem, refuse } from '../../core/refusal.ts';
import { formAgain } from '../fillForm.ts';
import { toAppChoices } from '../listSharedApps.ts';
import { checkDraft } from '../checkDraft.ts';
import { findPerson } from '../findPerson.ts';
import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { readAskedOf } from './askedOf.ts';
import { type PreflightDesk } from './preflightUseCases.ts';
import { readFact } from './readFact.ts';
import { runPreflight } from './runPreflight.ts';
import { tellChecked } from './tellChecked.ts';

type CheckPorts = Pick<Ports, 'store' | 'clock' | 'directory' | 'preflight' | 'reach' | 'settings'>;

/** `request.check`: every obstacle that can be seen, before anything is asked of anybody. */
export const checkRequest =
  (ports: CheckPorts): PreflightDesk['checkRequest'] =>
  async (actor, { draftId, ...typed }) => {
    const { store, clock, directory } = ports;
    const [standings, draft, apps] = await Promise.all([directory.standings([actor.id]), draftId === null ? null : store.read.draft(draftId), store.read.sharedApps()]);
    const refusal = barActor(ports, actor, standings) ?? (apps.length === 0 ? refuse('no-shared-apps') : undefined) ?? (draft === null ? undefined : checkDraft(draft, 'invite', actor));
    if (refusal !== undefined) return nameRefusal(store.read, refusal);

    const email = readWrittenAddress(typed.email)?.address;
    const all = offersOf(apps);
    const offers = (typed.app.trim() === '' && all.length === 1 ? all : findOffers(all, typed.app)) ?? [];
    // Of several apps the first: what is in the way of the address is in the way of all of them.
    const app = offers[0]?.app;
    if (email === undefined || app === undefined) {
      const problems = { ...emailProblem(typed.email, email), ...(app === undefined && { app: problem(typed.app.trim() === '' ? 'missing' : 'app-unknown') }) };
      if (draftId === null) return { kind: 'problems', problems };
      return formAgain({ ...typed, draftId }, problems, { apps: await toAppChoices(store.read, apps), appIds: offers.map(({ id }) => id), sponsor: null, locale: actor.locale });
    }

    const now = clock.now();
    const spent = await store.preflight.spendLook(actor.id, 'check', now);
    if (spent.kind === 'none-left') return nameRefusal(store.read, refuse('too-many-looks', [], { at: spent.freeAt.toISOString() }));

    const rights = readFact(clock, () => readAskedOf(directory, actor.id, app));
    const { report } = await runPreflight(ports, {
      email,
      app,
      requesterId: actor.id,
      rights,
      verifiedDomains: readFact(clock, () => directory.verifiedDomains()),
      holder: readFact(clock, async () => (await directory.findUserByEmail(email)) ?? null),
      sponsor: readFact(clock, async () => (await findPerson(directory, typed.sponsor.trim() === '' ? app.defaultSponsorId : typed.sponsor)) ?? null),
    });
    const live = await rights;
    return tellChecked(store.read, standings.get(actor.id), {
      report,
      app,
      email,
      ownerIds: live.kind === 'known' ? live.value.owners : [],
      met: live.kind === 'known' ? live.value.standings : new Map(),
      draftId,
      typed: { ...typed, email, app: offers.map(({ id }) => id).join(',') },
      wasStopped: false,
    });
  };

const emailProblem = (text: string, email: string | undefined): Record<string, Problem> =>
  email === undefined ? { email: problem(text.trim() === '' ? 'missing' : 'address-unusable') } : {};
