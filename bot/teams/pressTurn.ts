import { z } from 'zod';
import { isDeskError } from '../core/errors.ts';
import { type Clock } from '../desk/ports.ts';
import { type Log } from '../telemetry/log.ts';
import { apologyText, kindOf, loudness, type Say } from './errorAnswers.ts';
import { answerPress, type InvokeAnswer } from './invokeAnswers.ts';
import { type Reply } from './outgoing.ts';
import { type Kit } from './route.ts';
import { type Router } from './router.ts';
import { type SignIn } from './signIn.ts';
import { turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type PressParts = { readonly router: Router; readonly signIn: SignIn; readonly kit: Kit; readonly clock: Clock; readonly log: Log; readonly say: Say };

const pressSchema = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string().min(1).max(64), data: z.unknown().optional() }),
  trigger: z.enum(['manual', 'automatic']).default('manual'),
  authentication: z.object({ connectionName: z.string().max(128), token: z.string().min(1).max(16_384) }).optional(),
  state: z.string().max(128).optional(),
});

/** The only verb that a client sends by itself, when it shows a card. */
const refreshVerb = 'request.show';

/**
 * A press of a card (`adaptiveCard/action`). A press that needs a sign-in is answered by a login request; the client
 * sends the same press again with what it got, and it goes on. An offer that was accepted and still is not enough ends
 * in a sentence, never in another login request: clients would go round for ever.
 */
export const createPressTurn =
  ({ router, signIn, kit, clock, log, say }: PressParts) =>
  async (inbound: PersonInbound, reply: Reply, note: TurnNote): Promise<InvokeAnswer> => {
    const press = pressSchema.safeParse(inbound.value).data;
    const route = press === undefined ? undefined : router.card(press.action.verb);
    note.name = route?.verb ?? 'unknown';
    if (press === undefined || route === undefined) return answerPress.error(400, 'BadRequest', 'This action is not known.');
    const isRefresh = press.trigger === 'automatic';
    if (isRefresh && route.verb !== refreshVerb) return answerPress.error(400, 'BadRequest', 'This action is not taken without a press.');

    const turn = turnOf(inbound, clock);
    try {
      const offered = await signIn.accept(inbound, { assertion: press.authentication, code: press.state });
      if (offered === 'refused') {
        note.outcome = 'sign-in-refused';
        return press.authentication === undefined ? answerPress.login(await signIn.request(inbound)) : answerPress.preconditionFailed();
      }
      const askForSignIn = async (): Promise<InvokeAnswer> => {
        note.outcome = 'sign-in-asked';
        return answerPress.login(await signIn.request(inbound));
      };
      if (route.signIn === 'needed' && offered === 'none' && !(await signIn.isSignedIn(inbound.userId))) return await askForSignIn();
      try {
        const answer = await route.run(turn, press.action.data, kit);
        note.outcome = answer.kind;
        if (answer.kind === 'message') return answerPress.message(answer.text);
        if (answer.also !== undefined) await reply({ kind: 'message', text: answer.also });
        return answerPress.card(answer.card);
      } catch (error) {
        const isOwnSignIn = isDeskError(error, 'sign-in-needed') && (error.detail.userId ?? inbound.userId) === inbound.userId;
        if (isOwnSignIn && offered === 'none' && !isRefresh) return await askForSignIn();
        throw error;
      }
    } catch (error) {
      note.outcome = kindOf(error);
      log[loudness[kindOf(error)]]({ event: 'turn.failed', verb: route.verb, error });
      return isRefresh ? answerPress.error(500, 'Unavailable', say(inbound.locale, 'error.unavailable.next')) : answerPress.message(apologyText(error, turn, say));
    }
  };
