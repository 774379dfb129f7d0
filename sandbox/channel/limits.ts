/** Teams' limits per conversation: so many in so many seconds (Microsoft's "rate limiting" page for bots). */
const sendWindows = [
  { most: 7, seconds: 1 },
  { most: 8, seconds: 2 },
  { most: 60, seconds: 30 },
  { most: 1_800, seconds: 3_600 },
];
const memberWindows = [
  { most: 14, seconds: 1 },
  { most: 16, seconds: 2 },
  { most: 120, seconds: 30 },
  { most: 3_600, seconds: 3_600 },
];

export type Operation = 'send' | 'members';

export type SendLimits = {
  /** Counts one operation, or answers after how many whole seconds to try again. */
  take(operation: Operation, conversation: string): number | undefined;
  /** `off` lets everything through; for tests of something else. */
  set(mode: 'teams' | 'off'): void;
  mode(): 'teams' | 'off';
  clear(): void;
};

/** @param nowMs monotonic milliseconds; a moved clock must not open a window */
export function createSendLimits(nowMs: () => number = () => performance.now()): SendLimits {
  const taken = new Map<string, number[]>();
  let current: 'teams' | 'off' = 'teams';
  return {
    take(operation, conversation) {
      if (current === 'off') return undefined;
      const windows = operation === 'send' ? sendWindows : memberWindows;
      const now = nowMs();
      const key = `${operation} ${conversation}`;
      const times = (taken.get(key) ?? []).filter((at) => at > now - 3_600_000);
      for (const { most, seconds } of windows) {
        const within = times.filter((at) => at > now - seconds * 1_000);
        const oldest = within[within.length - most];
        if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + seconds * 1_000 - now) / 1_000));
      }
      taken.set(key, [...times, now]);
      return undefined;
    },
    set: (mode) => void (current = mode),
    mode: () => current,
    clear: () => taken.clear(),
  };
}
