import { cast } from '../../support/fakes/tenant.ts';
import { makeDesk, type TestDesk } from '../../support/makeDesk.ts';
import { Death } from '../../support/fakes/troubled.ts';

/**
 * Row 42 and 44 of the threat table: whatever becomes of notifications – lost, doubled, reordered, late, a subscription
 * that ran out, a week without us, a process that dies anywhere – every redemption is recorded once and told.
 * CAMPAIGN=full runs 5,000 streams.
 */
const streams = process.env['CAMPAIGN'] === 'full' ? 5_000 : 500;
const guests = ['cleo@clinic.example', 'nils@praxis.example', 'vera@freemail.example'] as const;

/** A reproducible source of chance (mulberry32). */
const chanceOf = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (limit: number): number => Math.floor(next() * limit), of: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]! };
};

const invitedAll = async (): Promise<{ kit: TestDesk; ids: string[] }> => {
  const kit = makeDesk({ sharedApp: { ownerInvitesDirectly: true } });
  kit.tenant.change(cast.ada, { roleIds: kit.tenant.accounts.get(cast.boris)?.roleIds ?? [] });
  for (const email of guests) await kit.ask('ada', { email, name: email.split('@')[0] ?? '' });
  await kit.runJobs();
  const ids = [...kit.store.rows().invitations.values()].map(({ guestId }) => guestId ?? '');
  expect(ids.filter((id) => id !== '')).toHaveLength(guests.length);
  return { kit, ids };
};

type Hint = { userId: string; noticedAt: string };

const runStream = async (seed: number): Promise<{ mayHaveDied: boolean; kit: TestDesk }> => {
  const chance = chanceOf(seed);
  const { kit, ids } = await invitedAll();
  const waiting: Hint[] = [];
  const left = [...guests];
  let mayHaveDied = false;
  /** A deed of the worker; a process that dies comes back and has lost its jobs. */
  const live = async (deed: () => Promise<unknown>): Promise<void> => {
    try {
      await deed();
      await kit.runJobs();
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      kit.trouble.revive();
      kit.clock.pass(16);
      if (chance.next() < 0.5) kit.store.takeJobs();
      await kit.work.resumeUnsettled();
      await kit.runJobs();
    }
  };
  const notify = (userId: string): void => {
    const hint = { userId, noticedAt: kit.clock.now().toISOString() };
    const fate = chance.next();
    if (fate < 0.3) return; // lost
    waiting.push(hint);
    if (fate > 0.7) waiting.splice(chance.below(waiting.length + 1), 0, hint, hint); // doubled, and before others
  };
  const deeds: readonly (() => Promise<void>)[] = [
    async () => {
      const email = left.splice(chance.below(left.length), 1)[0];
      if (email !== undefined) notify(kit.tenant.redeem(email));
    },
    async () => notify(chance.of(ids)), // something else about the user changed
    async () => {
      const hint = waiting.splice(chance.below(waiting.length), 1)[0];
      if (hint !== undefined) await live(() => kit.work.recordRedemption(hint));
    },
    async () => live(() => kit.work.sweepRedemptions()),
    async () => live(() => kit.work.sendReminders()),
    async () => kit.clock.pass(chance.below(86_400)),
    async () => {
      kit.clock.pass(7 * 86_400); // nobody was there; Graph gives up after four hours
      waiting.splice(0);
      kit.tenant.facts.deltaIsGone = chance.next() < 0.5;
    },
    async () => {
      mayHaveDied = true;
      kit.trouble.dieAt(1 + chance.below(25), chance.of(['before', 'after']));
    },
  ];
  const length = 10 + chance.below(20);
  for (let step = 0; step < length; step += 1) await chance.of(deeds)();
  // Peace: everybody has redeemed, the process lives, one sweep runs to its end.
  for (const email of left.splice(0)) kit.tenant.redeem(email);
  kit.trouble.revive();
  kit.clock.pass(60);
  await kit.work.sweepRedemptions();
  kit.tenant.facts.deltaIsGone = false;
  await kit.work.sweepRedemptions();
  await kit.work.resumeUnsettled();
  await kit.runJobs();
  return { mayHaveDied, kit };
};

it(`records every redemption once and tells it, in ${String(streams)} random streams`, async () => {
  let deaths = 0;
  for (let seed = 1; seed <= streams; seed += 1) {
    const { mayHaveDied, kit } = await runStream(seed);
    if (mayHaveDied) deaths += 1;
    for (const [id, { state }] of kit.store.rows().invitations) {
      const of = (name: string): number => kit.store.rows().events.filter((event) => event.subject === id && event.name === name).length;
      const cards = [...kit.posted.values()].filter(({ to, view }) => to === cast.dana && view.id === id && view.purpose === 'sponsor').length;
      expect({ seed, state, recorded: of('invitation.redeemed'), isTold: cards >= 1, isTwice: !mayHaveDied && (cards !== 1 || of('sponsor.notified') !== 1) }).toEqual({ seed, state: 'redeemed', recorded: 1, isTold: true, isTwice: false });
    }
    expect(kit.tenant.facts.mails.length).toBeLessThanOrEqual(guests.length * 4);
  }
  // Streams of both kinds: in peace nobody is told twice, and where processes die nobody is forgotten.
  expect(deaths).toBeGreaterThan(streams / 4);
  expect(deaths).toBeLessThan(streams);
}, 600_000);
