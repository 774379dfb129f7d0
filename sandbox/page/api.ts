import { z } from 'zod';

// The page's content security policy forbids the code generation zod would otherwise try.
z.config({ jitless: true });

const outcome = z.object({
  pressId: z.string(),
  verb: z.string(),
  kind: z.enum(['card', 'message', 'error', 'signIn']),
  text: z.string().optional(),
  title: z.string().optional(),
  link: z.string().optional(),
  status: z.number().optional(),
  code: z.string().optional(),
});
const size = z.union([z.number(), z.string()]);
const dialogFace = z.object({ title: z.string(), width: size, height: size, card: z.record(z.string(), z.unknown()).optional(), url: z.string().optional() });
const dialogAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dialog'), dialog: dialogFace }),
  z.object({ kind: z.literal('message'), text: z.string() }),
  z.object({ kind: z.literal('closed') }),
  z.object({ kind: z.literal('error'), status: z.number(), code: z.string(), text: z.string() }),
  z.object({ kind: z.literal('signIn'), text: z.string(), title: z.string(), link: z.string() }),
]);
const message = z.object({
  id: z.string(),
  from: z.string(),
  at: z.string(),
  editedAt: z.string().optional(),
  text: z.string().optional(),
  textFormat: z.string().optional(),
  card: z.record(z.string(), z.unknown()).optional(),
  signIn: z.object({ text: z.string(), title: z.string(), link: z.string() }).optional(),
  failed: z.boolean().optional(),
  revision: z.number(),
  thread: z.string().optional(),
  outcome: outcome.optional(),
});
const person = z.object({
  key: z.string(),
  id: z.string(),
  name: z.string(),
  mail: z.string().nullish(),
  hasApp: z.boolean(),
  about: z.string().nullish(),
});
const fault = z.looseObject({ to: z.string(), method: z.string().optional(), path: z.string().optional(), times: z.number().optional() });
const clock = z.object({ now: z.string(), offsetMs: z.number() });
const sharedChat = z.object({ key: z.string(), kind: z.enum(['groupChat', 'channel']), name: z.string(), team: z.string().optional(), members: z.array(z.string()), hasBot: z.boolean() });
const state = z.object({
  ready: z.boolean(),
  people: z.array(person),
  sharedChats: z.array(sharedChat).default([]),
  tenant: z.object({ name: z.string(), domain: z.string() }).optional(),
  guests: z.array(z.object({ id: z.string(), displayName: z.string().nullish(), mail: z.string().nullish() })).default([]),
  bots: z.array(z.object({ index: z.number(), up: z.boolean() })).default([]),
  faults: z.array(fault).default([]),
  clock,
});
const findAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), rows: z.array(z.object({ title: z.string(), text: z.string() })) }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({ kind: z.literal('signIn'), text: z.string(), title: z.string(), link: z.string() }),
  z.object({ kind: z.literal('error'), text: z.string() }),
]);
const choicesAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), choices: z.array(z.object({ title: z.string(), value: z.string() })) }),
  z.object({ kind: z.literal('error'), text: z.string() }),
]);
const mail = z.object({
  id: z.string(),
  at: z.string(),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  redeemUrl: z.string().nullish(),
});
const journalEntry = z.object({
  at: z.string(),
  to: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number().nullable(),
  onBehalfOf: z.string().nullish(),
  who: z.string().nullish(),
  scopes: z.array(z.string()).nullish(),
  body: z.unknown().optional(),
  response: z.unknown().optional(),
});
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), input: z.string().optional() }) });

export type Outcome = z.infer<typeof outcome>;
export type DialogFace = z.infer<typeof dialogFace>;
export type DialogAnswer = z.infer<typeof dialogAnswer>;
export type Message = z.infer<typeof message>;
export type SharedChat = z.infer<typeof sharedChat>;
export type FindAnswer = z.infer<typeof findAnswer>;
export type Person = z.infer<typeof person>;
export type SandboxState = z.infer<typeof state>;
export type Fault = z.infer<typeof fault>;
export type ClockFace = z.infer<typeof clock>;
export type Mail = z.infer<typeof mail>;
export type JournalEntry = z.infer<typeof journalEntry>;
export type Choice = { readonly title: string; readonly value: string; readonly detail?: string };

/** What the control API refused, in words fit for showing. */
export class Refusal extends Error {
  readonly code: string;
  readonly input: string | undefined;

  constructor(code: string, message: string, input?: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.input = input;
  }
}

/** For reads that the next event repeats: a refusal becomes `undefined`, any other error stays one. */
export function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}

async function call<T>(schema: z.ZodType<T>, method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const init: RequestInit = method === 'GET' ? {} : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) };
  let response: Response;
  try {
    response = await fetch(`/_sandbox/${path}`, init);
  } catch {
    throw new Refusal('unreachable', 'The sandbox does not answer. Is it still running?');
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const told = refusal.safeParse(answer);
    if (told.success) throw new Refusal(told.data.error.code, told.data.error.message, told.data.error.input);
    throw new Refusal('http', `The sandbox answered ${response.status}.`);
  }
  return schema.parse(answer);
}

/** The control API of the sandbox; every call throws {@link Refusal} when it was refused or the sandbox is gone. */
export const api = {
  state: () => call(state, 'GET', 'state'),
  chat: (as: string, chat?: string) => call(z.object({ messages: z.array(message) }), 'GET', chat === undefined ? `chats/${as}` : `chats/${as}?chat=${chat}`).then((answer) => answer.messages),
  say: (as: string, text: string, where: { chat?: string | undefined; mention?: boolean } = {}) => call(z.unknown(), 'POST', 'say', { as, text, ...where }),
  /** Searches by the message extension; `paste` puts a result of the last search into the chat. */
  find: (as: string, chat: string | undefined, text: string) => call(findAnswer, 'POST', 'find', { as, chat, text }),
  paste: (as: string, chat: string | undefined, index: number) => call(z.unknown(), 'POST', 'paste', { as, chat, index }),
  /** Choices that the bot offers for what was typed into an input of a card, or of the open dialog. */
  choices: async (typed: { as: string; chat?: string | undefined; messageId?: string; input: string; text: string }): Promise<readonly Choice[]> => {
    const answer = await call(choicesAnswer, 'POST', 'choices', typed);
    return answer.kind === 'found' ? answer.choices : [];
  },
  press: (press: { as: string; chat?: string | undefined; messageId: string; verb: string; inputs: Record<string, string>; data: unknown }) => call(outcome, 'POST', 'press', press),
  /** What is done with a Teams dialog: `open` from a card's message, `invite` by the message extension, `look` after a sign-in, `submit` its card, `hand` over its page's result, `close`. */
  dialog: (asked: { op: 'open' | 'invite' | 'look' | 'submit' | 'hand' | 'close'; as: string } & Record<string, unknown>) => call(dialogAnswer, 'POST', 'dialog', asked),
  people: async (query: string): Promise<Choice[]> => {
    const found = z.object({ people: z.array(z.object({ id: z.string(), name: z.string(), mail: z.string().nullish() })) });
    const { people } = await call(found, 'GET', `people?query=${encodeURIComponent(query)}`);
    return people.map(({ id, name, mail }) => ({ title: name, value: id, ...(mail ? { detail: mail } : {}) }));
  },
  mails: () => call(z.object({ mails: z.array(mail) }), 'GET', 'mail').then((answer) => answer.mails),
  journal: (since: string | undefined) =>
    call(z.object({ entries: z.array(journalEntry) }), 'GET', since === undefined ? 'journal' : `journal?since=${encodeURIComponent(since)}`).then(
      (answer) => answer.entries,
    ),
  clearFaults: () => call(z.unknown(), 'DELETE', 'faults'),
  advance: (duration: string) => call(clock, 'POST', 'clock', { advance: duration }),
  reset: () => call(z.unknown(), 'POST', 'reset'),
};
