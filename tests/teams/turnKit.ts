import { z } from 'zod';
import { DeskError } from '../../bot/core/errors.ts';
import { type ChannelStore, type ConversationReference, type PendingTurn } from '../../bot/desk/channelPorts.ts';
import { type DialogsDesk } from '../../bot/desk/dialogs/dialogsUseCases.ts';
import { type ExtensionDesk } from '../../bot/desk/extension/extensionUseCases.ts';
import { type Desk } from '../../bot/desk/useCases.ts';
import { createReceive, type Receive } from '../../bot/teams/adapter.ts';
import { type AssertionCheck } from '../../bot/teams/assertion.ts';
import { type Cards } from '../../bot/teams/cards.ts';
import { createConnectorClients } from '../../bot/teams/connector.ts';
import { type Inbound } from '../../bot/teams/inbound/activity.ts';
import { cardRoute, commandRoute, type Turn } from '../../bot/teams/route.ts';
import { type Answer } from '../../bot/teams/answer.ts';
import { createPersonalChats } from '../../bot/teams/personalChats.ts';
import { createRouter } from '../../bot/teams/router.ts';
import { createSendBudget } from '../../bot/teams/sendBudget.ts';
import { createSignIn } from '../../bot/teams/signIn.ts';
import { createTokenService } from '../../bot/teams/tokenService.ts';
import { createTurn } from '../../bot/teams/turn.ts';
import { understandCommand } from '../../bot/teams/understand/understandCommand.ts';
import { ada, botAppId, quietLog, standingClock, tenantId } from './signer.ts';
import { type StubChannel } from './stubChannel.ts';

/** What the channel adapters keep, in memory. */
export const memoryChannel = (): ChannelStore & { readonly conversations: Map<string, ConversationReference>; readonly pending: Map<string, PendingTurn>; readonly languages: Map<string, string> } => {
  const conversations = new Map<string, ConversationReference>();
  const pending = new Map<string, PendingTurn>();
  const languages = new Map<string, string>();
  const claimed = new Set<string>();
  const claim = async (...parts: string[]): Promise<boolean> => {
    const key = JSON.stringify(parts);
    return claimed.has(key) ? false : (claimed.add(key), true);
  };
  return {
    conversations,
    pending,
    languages,
    rememberConversation: async (reference) => void conversations.set(reference.userId, reference),
    conversationOf: async (userId) => conversations.get(userId),
    forgetConversation: async (userId) => void conversations.delete(userId),
    languageOf: async (userId) => languages.get(userId) ?? null,
    claimActivity: (conversation, activity) => claim('activity', conversation, activity),
    releaseActivity: async (conversation, activity) => void claimed.delete(JSON.stringify(['activity', conversation, activity])),
    claimExchange: (user, conversation, exchange) => claim('exchange', user, conversation, exchange),
    claimWelcome: (subject) => claim('welcome', subject),
    forgetWelcome: async (subject) => void claimed.delete(JSON.stringify(['welcome', subject])),
    claimRefusal: (user, conversation) => claim('refusal', user, conversation),
    savePendingTurn: async (turn) => void pending.set(turn.userId, turn),
    takePendingTurn: async (userId) => {
      const turn = pending.get(userId);
      pending.delete(userId);
      return turn;
    },
  };
};

type AdapterDesk = ExtensionDesk & Pick<DialogsDesk, 'findSharedApps'>;

export type TurnKit = {
  readonly receive: Receive;
  readonly channel: ReturnType<typeof memoryChannel>;
  readonly log: ReturnType<typeof quietLog>;
  /** What handlers were called with, in order. */
  readonly ran: { readonly name: string; readonly actor: string; readonly input: unknown }[];
  /** Runs instead of the handlers' answer. */
  act: (turn: Turn) => Promise<Answer>;
  /** What the adapter itself asks of the desk. */
  readonly desk: { -readonly [Verb in keyof AdapterDesk]: AdapterDesk[Verb] };
};

const formCard = (draftId: string): Record<string, unknown> => ({
  type: 'AdaptiveCard', version: '1.5', refresh: { action: {} },
  body: [
    { type: 'Input.Text', id: 'email', label: 'Address', value: 'cleo@clinic.example', isRequired: true },
    { type: 'Input.Text', id: 'name', isRequired: true, value: 'Cleo' },
    { type: 'ActionSet', actions: [{ type: 'Action.Execute', verb: 'request.submit', title: 'Ask', data: { draftId } }, { type: 'Action.Execute', verb: 'form.other' }] },
    { type: 'ActionSet', actions: [{ type: 'Action.Execute', verb: 'request.approve' }] },
  ],
});

/** A whole Teams adapter with routes of the test, against a stub channel. An assertion of the test is the user id it is for. */
export const startTurnKit = (stub: StubChannel, checkAssertion: AssertionCheck = async (token) => (token.startsWith('sso-') ? { userId: token.slice(4) } : undefined)): TurnKit => {
  const channel = memoryChannel();
  const clock = standingClock();
  const log = quietLog();
  const say = (locale: string, key: string): string => `${locale}:${key}`;
  const ran: TurnKit['ran'] = [];
  const desk = {
    meetPerson: async (actor: { name: string }) => ({ kind: 'met', name: actor.name }),
    glanceAtRequest: async (_actor: unknown, { requestId }: { requestId: string }) => ({ kind: 'glance', requestId, appName: 'Imaging', phase: 'waiting' }),
    continueInChat: async () => 'posted',
    actsInOwnName: async () => false,
  } as unknown as TurnKit['desk'];
  const kit: { act: TurnKit['act']; desk: TurnKit['desk'] } = { desk, act: async () => ({ kind: 'card', card: { type: 'AdaptiveCard', body: [] } }) };
  const run = (name: string) => async (turn: Turn, input: unknown): Promise<Answer> => {
    ran.push({ name, actor: turn.actor.id, input });
    return kit.act(turn);
  };
  const card = (title: string) => (): Record<string, unknown> => ({ type: 'AdaptiveCard', title });
  const cards = { welcome: card('welcome'), unknownCommand: (suggestion: { word: string } | null) => ({ type: 'AdaptiveCard', title: `unknown ${suggestion?.word}` }), refusal: ({ rule }: { rule: string }) => ({ type: 'AdaptiveCard', title: `refusal ${rule}` }), continueInChat: ({ kind, requestId }: { kind: string; requestId: string | null }) => ({ type: 'AdaptiveCard', title: `continue ${kind} ${requestId}` }), inviteForm: ({ draftId }: { draftId: string }) => formCard(draftId), foundApps: (apps: readonly { id: string; name: string }[]) => apps.map(({ id, name }) => ({ title: name, value: id })), foundRequest: ({ id }: { id: string }) => ({ title: `guest of ${id}`, text: 'Imaging', card: { type: 'AdaptiveCard', title: `base ${id}` } }), glance: ({ appName, phase }: { appName: string; phase: string }) => ({ type: 'AdaptiveCard', title: `glance ${appName} ${phase}` }), request: ({ id }: { id: string }) => ({ type: 'AdaptiveCard', title: `request ${id}` }), sharedChatWelcome: (installer: string | null) => ({ type: 'AdaptiveCard', title: `welcome of ${installer}` }), apology: ({ kind }: { kind: string }) => ({ type: 'AdaptiveCard', title: `apology ${kind}` }) } as unknown as Cards;
  const payload = z.strictObject({ requestId: z.string(), version: z.int() });
  const routes = [
    cardRoute({ verb: 'request.approve', signIn: 'needed', payload, handle: run('request.approve') }),
    cardRoute({ verb: 'request.decline', signIn: 'not-needed', payload, handle: run('request.decline') }),
    cardRoute({ verb: 'request.show', signIn: 'not-needed', payload: z.unknown(), handle: run('request.show') }),
    cardRoute({ verb: 'request.submit', signIn: 'not-needed', payload: z.looseObject({}), handle: run('request.submit') }),
    commandRoute({ name: 'share', signIn: 'needed', run: run('share') }),
    commandRoute({ name: 'help', signIn: 'not-needed', run: run('help') }),
  ];
  const token = async (): Promise<string> => 'bot-token';
  const tokens = createTokenService({ tokenServiceUrl: stub.url.slice(0, -1), connection: 'people', botAppId, channelToken: token, conversations: channel });
  const signIn = createSignIn({ tokens, checkAssertion, connection: 'people', say });
  const connectorFor = createConnectorClients(botAppId, token);
  const budget = createSendBudget();
  const chats = createPersonalChats({ connectorFor: () => connectorFor(stub.url), serviceOrigins: [new URL(stub.url).origin], firstServiceUrl: stub.url, botAppId, tenantId, channel, budget });
  const runTurn = createTurn({ router: createRouter(routes, understandCommand), talk: async () => ({ kind: 'nothing' }), signIn, kit: { desk: desk as unknown as Desk, cards }, channel, clock, log, say, chats, chatLink: 'https://teams.microsoft.com/l/chat/0/0?users=28:bot' });
  const receive = createReceive({ connectorFor, budget, runTurn });
  return Object.assign(kit, { receive, channel, log, ran });
};

let activities = 0;
export const inbound = (stub: StubChannel, more: Partial<Inbound> = {}): Inbound => {
  const userId = more.userId === undefined ? ada : more.userId;
  return {
    type: 'message', activityId: `in-${(activities += 1)}`, name: '', action: '', tenantId, userId, channelUserId: `29:${userId}`, userName: 'Somebody', botId: `28:${botAppId}`,
    conversationId: `a:${userId}`, isPersonal: true, chatId: `a:${userId}`, mentionsBot: false, serviceUrl: stub.url, text: '', value: undefined, replyToId: null, locale: 'en', timeZone: 'Europe/Berlin', addsBot: false, ...more,
  };
};

export const press = (stub: StubChannel, verb: string, more: Record<string, unknown> = {}, from: Partial<Inbound> = {}): Inbound =>
  inbound(stub, { type: 'invoke', name: 'adaptiveCard/action', replyToId: 'card-1', value: { action: { type: 'Action.Execute', verb, data: { requestId: 'r', version: 1 } }, trigger: 'manual', ...more }, ...from });

export const signInNeeded = (userId: string): DeskError => new DeskError('sign-in-needed', { code: 'graph/no-token', userId });
