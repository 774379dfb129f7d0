import { z } from 'zod';
import { type ChannelStore } from '../desk/channelPorts.ts';
import { type CommandTurn } from './commandTurn.ts';
import { type Say } from './errorAnswers.ts';
import { answerSignIn, type InvokeAnswer } from './invokeAnswers.ts';
import { type Reply } from './outgoing.ts';
import { type SignIn } from './signIn.ts';
import { type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type SignInTurnParts = {
  readonly signIn: SignIn;
  readonly channel: Pick<ChannelStore, 'claimExchange' | 'takePendingTurn'>;
  readonly runCommand: CommandTurn;
  readonly say: Say;
};

const exchangeSchema = z.object({ id: z.string().min(1).max(256), connectionName: z.string().max(128), token: z.string().min(1).max(16_384) });
const verifySchema = z.object({ state: z.string().min(1).max(128) });

/**
 * Invokes by which a client answers a sign-in prompt. Each of a person's clients sends the same exchange; the first is
 * used. It is claimed per person: botbuilder's middleware claims per prompt, so that of two people only one went on.
 */
export const createSignInTurn = ({ signIn, channel, runCommand, say }: SignInTurnParts) => {
  /** Runs the sentence that waited, once. */
  const goOn = async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<void> => {
    const pending = await channel.takePendingTurn(inbound.userId);
    note.outcome = 'signed-in';
    if (pending !== undefined && pending.conversationId === inbound.conversationId) await runCommand(inbound, pending.text, reply, note, 'refuse');
  };

  return {
    async tokenExchange(inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<InvokeAnswer> {
      const exchange = exchangeSchema.safeParse(inbound.value).data;
      if (exchange === undefined) return answerSignIn.refused({ id: '', connectionName: '' });
      const { id, connectionName, token } = exchange;
      if (!(await channel.claimExchange(inbound.userId, inbound.conversationId, id))) {
        note.outcome = 'repeated';
        return (await signIn.isSignedIn(inbound.userId)) ? answerSignIn.done() : answerSignIn.refused({ id, connectionName });
      }
      if ((await signIn.accept(inbound, { assertion: { connectionName, token } })) !== 'accepted') {
        note.outcome = 'sign-in-refused';
        return answerSignIn.refused({ id, connectionName });
      }
      await goOn(inbound, reply, note);
      return answerSignIn.done();
    },

    async verifyState(inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<InvokeAnswer> {
      const code = verifySchema.safeParse(inbound.value).data?.state;
      if (code !== undefined && (await signIn.accept(inbound, { code })) === 'accepted') await goOn(inbound, reply, note);
      else {
        note.outcome = 'sign-in-refused';
        await reply({ kind: 'message', text: say(inbound.locale, 'signIn.failed') });
      }
      return answerSignIn.done();
    },
  };
};
