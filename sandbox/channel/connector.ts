import { z } from 'zod';
import { type Foundations } from '../foundations.ts';
import { type Exchange, type Reply } from '../serve.ts';
import { type User } from '../state/objects.ts';
import { messagesOf, sentActivity } from './activity.ts';
import { type ChatMessage, type Chats, type Content } from './chats.ts';
import { type SharedChats } from './sharedChats.ts';
import { type Operation, type SendLimits } from './limits.ts';

/** What the connector's routes work on. `posted` hears of every message that the bot puts into a chat. */
export type ConnectorWorld = Pick<Foundations, 'tenant'> & {
  chats: Chats;
  sharedChats: SharedChats;
  limits: SendLimits;
  posted: (chat: string, message: ChatMessage) => void;
};

/** 80 KB as Teams counts: two bytes for each UTF-16 unit of the activity's JSON. */
const largestActivityBytes = 80 * 1024;

const fault = (status: number, code: string, message: string, headers?: Record<string, string>): Reply => ({
  status,
  body: { error: { code, message } },
  ...(headers && { headers }),
});

const newConversation = z.looseObject({
  isGroup: z.boolean().optional(),
  tenantId: z.string().optional(),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).optional(),
  members: z.array(z.looseObject({ id: z.string() })).length(1),
  activity: z.unknown().optional(),
});

/** `29:<oid>` or the bare object id, as Teams takes both. */
const personId = (id: string): string => id.replace(/^29:/, '');

/** The roster entry of a person. */
export const memberOf = (user: User, tenantId: string): Record<string, unknown> => ({
  id: `29:${user.id}`,
  name: user.displayName,
  objectId: user.id,
  aadObjectId: user.id,
  givenName: user.givenName,
  surname: user.surname,
  email: user.mail,
  userPrincipalName: user.userPrincipalName,
  tenantId,
  userRole: user.userType === 'Guest' ? 'guest' : 'user',
});

/** Carries the answer to a call that cannot be served. */
class Refusal extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super('refused');
    this.reply = reply;
  }
}

function person(world: ConnectorWorld, oid: string): User {
  const user = world.tenant.users.find(({ id }) => id === oid);
  if (!user) throw new Refusal(fault(404, 'ConversationNotFound', 'Conversation not found.'));
  if (!user.hasApp) throw new Refusal(fault(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.'));
  return user;
}

/** The chat behind a conversation id, and what a message to it carries besides its content. @throws Refusal when the bot is no part of it */
function chatOf(world: ConnectorWorld, conversation: string): { key: string; more: Pick<ChatMessage, 'thread'>; members: User[] } {
  const shared = world.sharedChats.byId(conversation);
  if (!shared) {
    const user = person(world, conversation.replace(/^a:/, ''));
    return { key: user.id, more: {}, members: [user] };
  }
  if (!shared.hasBot) throw new Refusal(fault(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.'));
  const thread = conversation.split(';messageid=')[1];
  return { key: shared.id, more: thread === undefined ? {} : { thread }, members: world.tenant.users.filter(({ id }) => shared.members.includes(id)) };
}

function takeTurn(world: ConnectorWorld, operation: Operation, oid: string): void {
  const seconds = world.limits.take(operation, oid);
  if (seconds === undefined) return;
  throw new Refusal(fault(429, 'TooManyRequests', `Too many requests; try again in ${seconds} s.`, { 'retry-after': String(seconds) }));
}

/** @throws Refusal 413 for what is too large, 400 for what no client could show */
function readMessages(body: unknown): { type: 'typing' } | { type: 'message'; parts: [Content, ...Content[]] } {
  if (JSON.stringify(body ?? null).length * 2 > largestActivityBytes) {
    throw new Refusal(fault(413, 'MessageSizeTooBig', 'Message size too large.'));
  }
  const activity = sentActivity.safeParse(body);
  if (!activity.success) throw new Refusal(fault(400, 'BadSyntax', `Not an activity: ${z.prettifyError(activity.error)}`));
  if (activity.data.type === 'typing') return { type: 'typing' };
  if (activity.data.type !== 'message') throw new Refusal(fault(400, 'BadSyntax', `Teams takes no activity of type ${activity.data.type}.`));
  try {
    return { type: 'message', parts: messagesOf(activity.data) };
  } catch (error) {
    throw new Refusal(fault(400, 'BadSyntax', Error.isError(error) ? error.message : 'Not an activity.'));
  }
}

function post(world: ConnectorWorld, conversation: string, body: unknown): string {
  const { key: oid, more: place } = chatOf(world, conversation);
  takeTurn(world, 'send', oid);
  const sent = readMessages(body);
  if (sent.type === 'typing') return `typing-${oid}`;
  const [first, ...more] = sent.parts;
  return [first, ...more].map((content) => {
    const message = world.chats.append(oid, 'bot', content, { ...place, ...(content.signIn && { hidden: true }) });
    world.posted(oid, message);
    return message.id;
  })[0] as string;
}

function update(world: ConnectorWorld, conversation: string, id: string, body: unknown): Reply {
  const { key: oid } = chatOf(world, conversation);
  const message = world.chats.find(oid, id);
  if (message?.from !== 'bot') return fault(404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.');
  const sent = readMessages(body);
  if (sent.type !== 'message' || sent.parts.length > 1) return fault(400, 'BadSyntax', 'An update carries one part: text or a card.');
  world.chats.replace(oid, message, sent.parts[0]);
  return { status: 200, body: { id } };
}

function create(world: ConnectorWorld, body: unknown): Reply {
  const asked = newConversation.safeParse(body);
  if (!asked.success) return fault(400, 'BadSyntax', `Not a conversation: ${z.prettifyError(asked.error)}`);
  const { members: invited, activity, tenantId, channelData } = asked.data;
  if ((tenantId ?? channelData?.tenant?.id) !== world.tenant.id) return fault(400, 'BadArgument', 'Unknown tenant.');
  const oid = personId(invited[0]?.id ?? '');
  if (!world.tenant.users.some(({ id }) => id === oid)) return fault(400, 'BadArgument', 'Unknown member.');
  const id = `a:${oid}`;
  if (activity !== undefined && activity !== null) return { status: 201, body: { id, activityId: post(world, oid, activity) } };
  person(world, oid);
  takeTurn(world, 'send', oid);
  return { status: 201, body: { id } };
}

function members(world: ConnectorWorld, conversation: string): unknown[] {
  const chat = chatOf(world, conversation);
  takeTurn(world, 'members', chat.key);
  return chat.members.map((user) => memberOf(user, world.tenant.id));
}

function member(world: ConnectorWorld, conversation: string, which: string): unknown {
  const found = members(world, conversation).find((one) => (one as { objectId: string }).objectId === personId(which));
  if (!found) throw new Refusal(fault(404, 'MemberNotFoundInConversation', 'Member not found in conversation.'));
  return found;
}

/** Answers a call of the bot to `/v3/…`; undefined where Teams has no such route (or the sandbox does not imitate it). */
export function connectorRoute(world: ConnectorWorld, exchange: Pick<Exchange, 'method' | 'path' | 'body'>): Reply | undefined {
  try {
    return answer(world, exchange);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function answer(world: ConnectorWorld, { method, path, body }: Pick<Exchange, 'method' | 'path' | 'body'>): Reply | undefined {
  const [api, area, conversation, kind, id] = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (api !== 'v3' || area !== 'conversations') return undefined;
  if (conversation === undefined) return method === 'POST' ? create(world, body) : undefined;
  switch (`${method} ${kind ?? ''}${id === undefined ? '' : '/id'}`) {
    case 'GET members':
      return { status: 200, body: members(world, conversation) };
    case 'GET members/id':
      return { status: 200, body: member(world, conversation, id ?? '') };
    case 'GET pagedmembers':
      return { status: 200, body: { members: members(world, conversation) } };
    case 'POST activities':
    case 'POST activities/id':
      return { status: 201, body: { id: post(world, conversation, body) } };
    case 'PUT activities/id':
      return update(world, conversation, id ?? '', body);
    case 'DELETE activities/id':
      return world.chats.remove(world.sharedChats.byId(conversation)?.id ?? conversation.replace(/^a:/, ''), id ?? '')
        ? { status: 200, body: {} }
        : fault(404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.');
    default:
      return undefined;
  }
}
