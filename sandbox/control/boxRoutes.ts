import { z } from 'zod';
import { durationMs } from '../clock.ts';
import { faultSchema } from '../faults.ts';
import { identityProviders } from '../mail/redemption.ts';
import { findPeople } from './cast.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { route, type Route } from './route.ts';
import { worldState } from './worldState.ts';

const redeemBody = z.strictObject({ email: z.string().min(3), identityProvider: z.enum(identityProviders).optional() });
const clockBody = z.strictObject({ advance: z.string() });
const faultsBody = z.union([faultSchema, z.array(faultSchema)]);
const botsBody = z.strictObject({
  op: z.enum(['kill', 'stop', 'restart']),
  index: z.int().nonnegative().default(0),
  signal: z.enum(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGSTOP', 'SIGCONT']).default('SIGKILL'),
});

const clockFace = ({ clock }: ControlWorld): unknown => ({ now: clock.now().toISOString(), offsetMs: clock.offsetMs });
const faultList = ({ faults }: ControlWorld): unknown => ({ faults: faults.pending() });

function mails({ directory }: ControlWorld, to: string | null): unknown {
  const found = directory.mails(to ?? undefined);
  return { mails: found.map(({ id, at, to: address, subject, body, redeemUrl }) => ({ id, at, to: address, subject, body, redeemUrl })) };
}

function journal({ journal: kept, tenant }: ControlWorld, since: string | null): unknown {
  if (since !== null && Number.isNaN(Date.parse(since))) throw new ControlError(400, 'badSince', 'since is an ISO time.');
  const names = new Map(tenant.users.map((user) => [user.id, user.displayName]));
  const entries = kept.since(since ?? undefined);
  return { entries: entries.map((entry) => ({ ...entry, who: entry.onBehalfOf === null ? null : (names.get(entry.onBehalfOf) ?? null) })) };
}

function redeem({ directory }: ControlWorld, asked: z.infer<typeof redeemBody>): unknown {
  const redeemed = directory.redeem(asked);
  if (redeemed.kind !== 'refused') return redeemed;
  throw new ControlError(redeemed.because === 'noInvitation' ? 404 : 409, redeemed.because, redeemed.message);
}

async function advance(world: ControlWorld, duration: string): Promise<unknown> {
  try {
    durationMs(duration);
  } catch (error) {
    throw new ControlError(400, 'badDuration', Error.isError(error) ? error.message : 'Not a duration.');
  }
  await world.advance(duration);
  return clockFace(world);
}

async function bots(world: ControlWorld, { op, index, signal }: z.infer<typeof botsBody>): Promise<unknown> {
  const bot = world.bots()[index];
  if (!bot) throw new ControlError(404, 'noSuchBot', `There is no bot ${index}.`);
  if (op === 'kill') bot.kill(signal);
  else await bot.stop();
  if (op === 'restart') bot.start();
  return { bots: world.bots().map((each) => each.status()) };
}

/** The box around the chats: state, mail, journal, faults, clock, reset, bots. */
export const boxRoutes: Route[] = [
  route({ method: 'GET', path: 'state', whileStarting: true, answer: (world) => worldState(world) }),
  route({ method: 'GET', path: 'people', whileStarting: true, answer: ({ tenant }, { query }) => ({ people: findPeople(tenant, query.get('query') ?? '') }) }),
  route({ method: 'GET', path: 'mail', whileStarting: true, answer: (world, { query }) => mails(world, query.get('to')) }),
  route({ method: 'POST', path: 'redeem', body: redeemBody, answer: (world, { body }) => redeem(world, body) }),
  route({ method: 'GET', path: 'journal', whileStarting: true, answer: (world, { query }) => journal(world, query.get('since')) }),
  route({ method: 'GET', path: 'webhooks', answer: ({ channel }) => ({ calls: channel.webhooks() }) }),
  route({ method: 'GET', path: 'faults', whileStarting: true, answer: faultList }),
  route({
    method: 'POST',
    path: 'faults',
    body: faultsBody,
    answer: (world, { body }) => {
      world.faults.add(body);
      return faultList(world);
    },
  }),
  route({
    method: 'DELETE',
    path: 'faults',
    answer: (world) => {
      world.faults.clear();
      return faultList(world);
    },
  }),
  route({ method: 'GET', path: 'clock', whileStarting: true, answer: clockFace }),
  route({ method: 'POST', path: 'clock', body: clockBody, answer: (world, { body }) => advance(world, body.advance) }),
  route({
    method: 'POST',
    path: 'reset',
    body: z.union([z.undefined(), z.strictObject({})]),
    answer: async (world) => {
      await world.reset();
      return { ready: world.ready() };
    },
  }),
  route({ method: 'POST', path: 'bots', body: botsBody, answer: (world, { body }) => bots(world, body) }),
];
