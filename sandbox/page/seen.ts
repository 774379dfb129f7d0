import { z } from 'zod';

const marks = z.record(z.string(), z.string());

/** What one person has seen, kept by the browser: message id → what it was about. */
export type Seen = { readonly knows: () => boolean; readonly isNew: (id: string, gist: string) => boolean; readonly mark: (gists: ReadonlyMap<string, string>) => void };

/** The marks of one person. A browser that has never shown this person takes everything so far as seen. */
export function seenBy(as: string): Seen {
  const key = `seen:${as}`;
  const read = (): Record<string, string> | undefined => {
    const parsed = marks.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  };
  let known = read();
  return {
    knows: () => known !== undefined,
    isNew: (id, gist) => known !== undefined && known[id] !== gist,
    mark: (gists) => {
      known = Object.fromEntries(gists);
      localStorage.setItem(key, JSON.stringify(known));
    },
  };
}

/** Forgets every mark, after the sandbox was reset. */
export function forgetSeen(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('seen:')) localStorage.removeItem(key);
}
