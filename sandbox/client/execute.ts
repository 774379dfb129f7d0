import { z } from 'zod';
import { cardType, readSignIn } from '../channel/activity.ts';
import { type SignInCard } from '../channel/chats.ts';
import { singleSignOnToken } from '../channel/tokens.ts';
import { type Foundations } from '../foundations.ts';
import { type User } from '../state/objects.ts';
import { invokeActivity, type Place } from './activities.ts';
import { type Json } from './card.ts';
import { deliver, type BotAnswer } from './deliver.ts';

/** What came of one Execute action, as the person would see it. */
export type Result =
  | { kind: 'card'; card: Json }
  | { kind: 'message'; text: string }
  | { kind: 'error'; status: number; code: string; text: string }
  | { kind: 'signIn'; request: SignInCard };

const loginRequest = 'application/vnd.microsoft.activity.loginRequest';
const messageType = 'application/vnd.microsoft.activity.message';

const invokeResponse = z.looseObject({ statusCode: z.int(), type: z.string(), value: z.unknown().optional() });
const errorValue = z.looseObject({ code: z.string().default('Error'), message: z.string().default('Something went wrong.') });
const httpError = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });
const anyCard = z.looseObject({ type: z.literal('AdaptiveCard') });

const failed = (status: number, code: string, text: string): Result => ({ kind: 'error', status, code, text });

/** Reads the bot's answer to an `adaptiveCard/action`. Inner status 401 and 412 are left to the caller. */
function read(answer: BotAnswer): Result | { kind: 'login'; request: SignInCard } | { kind: 'precondition' } {
  if (answer.problem !== undefined) return failed(answer.status, 'NoAnswer', answer.problem);
  if (answer.status !== 200) {
    const { error } = httpError.safeParse(answer.body).data ?? { error: { code: 'HttpError', message: `The bot answered HTTP ${answer.status}.` } };
    return failed(answer.status, error.code, error.message);
  }
  const inner = invokeResponse.safeParse(answer.body);
  if (!inner.success) return failed(200, 'BadAnswer', 'The bot sent no answer that a client understands.');
  const { statusCode, type, value } = inner.data;
  if (statusCode === 401 && type === loginRequest) return { kind: 'login', request: readSignIn(value) };
  if (statusCode === 412) return { kind: 'precondition' };
  if (statusCode === 200 && type === cardType) {
    const card = anyCard.safeParse(value);
    return card.success ? { kind: 'card', card: card.data } : failed(200, 'BadAnswer', 'The bot sent something that is no card.');
  }
  if (statusCode === 200 && type === messageType) return { kind: 'message', text: z.string().catch('').parse(value) };
  const { code, message } = errorValue.catch({ code: 'Error', message: 'Something went wrong.' }).parse(value);
  return failed(statusCode, code, message);
}

/**
 * Sends an Execute action and does what a Teams client does by itself: on a login request it gets a token
 * silently and sends the same action again; when that token is not enough the person has to sign in.
 */
export async function execute(on: Foundations, user: User, messageId: string, value: Json, place?: Place): Promise<Result> {
  const send = async (sent: Json): Promise<ReturnType<typeof read>> =>
    read(await deliver(on, invokeActivity(on, user, 'adaptiveCard/action', sent, messageId, place)));
  const first = await send(value);
  if (first.kind === 'precondition') return failed(412, 'PreconditionFailed', 'The bot asked for a sign-in that it never began.');
  if (first.kind !== 'login') return first;
  const { exchangeId, connectionName } = first.request;
  if (exchangeId === null) return { kind: 'signIn', request: first.request };
  const token = await singleSignOnToken(on, user.id).catch(() => undefined);
  // Teams cannot sign in an account that was disabled meanwhile; the person is asked.
  if (token === undefined) return { kind: 'signIn', request: first.request };
  const second = await send({ ...value, authentication: { id: exchangeId, connectionName, token } });
  if (second.kind === 'login' || second.kind === 'precondition') return { kind: 'signIn', request: first.request };
  return second;
}
