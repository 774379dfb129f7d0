import { verbsOf } from '../support/cardText.ts';
import { castOf, type Cast } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { startKillableSandbox, type KillableSandbox, type KillPoint, killPoints } from '../support/kills.ts';
import { aGuest, ownerAsks } from '../support/stories.ts';

/**
 * The bot is killed hard at eight points of the effect, twice each (`CAMPAIGN=full`: five times). Whatever the point:
 * one mail, nobody lost, everything settled or on a task card within a minute (row 45 of the threat table, goal R1).
 */
const rounds = process.env['CAMPAIGN'] === 'full' ? 5 : 2;
const settleMs = 60_000;

let desk: KillableSandbox;
let cast: Cast;
beforeAll(async () => {
  desk = await startKillableSandbox();
  cast = castOf(desk.sandbox);
}, 90_000);
afterAll(() => desk?.stop());

type Killed = { point: KillPoint; email: string; at: number; settledAfter: number | undefined };
const killed: Killed[] = [];

/** In the group, or on a task card that a person can press. */
const settle = async (): Promise<void> => {
  const open = killed.filter((one) => one.settledAfter === undefined);
  if (open.length === 0) return;
  const state = await desk.sandbox.state();
  const members = new Set(state.groups.find((group) => group.name === 'Imaging guests')?.members);
  for (const one of open) {
    const guest = state.guests.find((candidate) => candidate.mail === one.email);
    if (guest && members.has(guest.id)) one.settledAfter = performance.now() - one.at;
  }
};

it.each(killPoints)('killed %s', async (point) => {
  for (let round = 0; round < rounds; round += 1) {
    const email = aGuest();
    await eventually(() => ownerAsks(cast, email), 20_000);
    await desk.killAt(point, email, async () => {
      await eventually(() => cast.approver.press('request.approve', {}, email).catch((error: unknown) => {
        // The bot may die while it answers; the decision was then taken or not, and the next rounds show which.
        if (!desk.hasFired()) throw error;
      }), 20_000);
    });
    killed.push({ point, email, at: performance.now(), settledAfter: undefined });
    // A decision that died before it was taken still waits on its card: pressing again is what a person does.
    const { message, card } = await cast.approver.card(email);
    if (verbsOf(card).includes('request.approve')) await cast.approver.pressOn(message, 'request.approve');
    await settle();
  }
  // Deaths in a row, then peace: a process that dies every few seconds for minutes recovers nothing meanwhile.
  await eventually(async () => {
    await settle();
    expect(killed.filter((one) => one.settledAfter === undefined).map((one) => one.point)).toEqual([]);
  }, settleMs);
}, 240_000);

it('every point was reached, every time', () => {
  expect(desk.fired()).toEqual(Object.fromEntries(killPoints.map((point) => [point, rounds])));
});

it('nobody was invited twice, and everybody was settled within a minute', async () => {
  await eventually(async () => {
    await settle();
    expect(killed.filter((one) => one.settledAfter === undefined).map((one) => `${one.point} ${one.email}`)).toEqual([]);
  }, settleMs);
  const late = killed.filter((one) => (one.settledAfter ?? Infinity) > settleMs);
  expect(late.map((one) => `${one.point}: ${Math.round((one.settledAfter ?? 0) / 1000)} s`)).toEqual([]);
  const mails = await Promise.all(killed.map(async (one) => [one.point, (await desk.sandbox.mails(one.email)).length] as const));
  expect(mails.filter(([, count]) => count !== 1)).toEqual([]);
  const slowest = Math.max(...killed.map((one) => one.settledAfter ?? 0));
  console.log(`kills: ${killed.length}, all settled, slowest ${(slowest / 1000).toFixed(1)} s`);
}, 90_000);
