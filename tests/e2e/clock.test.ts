import { castOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { aGuest, mailArrives, membershipBecomes, ownerAsksApproverApproves } from '../support/stories.ts';

const day = 86_400_000;
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox?.stop());

it('two days on, tenant, bot and jobs agree on the time, and the main job still runs', async () => {
  const before = Date.now();
  const { now, offsetMs } = await sandbox.advance('P2D');
  expect(offsetMs).toBe(2 * day);
  expect(Date.parse(now) - before).toBeGreaterThanOrEqual(2 * day);
  const email = aGuest();
  await ownerAsksApproverApproves(castOf(sandbox), email);
  await mailArrives(sandbox, email, 30_000);
  await membershipBecomes(sandbox, email, 'in', 30_000);
  const invitation = (await sandbox.journal()).find((entry) => entry.method === 'POST' && entry.path === '/v1.0/invitations');
  expect(Date.parse(invitation?.at ?? '') - before).toBeGreaterThanOrEqual(2 * day);
  const lastWord = sandbox.logs().split('\n').filter((line) => line.startsWith('{"level"')).at(-1) ?? '{}';
  expect(Date.parse((JSON.parse(lastWord) as { time: string }).time) - before).toBeGreaterThanOrEqual(2 * day);
}, 90_000);

it('a bot that is killed comes back into the moved time', async () => {
  const [before] = (await sandbox.state()).bots;
  await sandbox.bots('kill');
  await eventually(async () => {
    const [bot] = (await sandbox.state()).bots;
    if (bot?.up !== true || bot.pid === before?.pid) throw new Error('the bot is not back yet');
  }, 40_000);
  await castOf(sandbox).sponsor.say('help');
  const { clock } = await sandbox.state();
  expect(clock.offsetMs).toBe(2 * day);
}, 90_000);
