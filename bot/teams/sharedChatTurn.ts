import { isDeskError } from '../core/errors.ts';
import { type ChannelStore } from '../desk/channelPorts.ts';
import { type Refused } from '../desk/outcomes.ts';
import { type CommandTurn, type CommandParts } from './commandTurn.ts';
import { type Say } from './errorAnswers.ts';
import { createSharedChatRouter } from './handlers/extension/sharedChatRoutes.ts';
import { type Inbound } from './inbound/activity.ts';
import { answerUnknownInvoke, type InvokeAnswer } from './invokeAnswers.ts';
import { toActivity, type Reply } from './outgoing.ts';
import { type PersonalChats } from './personalChats.ts';
import { createPressTurn } from './pressTurn.ts';
import { turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type SharedChatParts = CommandParts & {
  readonly runCommand: CommandTurn;
  readonly chats: PersonalChats;
  /** A link to the reader's own chat with the bot. */
  readonly chatLink: string;
  readonly say: Say;
  readonly channel: Pick<ChannelStore, 'claimActivity' | 'releaseActivity' | 'claimWelcome' | 'claimRefusal' | 'forgetWelcome'>;
};

export type SharedChatTurn = {
  /** Runs an activity from a group chat or a channel. */
  run(inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<InvokeAnswer | null>;
  /** What another bot writes: refused like a stranger, so that two bots never talk on and on. */
  refuseNobody(inbound: Inbound, reply: Reply): Promise<void>;
};

/** Answered where they were asked: nothing in them is anybody's. */
const publicCommands: readonly string[] = ['help'];

/**
 * Where several people read along, only what is nobody's is said: `help`, and that something was not understood. Every
 * other command is answered in the writer's own chat; here stands one line that says so. Presses look, and move.
 */
export const createSharedChatTurn = (parts: SharedChatParts): SharedChatTurn => {
  const { router, kit, channel, clock, log, runCommand, chats, chatLink } = parts;
  const runPress = createPressTurn({ ...parts, router: createSharedChatRouter(router, chatLink) });

  /** Guests, strangers and bots are told once a day and chat, and nothing else is said to them. */
  const refuse = async (inbound: PersonInbound, refused: Refused, reply: Reply, note: TurnNote): Promise<void> => {
    note.outcome = 'refused';
    if (await channel.claimRefusal(inbound.channelUserId, inbound.chatId)) await reply({ kind: 'card', card: kit.cards.refusal(refused, turnOf(inbound, clock).reader) });
  };

  const sayWhere = (inbound: PersonInbound, kind: 'answered' | 'unreachable', reply: Reply): Promise<void> =>
    reply({ kind: 'card', card: kit.cards.continueInChat({ kind, chatLink, requestId: null }, turnOf(inbound, clock).reader) });

  /** Runs the sentence as if it had been written in the person's own chat, where the answer goes. */
  const answerInOwnChat = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    try {
      const own = (await chats.known(inbound.userId)) ?? (await chats.open(inbound.userId));
      const moved = { ...inbound, conversationId: own.conversationId, chatId: own.conversationId, serviceUrl: own.serviceUrl, channelUserId: own.channelUserId, isPersonal: true };
      await runCommand(moved, inbound.text, async (message) => void (await chats.send(own, toActivity(message))), note);
    } catch (error) {
      if (!isDeskError(error, 'unreachable') && !isDeskError(error, 'not-found')) throw error;
      note.outcome = 'unreachable';
      return sayWhere(inbound, 'unreachable', reply);
    }
    await sayWhere(inbound, 'answered', reply);
  };

  const onMessage = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    const found = router.command(inbound.text, inbound.locale);
    if (found.kind === 'found' && publicCommands.includes(found.route.name)) return runCommand(inbound, inbound.text, reply, note);
    const met = await kit.desk.meetPerson(turnOf(inbound, clock).actor);
    if (met.kind === 'refused') return refuse(inbound, met, reply, note);
    return found.kind === 'found' ? answerInOwnChat(inbound, reply, note) : runCommand(inbound, inbound.text, reply, note);
  };

  /** When the turn fails Teams delivers the message again: then it must not count as a repetition. */
  const runClaimed = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    try {
      await onMessage(inbound, reply, note);
    } catch (error) {
      await channel.releaseActivity(inbound.chatId, inbound.activityId).catch((failure: unknown) => log.warn({ event: 'turn.claim-kept', error: failure }));
      throw error;
    }
  };

  /** Once per install and chat, in the chat itself; it names who added the bot and writes to nobody else. */
  const onInstall = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    if (!(await channel.claimWelcome(inbound.chatId))) return;
    note.outcome = 'welcomed';
    const { actor, reader } = turnOf(inbound, clock);
    const met = await kit.desk.meetPerson(actor).catch(() => undefined);
    await reply({ kind: 'card', card: kit.cards.sharedChatWelcome(met?.kind === 'met' ? met.name : null, reader) });
  };

  const run: SharedChatTurn['run'] = async (inbound, reply, note) => {
    if (inbound.type === 'invoke') {
      if (inbound.name === 'adaptiveCard/action') return runPress(inbound, reply, note);
      note.outcome = 'ignored';
      return answerUnknownInvoke();
    }
    if (inbound.type === 'message') {
      if (!inbound.mentionsBot) note.outcome = 'not-addressed';
      else if (await channel.claimActivity(inbound.chatId, inbound.activityId)) await runClaimed(inbound, reply, note);
      else note.outcome = 'repeated';
    }
    if (inbound.type === 'installationUpdate' && inbound.action.startsWith('remove')) await channel.forgetWelcome(inbound.chatId);
    else if (inbound.type === 'installationUpdate' || (inbound.type === 'conversationUpdate' && inbound.addsBot)) await onInstall(inbound, reply, note);
    return null;
  };

  return {
    run,
    async refuseNobody(inbound, reply) {
      if (!inbound.mentionsBot || !(await channel.claimRefusal(inbound.channelUserId, inbound.chatId))) return;
      const reader = { locale: inbound.locale, timeZone: inbound.timeZone, now: clock.now(), channelUserId: inbound.channelUserId };
      await reply({ kind: 'card', card: kit.cards.refusal({ kind: 'refused', rule: 'outsider', who: [], facts: {} }, reader) });
    },
  };
};
