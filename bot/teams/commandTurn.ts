import { isDeskError } from '../core/errors.ts';
import { type ChannelStore } from '../desk/channelPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { type Log } from '../telemetry/log.ts';
import { type Talk } from './dialogs/talk.ts';
import { apologyCard, kindOf, loudness } from './errorAnswers.ts';
import { type Reply } from './outgoing.ts';
import { type Kit } from './route.ts';
import { type Answer } from './answer.ts';
import { type Router } from './router.ts';
import { type SignIn } from './signIn.ts';
import { turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type CommandParts = {
  readonly router: Router;
  readonly talk: Talk;
  readonly signIn: SignIn;
  readonly kit: Kit;
  readonly channel: Pick<ChannelStore, 'savePendingTurn'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** `sign-in`: `ask` sends the prompt when needed; `refuse` ends in an apology, for a sentence that goes on after signing in. */
export type CommandTurn = (inbound: PersonInbound, text: string, reply: Reply, note: TurnNote, whenSignedOut?: 'ask' | 'refuse') => Promise<void>;

/**
 * A typed sentence. Where it needs a sign-in, the sentence is kept, the person is asked once, and it goes on by itself
 * when the token arrives ({@link createSignInTurn}).
 */
export const createCommandTurn = ({ router, talk, signIn, kit, channel, clock, log }: CommandParts): CommandTurn =>
  async (inbound, text, reply, note, whenSignedOut = 'ask') => {
    const turn = turnOf(inbound, clock);
    const found = router.command(text, inbound.locale);
    note.name = found.kind === 'found' ? found.route.name : 'unknown';

    const askForSignIn = async (): Promise<void> => {
      note.outcome = 'sign-in-asked';
      const request = await signIn.request(inbound);
      await channel.savePendingTurn({ userId: inbound.userId, conversationId: inbound.conversationId, text, at: clock.now() });
      await reply(request);
    };
    const run = async (): Promise<Answer> => {
      const talked = await talk(turn, { text, activityId: inbound.activityId }, kit);
      if (talked.kind === 'answered') {
        note.name = 'dialog';
        return talked.answer;
      }
      if (talked.kind === 'left' && talked.isOnlyLine) return { kind: 'message', text: talked.line };
      if (talked.kind === 'left') await reply({ kind: 'message', text: talked.line });
      return found.kind === 'found' ? found.route.run(turn, found.rest, kit) : { kind: 'card', card: kit.cards.unknownCommand(found.suggestion, turn.reader) };
    };

    try {
      const mayAsk = whenSignedOut === 'ask';
      if (mayAsk && found.kind === 'found' && found.route.signIn === 'needed' && !(await signIn.isSignedIn(inbound.userId))) return await askForSignIn();
      try {
        const answer = await run();
        note.outcome = answer.kind;
        await reply(answer);
      } catch (error) {
        const isOwnSignIn = isDeskError(error, 'sign-in-needed') && (error.detail.userId ?? inbound.userId) === inbound.userId;
        if (!isOwnSignIn || !mayAsk) throw error;
        await askForSignIn();
      }
    } catch (error) {
      note.outcome = kindOf(error);
      log[loudness[kindOf(error)]]({ event: 'turn.failed', command: note.name, error });
      await reply({ kind: 'card', card: apologyCard(error, turn, kit.cards) });
    }
  };
