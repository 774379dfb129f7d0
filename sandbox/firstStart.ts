import { type Channel } from './channel/channel.ts';
import { type Shown } from './client/teamsClient.ts';
import { findAction } from './client/card.ts';
import { type Foundations } from './foundations.ts';
import { people } from './seed.ts';

const answersWithinMs = 15_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Long enough for "until" any day of the coming year. */
const longestStayDays = '365';

/** Everybody who has the app gets it installed: the bot hears it as Teams tells it. */
export async function installForEverybody({ tenant }: Pick<Foundations, 'tenant'>, { client }: Channel): Promise<void> {
  await Promise.all(tenant.users.filter(({ hasApp }) => hasApp).map(({ id }) => client.installed(id, 'add')));
}

/** The owner adds the app to the shared chats. */
export async function installInSharedChats({ client, sharedChats }: Channel): Promise<void> {
  for (const chat of sharedChats.all().filter(({ hasBot }) => !hasBot)) {
    sharedChats.setBot(chat, true);
    await client.installed(people.owner.oid, 'add', chat);
  }
}

const shareForm = (messages: Shown[]): Shown | undefined => messages.findLast(({ card }) => card && findAction(card, 'app.share') !== undefined);

/**
 * Plays the owner's `share Imaging` in her chat: says it, fills in the form, presses. Everything is real chat.
 * @throws Error in words when the bot does not answer as it should
 */
export async function shareImaging({ client }: Channel): Promise<void> {
  const owner = people.owner.oid;
  const { status } = await client.say(owner, 'share Imaging');
  if (status < 200 || status > 299) throw new Error(`the bot answered "share Imaging" with HTTP ${status}`);
  const limit = performance.now() + answersWithinMs;
  let form = shareForm(client.shown(owner));
  while (!form) {
    if (performance.now() > limit) throw new Error('the bot sent no form after "share Imaging"');
    await pause(50);
    form = shareForm(client.shown(owner));
  }
  const inputs = {
    approvers: [people.approver.oid, people.approver2.oid].join(','),
    sponsor: people.sponsor.oid,
    longestStay: longestStayDays,
    ownerInvites: 'false',
  };
  const outcome = await client.press(owner, { messageId: form.id, verb: 'app.share', inputs });
  if (!('pressId' in outcome)) throw new Error(outcome.message);
  if (outcome.kind === 'error') throw new Error(outcome.text);
  if (outcome.kind === 'signIn') throw new Error('the bot asked the owner to sign in');
  const left = outcome.kind === 'card' && findAction(outcome.card, 'app.share') !== undefined;
  if (left) throw new Error('the form came back instead of the shared app');
}
