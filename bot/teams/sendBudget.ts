import { setTimeout as sleep } from 'node:timers/promises';
import { DeskError } from '../core/errors.ts';

/** Waits until one more message may be sent into a conversation. */
export type SendBudget = {
  /** @throws DeskError throttled when the wait would be longer than the caller can stand still; three seconds unless told */
  take(conversationId: string, longestWaitSeconds?: number): Promise<void>;
  /** The channel asked to wait although we counted less: others send there too. */
  pause(conversationId: string, seconds: number): void;
};

/** Teams' limits for one conversation, each one message under (facts/teams-and-security.md 2.3). Seconds → messages. */
const windows: readonly (readonly [seconds: number, messages: number])[] = [[1, 6], [2, 7], [30, 59], [3_600, 1_799]];
const keptConversations = 5_000;

type Account = { sent: number[]; pausedUntil: number };

/**
 * Keeps every conversation under Teams' send limits. Time is the process's monotonic one (`elapsed`, in seconds),
 * because limits of the channel do not follow a clock that is set.
 */
export const createSendBudget = (elapsed: () => number = () => performance.now() / 1000, wait: (ms: number) => Promise<unknown> = sleep): SendBudget => {
  const accounts = new Map<string, Account>();

  const accountOf = (conversationId: string): Account => {
    const known = accounts.get(conversationId) ?? { sent: [], pausedUntil: 0 };
    accounts.delete(conversationId);
    accounts.set(conversationId, known);
    if (accounts.size > keptConversations) accounts.delete(accounts.keys().next().value ?? '');
    return known;
  };

  return {
    async take(conversationId, longestWaitSeconds = 3) {
      const account = accountOf(conversationId);
      const now = elapsed();
      account.sent = account.sent.filter((at) => at > now - 3_600);
      const at = Math.max(now, earliest(account, now));
      if (at - now > longestWaitSeconds) throw new DeskError('throttled', { code: 'connector/own-limit', retryAfterSeconds: Math.ceil(at - now) });
      // Booked before waiting, so that concurrent senders queue up behind each other.
      account.sent.push(at);
      if (at > now) await wait((at - now) * 1000);
    },
    pause(conversationId, seconds) {
      const account = accountOf(conversationId);
      account.pausedUntil = Math.max(account.pausedUntil, elapsed() + seconds);
    },
  };
};

/** The first instant at which one more message keeps every window; sends may be booked in the future. */
const earliest = ({ sent, pausedUntil }: Account, now: number): number => {
  let at = Math.max(now, pausedUntil, sent.at(-1) ?? 0);
  for (const [seconds, messages] of windows) {
    const limiting = sent.at(-messages);
    if (limiting !== undefined) at = Math.max(at, limiting + seconds);
  }
  return at;
};
