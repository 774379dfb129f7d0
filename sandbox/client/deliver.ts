import { setTimeout as sleep } from 'node:timers/promises';
import { CallTimeout, secureCall } from '../channel/secureCall.ts';
import { channelToken } from '../channel/tokens.ts';
import { type Foundations } from '../foundations.ts';
import { type Json } from './card.ts';

/** The bot's HTTP answer to an activity; `status` 0 means that no answer came. */
export type BotAnswer = { status: number; body: unknown; problem?: string };

/** Teams waits this long for a bot. */
export const answerLimitMs = 15_000;

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
};

/** Posts an activity to the bot through its door, signed as the channel signs, and records it. */
export async function deliver(on: Foundations, activity: Json): Promise<BotAnswer> {
  const answer = await underFault(on, activity);
  const from = activity['from'] as { aadObjectId?: string };
  on.journal.record({
    to: 'bot',
    method: 'POST',
    path: '/api/messages',
    status: answer.status,
    onBehalfOf: from.aadObjectId ?? null,
    scopes: [],
    body: activity,
    response: answer.body,
  });
  return answer;
}

/** A fault `to: 'bot'` stands between Teams and the bot: it delays, or answers in the bot's place before or after the effect. */
async function underFault(on: Foundations, activity: Json): Promise<BotAnswer> {
  const fault = on.faults.take('bot', 'POST', '/api/messages');
  if (!fault) return post(on, activity);
  const replaces = fault.reset === true || fault.status !== undefined;
  const real = fault.afterEffect === true || !replaces ? await post(on, activity) : undefined;
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.reset === true) return { status: 0, body: undefined, problem: 'The bot could not be reached.' };
  return fault.status === undefined && real ? real : { status: fault.status ?? 500, body: fault.body };
}

async function post(on: Foundations, activity: Json): Promise<BotAnswer> {
  try {
    const { status, text } = await secureCall({
      url: `https://localhost:${on.settings.ports.door}/api/messages`,
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${await channelToken(on)}` },
      body: JSON.stringify(activity),
      ca: on.certificates.ca,
      timeoutMs: answerLimitMs,
    });
    return { status, body: parsed(text) };
  } catch (error) {
    if (error instanceof CallTimeout) return { status: 504, body: undefined, problem: 'The bot did not answer within 15 s.' };
    return { status: 0, body: undefined, problem: 'The bot could not be reached.' };
  }
}
