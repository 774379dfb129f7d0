import { z } from 'zod';
import { nameOf, oidOf, personKeys, userOf } from './cast.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { type Shown } from '../client/teamsClient.ts';
import { type PersonKey } from '../seed.ts';
import { route, type Route } from './route.ts';

const as = z.enum(personKeys);
/** Key of a shared chat; absent: the person's own chat. */
export const chat = z.string().max(40).optional();

const sayBody = z.strictObject({ as, chat, text: z.string().min(1).max(28_000), mention: z.boolean().optional() });
const pressBody = z.strictObject({
  as,
  chat,
  messageId: z.string().min(1),
  verb: z.string().min(1),
  inputs: z.record(z.string(), z.string()).default({}),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** Object id of a person who can use the app. @throws ControlError 409 for everybody else */
export function chatter(world: ControlWorld, key: PersonKey): string {
  const user = userOf(world.tenant, key);
  if (!user.hasApp) throw new ControlError(409, 'noApp', `${user.displayName} does not have the app.`);
  return user.id;
}

/** Who speaks: in a shared chat also people who have not added the app for themselves. */
export function speaker(world: ControlWorld, key: PersonKey, where: string | undefined): string {
  const oid = where === undefined ? chatter(world, key) : userOf(world.tenant, key).id;
  checkChat(world, oid, where);
  return oid;
}

/** Messages as the API shows them: the sender is `bot` or a person's key. */
const asSeen = (key: string, messages: Shown[]): unknown[] =>
  messages.map(({ by, ...message }) => ({ ...message, from: message.from === 'bot' ? 'bot' : by === undefined ? key : nameOf(by) }));

/** @throws ControlError 404 where there is no such chat, 403 where the person is not in it */
export function checkChat({ channel }: ControlWorld, oid: string, key: string | undefined): void {
  if (key === undefined) return;
  const shared = channel.sharedChats.byKey(key);
  if (!shared) throw new ControlError(404, 'noSuchChat', `There is no chat ${key}.`);
  if (!shared.members.includes(oid)) throw new ControlError(403, 'notInChat', 'This person is not in the chat.');
}

async function say(world: ControlWorld, { as: key, chat: where, text, mention }: z.infer<typeof sayBody>): Promise<unknown> {
  const oid = speaker(world, key, where);
  const { messageId, status } = await world.channel.client.say(oid, text, { chat: where, mention });
  if (status < 200 || status > 299) {
    throw new ControlError(502, 'botRefused', status === 0 ? 'The bot could not be reached.' : `The bot answered HTTP ${status}.`, { messageId });
  }
  return { messageId, status };
}

async function press(world: ControlWorld, { as: key, ...asked }: z.infer<typeof pressBody>): Promise<unknown> {
  const outcome = await world.channel.client.press(speaker(world, key, asked.chat), asked);
  if ('pressId' in outcome) return outcome;
  const more: Record<string, string> = 'input' in outcome ? { input: outcome.input } : {};
  throw new ControlError(outcome.code === 'noSuchMessage' ? 404 : 400, outcome.code, outcome.message, more);
}

async function signIn(world: ControlWorld, key: PersonKey): Promise<unknown> {
  const { client, tokens } = world.channel;
  const link = client.signInLink(chatter(world, key));
  if (link === undefined) throw new ControlError(409, 'nothingWaits', 'No sign-in waits for this person.');
  return { continued: await client.signedIn(oidOf(key), await tokens.signInByLink(link)) };
}

/** What people do in their chats. */
export const chatRoutes: Route[] = [
  route({ method: 'POST', path: 'say', body: sayBody, answer: (world, { body }) => say(world, body) }),
  route({ method: 'POST', path: 'press', body: pressBody, answer: (world, { body }) => press(world, body) }),
  route({ method: 'POST', path: 'signin', body: z.strictObject({ as }), answer: (world, { body }) => signIn(world, body.as) }),
  ...personKeys.map((key) =>
    route({
      method: 'GET',
      path: `chats/${key}`,
      whileStarting: true,
      answer: async (world, { query }) => {
        const { client } = world.channel;
        const where = query.get('chat') ?? undefined;
        checkChat(world, oidOf(key), where);
        const look = query.get('peek') === null && world.ready();
        return { as: key, messages: asSeen(key, look ? await client.view(oidOf(key), where) : client.shown(oidOf(key), where)) };
      },
    }),
  ),
];
