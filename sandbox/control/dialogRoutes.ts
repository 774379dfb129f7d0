import { z } from 'zod';
import { type DialogAnswer, type DialogRefusal } from '../client/dialogs.ts';
import { personKeys } from './cast.ts';
import { chat, speaker } from './chatRoutes.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { sharedChatFacts } from './worldState.ts';
import { route, type Route } from './route.ts';

const as = z.enum(personKeys);
const inputs = z.record(z.string(), z.string()).default({});
const data = z.record(z.string(), z.unknown()).optional();

const dialogBody = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('open'), as, chat, messageId: z.string().min(1), inputs, data }),
  z.strictObject({ op: z.literal('submit'), as, inputs, data }),
  z.strictObject({ op: z.literal('hand'), as, result: z.unknown() }),
  z.strictObject({ op: z.literal('invite'), as, chat, messageId: z.string().min(1).optional() }),
  z.strictObject({ op: z.literal('look'), as }),
  z.strictObject({ op: z.literal('close'), as }),
]);

const findBody = z.strictObject({ as, chat, text: z.string().max(200).default(''), skip: z.int().nonnegative().default(0) });
const choicesBody = z.strictObject({ as, chat, messageId: z.string().min(1).optional(), input: z.string().min(1).max(64), text: z.string().max(500).default(''), skip: z.int().nonnegative().default(0) });
const pasteBody = z.strictObject({ as, chat, index: z.int().nonnegative() });
const sharedChatBody = z.strictObject({ op: z.enum(['add', 'remove']), as, chat: z.string() });

/** An answer as the API gives it. @throws ControlError for what no client would send */
export function answered(answer: DialogAnswer | DialogRefusal): DialogAnswer {
  if ('kind' in answer) return answer;
  const more: Record<string, string> = 'input' in answer ? { input: answer.input } : {};
  throw new ControlError(answer.code === 'noDialog' ? 409 : 400, answer.code, answer.message, more);
}

async function dialog(world: ControlWorld, asked: z.infer<typeof dialogBody>): Promise<unknown> {
  const { client } = world.channel;
  const oid = speaker(world, asked.as, 'chat' in asked ? asked.chat : undefined);
  switch (asked.op) {
    case 'open': {
      const opened = await client.openDialog(oid, asked);
      if ('kind' in opened) return opened;
      throw new ControlError(opened.code === 'noSuchMessage' ? 404 : 400, opened.code, opened.message, 'input' in opened ? { input: opened.input } : {});
    }
    case 'submit':
      return answered(await client.submitDialog(oid, asked));
    case 'hand':
      return answered(await client.submitDialog(oid, { result: asked.result }));
    case 'invite': {
      const opened = await client.extension.invite(oid, asked);
      if (opened) return opened;
      throw new ControlError(404, 'noSuchMessage', 'There is no message with this id in the chat.');
    }
    case 'look': {
      const dialog = client.dialogs.shown(oid);
      return dialog ? { kind: 'dialog', dialog } : { kind: 'closed' };
    }
    case 'close':
      client.dialogs.close(oid);
      return { kind: 'closed' };
  }
}

/** The message extension's search, and what its results are pasted into. */
async function find(world: ControlWorld, { as: key, ...asked }: z.infer<typeof findBody>): Promise<unknown> {
  const answer = await world.channel.client.extension.find(speaker(world, key, asked.chat), asked);
  return answer.kind === 'found' ? { ...answer, rows: answer.rows.map(({ title, text }) => ({ title, text })) } : answer;
}

/** What the bot offers while somebody types into an input. */
async function choices(world: ControlWorld, { as: key, ...typed }: z.infer<typeof choicesBody>): Promise<unknown> {
  const answer = await world.channel.client.type(speaker(world, key, typed.chat), typed);
  if ('kind' in answer) return answer;
  throw new ControlError(answer.code === 'noSuchCard' ? 404 : 400, answer.code, answer.message);
}

function paste(world: ControlWorld, { as: key, ...choice }: z.infer<typeof pasteBody>): unknown {
  const message = world.channel.client.extension.paste(speaker(world, key, choice.chat), choice);
  if (!message) throw new ControlError(409, 'nothingFound', 'The last search found no such result.');
  return { messageId: message.id };
}

/** Adds the app to a shared chat, or removes it, as one of its people. */
async function changeSharedChat(world: ControlWorld, { as: key, chat: where, op }: z.infer<typeof sharedChatBody>): Promise<unknown> {
  const { sharedChats, client } = world.channel;
  const oid = speaker(world, key, where);
  const shared = sharedChats.byKey(where);
  if (!shared || shared.hasBot === (op === 'add')) throw new ControlError(409, 'nothingToDo', 'The chat is so already.');
  if (op === 'add') sharedChats.setBot(shared, true);
  await client.installed(oid, op, shared);
  if (op === 'remove') sharedChats.setBot(shared, false);
  return { sharedChats: sharedChatFacts(world) };
}

/** Teams dialogs and the message extension. */
export const dialogRoutes: Route[] = [
  route({ method: 'POST', path: 'dialog', body: dialogBody, answer: (world, { body }) => dialog(world, body) }),
  route({ method: 'POST', path: 'find', body: findBody, answer: (world, { body }) => find(world, body) }),
  route({ method: 'POST', path: 'choices', body: choicesBody, answer: (world, { body }) => choices(world, body) }),
  route({ method: 'POST', path: 'paste', body: pasteBody, answer: (world, { body }) => paste(world, body) }),
  route({ method: 'POST', path: 'sharedChat', body: sharedChatBody, answer: (world, { body }) => changeSharedChat(world, body) }),
];
