import { z } from 'zod';
import { oidOf, personKeys, userOf } from './cast.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { type Shown } from '../client/teamsClient.ts';
import { type PersonKey } from '../seed.ts';
import { route, type Route } from './route.ts';

const as = z.enum(personKeys);

const sayBody = z.strictObject({ as, text: z.string().min(1).max(28_000) });
const pressBody = z.strictObject({
  as,
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

/** Messages as the API shows them: the sender is `bot` or the person's key. */
const asSeen = (key: string, messages: Shown[]): unknown[] => messages.map((message) => ({ ...message, from: message.from === 'bot' ? 'bot' : key }));

async function say(world: ControlWorld, { as: key, text }: z.infer<typeof sayBody>): Promise<unknown> {
  const { messageId, status } = await world.channel.client.say(chatter(world, key), text);
  if (status < 200 || status > 299) {
    throw new ControlError(502, 'botRefused', status === 0 ? 'The bot could not be reached.' : `The bot answered HTTP ${status}.`, { messageId });
  }
  return { messageId, status };
}

async function press(world: ControlWorld, { as: key, ...asked }: z.infer<typeof pressBody>): Promise<unknown> {
  const outcome = await world.channel.client.press(chatter(world, key), asked);
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
      answer: async ({ channel, ready }, { query }) => {
        const look = query.get('peek') === null && ready();
        return { as: key, messages: asSeen(key, look ? await channel.client.view(oidOf(key)) : channel.client.shown(oidOf(key))) };
      },
    }),
  ),
];
