import { type ChannelStore } from '../desk/channelPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { withCorrelation } from '../telemetry/correlation.ts';
import { type Log } from '../telemetry/log.ts';
import { createCommandTurn } from './commandTurn.ts';
import { createDialogTurn } from './dialogTurn.ts';
import { type Talk } from './dialogs/talk.ts';
import { kindOf, loudness, type Say } from './errorAnswers.ts';
import { createExtensionTurn } from './extensionTurn.ts';
import { type Inbound } from './inbound/activity.ts';
import { answerPress, answerUnknownInvoke, type InvokeAnswer } from './invokeAnswers.ts';
import { type Reply } from './outgoing.ts';
import { type PersonalChats } from './personalChats.ts';
import { dialogRoutes } from './handlers/dialogRoutes.ts';
import { createPressTurn } from './pressTurn.ts';
import { type Kit } from './route.ts';
import { type Router } from './router.ts';
import { createSearchTurn } from './searchTurn.ts';
import { createSharedChatTurn } from './sharedChatTurn.ts';
import { type SignIn } from './signIn.ts';
import { createSignInTurn } from './signInTurn.ts';
import { inOwnLanguage, isFromPerson, turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type TurnParts = {
  readonly router: Router;
  readonly talk: Talk;
  readonly signIn: SignIn;
  readonly kit: Kit;
  readonly channel: ChannelStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly say: Say;
  readonly chats: PersonalChats;
  /** A link to the reader's own chat with the bot. */
  readonly chatLink: string;
};

/** Runs one admitted activity. The answer is null for everything but an invoke. */
export type RunTurn = (inbound: Inbound, reply: Reply) => Promise<InvokeAnswer | null>;

/** The middle of every turn: who and where, then what; and one log line with ids, outcome and time. */
export const createTurn = (parts: TurnParts): RunTurn => {
  const { channel, kit, clock, log } = parts;
  const runPress = createPressTurn(parts);
  const runCommand = createCommandTurn(parts);
  const signInTurn = createSignInTurn({ ...parts, runCommand });
  const runExtension = createExtensionTurn(parts);
  const runSearch = createSearchTurn(parts);
  const runDialog = createDialogTurn({ ...parts, dialogs: dialogRoutes });
  const runShared = createSharedChatTurn({ ...parts, runCommand });

  const remember = (inbound: PersonInbound): Promise<void> =>
    channel.rememberConversation({
      userId: inbound.userId,
      tenantId: inbound.tenantId,
      channelUserId: inbound.channelUserId,
      conversationId: inbound.conversationId,
      serviceUrl: inbound.serviceUrl,
      locale: inbound.locale,
      timeZone: inbound.timeZone,
      name: inbound.userName,
    });

  /** Install events are hints: they may come twice, late, or not at all. */
  const onInstall = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    if (!(await channel.claimWelcome(inbound.userId))) return;
    note.outcome = 'welcomed';
    const { actor, reader } = turnOf(inbound, clock);
    // What cannot be looked up is welcomed: the card holds nothing but words.
    const met = await kit.desk.meetPerson(actor).catch(() => undefined);
    await reply({ kind: 'card', card: met?.kind === 'refused' ? kit.cards.refusal(met, reader) : kit.cards.welcome(reader) });
  };

  const runInvoke = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<InvokeAnswer> => {
    if (inbound.name === 'adaptiveCard/action') return runPress(inbound, reply, note);
    if (inbound.name === 'task/fetch' || inbound.name === 'task/submit') return runDialog(inbound, note);
    if (inbound.name === 'signin/tokenExchange') return signInTurn.tokenExchange(inbound, reply, note);
    if (inbound.name === 'signin/verifyState') return signInTurn.verifyState(inbound, reply, note);
    note.outcome = 'ignored';
    return answerUnknownInvoke();
  };

  /** When the turn fails Teams hears of it and delivers the message again: then it must not count as a repetition. */
  const runClaimed = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    try {
      await runCommand(inbound, inbound.text, reply, note);
    } catch (error) {
      await channel.releaseActivity(inbound.conversationId, inbound.activityId).catch((failure: unknown) => log.warn({ event: 'turn.claim-kept', error: failure }));
      throw error;
    }
  };

  const runPersonal = async (arrived: PersonInbound, reply: Reply, note: TurnNote): Promise<InvokeAnswer | null> => {
    if (arrived.type === 'installationUpdate' && arrived.action.startsWith('remove')) {
      note.outcome = 'forgotten';
      await channel.forgetConversation(arrived.userId);
      return null;
    }
    const [chosen] = await Promise.all([channel.languageOf(arrived.userId), remember(arrived)]);
    const inbound = inOwnLanguage(arrived, chosen);
    if (inbound.type === 'invoke') return runInvoke(inbound, reply, note);
    if (inbound.type === 'message') {
      // Teams delivers a message again when an answer is late; presses are safe by their version instead.
      if (await channel.claimActivity(inbound.conversationId, inbound.activityId)) await runClaimed(inbound, reply, note);
      else note.outcome = 'repeated';
    }
    if ((inbound.type === 'installationUpdate' && inbound.action === 'add') || (inbound.type === 'conversationUpdate' && inbound.addsBot)) await onInstall(inbound, reply, note);
    return null;
  };

  return (inbound, reply) =>
    withCorrelation(async (correlation) => {
      const started = performance.now();
      const note: TurnNote = { name: inbound.name || inbound.type, outcome: 'none' };
      try {
        if (!isFromPerson(inbound)) {
          note.outcome = 'nobody';
          if (inbound.type === 'message' && !inbound.isPersonal) await runShared.refuseNobody(inbound, reply);
          return inbound.type === 'invoke' ? answerPress.error(400, 'BadRequest', 'This action needs a person.') : null;
        }
        const chosen = async (): Promise<PersonInbound> => inOwnLanguage(inbound, await channel.languageOf(inbound.userId));
        if (inbound.type === 'invoke' && inbound.name.startsWith('composeExtension/')) return (await runExtension(await chosen(), note)) ?? answerUnknownInvoke();
        if (inbound.type === 'invoke' && inbound.name === 'application/search') return await runSearch(await chosen(), note);
        if (!inbound.isPersonal) {
          return await runShared.run(await chosen(), reply, note);
        }
        return await runPersonal(inbound, reply, note);
      } catch (error) {
        note.outcome = kindOf(error);
        log[loudness[kindOf(error)]]({ event: 'turn.broken', error });
        // The chat is gone: delivering the message again would find nobody either.
        if (inbound.type !== 'invoke' && ['not-found', 'unreachable'].includes(kindOf(error))) return null;
        throw error;
      } finally {
        log.info({ event: 'turn.done', type: inbound.type, name: note.name, actor: inbound.userId, outcome: note.outcome, ms: Math.round(performance.now() - started), graphCalls: correlation.graphCalls });
      }
    });
};
