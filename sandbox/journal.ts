import type { Clock } from './clock.ts';

/** Which of the sandbox's doors, or the bot's, a request went to. */
export type Destination = 'graph' | 'entra' | 'connector' | 'tokens' | 'bot';

export type JournalEntry = {
  at: string;
  to: Destination;
  method: string;
  /** Path with its query. */
  path: string;
  status: number;
  /** Object id of the user a delegated token speaks for; null for an application or nobody. */
  onBehalfOf: string | null;
  /** Scopes of a delegated token, roles of an application's. */
  scopes: string[];
  body: unknown;
  response?: unknown;
};

/** What was asked of the sandbox and what it asked of the bot, newest last; no token or secret is kept in it. */
export type Journal = {
  record(entry: Omit<JournalEntry, 'at'> & { at?: string }): void;
  /** Entries at or after an ISO time, or all. */
  since(at?: string): JournalEntry[];
  clear(): void;
};

const secretNames = new Set([
  'token', 'access_token', 'id_token', 'refresh_token', 'client_secret', 'client_assertion', 'assertion', 'code', 'code_verifier',
  'clientState', 'password', 'client_info', 'ticket', 'inviteRedeemUrl', 'authorization',
]);
const capacity = 50_000;

/** A copy with every token and secret replaced, at any depth. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      // Graph's errors have a `code` beside their message; only an authorization code is secret.
      const isErrorCode = name === 'code' && 'message' in value;
      return [name, secretNames.has(name) && !isErrorCode && typeof inner === 'string' ? '[secret]' : withoutSecrets(inner)];
    }),
  );
}

function pathWithoutSecrets(path: string): string {
  const [plain = '', query] = path.split('?', 2);
  if (query === undefined) return path;
  const parts = query.split('&').map((part) => {
    const [name = ''] = part.split('=', 1);
    return secretNames.has(name) ? `${name}=[secret]` : part;
  });
  return `${plain}?${parts.join('&')}`;
}

/** The journal in memory; the oldest entries fall out after 50,000. */
export function createJournal(clock: Pick<Clock, 'now'>): Journal {
  let entries: JournalEntry[] = [];
  return {
    record(entry) {
      const { response, ...rest } = entry;
      entries.push({
        ...rest,
        at: entry.at ?? clock.now().toISOString(),
        path: pathWithoutSecrets(entry.path),
        body: withoutSecrets(entry.body),
        ...(response !== undefined && { response: withoutSecrets(response) }),
      });
      if (entries.length > capacity) entries = entries.slice(-capacity / 2);
    },
    since: (at) => (at === undefined ? [...entries] : entries.filter((entry) => Date.parse(entry.at) >= Date.parse(at))),
    clear() {
      entries = [];
    },
  };
}
