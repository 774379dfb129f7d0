import { type Card } from './cardText.ts';

export type PersonKey = 'requester' | 'owner' | 'approver' | 'approver2' | 'sponsor' | 'admin' | 'admin2' | 'helpdesk' | 'unreachable' | 'outsider';
export type Message = { id: string; from: string; text?: string; card?: Card; signIn?: { title: string; link: string }; outcome?: Outcome; revision: number };
export type Outcome = { pressId: string; verb: string; kind: 'card' | 'message' | 'error' | 'signIn'; card?: Card; text?: string; code?: string; status?: number; link?: string };
export type DialogAnswer = { kind: 'dialog'; dialog: { title: string; card?: Card; url?: string } } | { kind: 'message'; text: string } | { kind: 'closed' } | { kind: 'signIn'; link: string; title: string } | { kind: 'error'; status: number; code: string; text: string };
export type FindAnswer = { kind: 'found'; rows: { title: string; text: string }[] } | { kind: 'note'; text: string } | { kind: 'signIn'; link: string } | { kind: 'error'; text: string };
export type JournalEntry = { at: string; to: string; method: string; path: string; status: number; onBehalfOf: string | null; scopes: string[]; body: unknown; response?: unknown };
export type Mail = { id: string; to: string; subject: string; body: string; redeemUrl: string };
export type Fault = { to: string; method?: string; path?: string; times?: number; status?: number; delayMs?: number; reset?: boolean; afterEffect?: boolean; headers?: Record<string, string>; body?: unknown; lose?: boolean; double?: boolean; reorder?: boolean };
export type SandboxState = {
  ready: boolean;
  people: { key: PersonKey; id: string; name: string; mail: string }[];
  guests: { id: string; mail: string; displayName: string; externalUserState: string | null }[];
  groups: { id: string; name: string; owners: string[]; members: string[] }[];
  apps: { id: string; name: string }[];
  unknownRoutes: string[];
  bots: { index: number; pid: number; port: number; up: boolean; restarts: number }[];
  clock: { now: string; offsetMs: number };
};

/** The sandbox's control API, as a person who scripts it uses it. Errors carry the API's own words. */
export type Control = ReturnType<typeof createControl>;

export class ControlError extends Error {
  readonly status: number;
  readonly code: string;
  readonly input: string | undefined;
  constructor(status: number, error: { code?: string; message?: string; input?: string } | undefined) {
    super(`${status} ${error?.code ?? ''} ${error?.message ?? ''} ${error?.input ?? ''}`);
    this.status = status;
    this.code = error?.code ?? '';
    this.input = error?.input;
  }
}

export const createControl = (pagePort: number) => {
  const base = `http://127.0.0.1:${pagePort}/_sandbox`;
  const call = async <T>(method: string, route: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${base}/${route}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { error?: { code?: string; message?: string; input?: string } };
    if (!response.ok) throw new ControlError(response.status, answer.error);
    return answer;
  };
  return {
    base,
    state: () => call<SandboxState>('GET', 'state'),
    say: (as: PersonKey, text: string) => call<{ messageId: string; status: number }>('POST', 'say', { as, text }),
    chat: async (as: PersonKey, how: 'view' | 'peek' = 'view') => (await call<{ messages: Message[] }>('GET', `chats/${as}${how === 'peek' ? '?peek=1' : ''}`)).messages,
    press: (as: PersonKey, messageId: string, verb: string, inputs?: Record<string, string>, data?: Record<string, unknown>) => call<Outcome>('POST', 'press', { as, messageId, verb, ...(inputs ? { inputs } : {}), ...(data ? { data } : {}) }),
    /** One person in a shared chat. */
    shared: (chat: string, as: PersonKey) => ({
      mention: (text: string) => call<{ messageId: string }>('POST', 'say', { as, chat, text, mention: true }),
      say: (text: string) => call<{ messageId: string }>('POST', 'say', { as, chat, text }),
      messages: async (how: 'view' | 'peek' = 'view') => (await call<{ messages: Message[] }>('GET', `chats/${as}?chat=${chat}${how === 'peek' ? '&peek=1' : ''}`)).messages,
      press: (messageId: string, verb: string, data?: Record<string, unknown>) => call<Outcome>('POST', 'press', { as, chat, messageId, verb, ...(data ? { data } : {}) }),
      invite: (messageId?: string) => call<DialogAnswer>('POST', 'dialog', { op: 'invite', as, chat, ...(messageId === undefined ? {} : { messageId }) }),
      find: (text = '') => call<FindAnswer>('POST', 'find', { as, chat, text }),
      paste: (index: number) => call<{ messageId: string }>('POST', 'paste', { as, chat, index }),
      app: (op: 'add' | 'remove') => call('POST', 'sharedChat', { op, as, chat }),
    }),
    inDialog: (as: PersonKey, asked: { op: 'submit' | 'look' | 'close'; inputs?: Record<string, string> }) => call<DialogAnswer>('POST', 'dialog', { as, ...asked }),
    signIn: (as: PersonKey) => call<{ continued: Outcome[] }>('POST', 'signin', { as }),
    mails: async (to: string) => (await call<{ mails: Mail[] }>('GET', `mail?to=${encodeURIComponent(to)}`)).mails,
    redeem: (email: string, identityProvider?: string) => call<{ userId: string }>('POST', 'redeem', { email, ...(identityProvider ? { identityProvider } : {}) }),
    /** A guest opens an app: one line of the sign-in log. */
    guestSignsIn: (email: string, given: { app?: string; errorCode?: number; homeTenantId?: string } = {}) => call<{ errorCode: number }>('POST', 'guest-signin', { email, ...given }),
    journal: async (since?: string) => (await call<{ entries: JournalEntry[] }>('GET', `journal${since ? `?since=${since}` : ''}`)).entries,
    faults: (faults: Fault | Fault[]) => call<{ faults: Fault[] }>('POST', 'faults', faults),
    remainingFaults: async () => (await call<{ faults: Fault[] }>('GET', 'faults')).faults,
    clearFaults: () => call('DELETE', 'faults'),
    advance: (duration: string) => call<{ now: string; offsetMs: number }>('POST', 'clock', { advance: duration }),
    webhooks: async () => (await call<{ calls: { id: string; timestamp: string; body: { type: string; data: Record<string, unknown> } }[] }>('GET', 'webhooks')).calls,
    reset: () => call('POST', 'reset', {}),
    /** Opens a dialog from a card, or does something in the open one. */
    dialog: (asked: Record<string, unknown>) => call<{ kind: string; text?: string; dialog?: { title: string; url?: string } }>('POST', 'dialog', asked),
    stepUp: (as: PersonKey, url: string) => call<{ status: number; signIns: number; title: string; problem?: string }>('POST', 'step-up', { as, url }),
    tenant: (change: Record<string, unknown>) => call('POST', 'tenant', change),
    bots: (op: 'kill' | 'restart', index = 0, signal?: string) => call('POST', 'bots', { op, index, ...(signal ? { signal } : {}) }),
  };
};
