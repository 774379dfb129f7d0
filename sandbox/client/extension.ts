import { z } from 'zod';
import { cardType } from '../channel/activity.ts';
import { singleSignOnToken } from '../channel/tokens.ts';
import { connectionName } from '../channel/tokenService.ts';
import { type Foundations } from '../foundations.ts';
import { type User } from '../state/objects.ts';
import { type Json } from './card.ts';
import { type BotAnswer } from './deliver.ts';
import { readFailure } from './readFailure.ts';

/** Sends one invoke from the chat in which the extension is used. */
export type Send = (name: string, value: Json) => Promise<BotAnswer>;

/** What an extension's own sign-in shows: a link behind a button. */
export type ExtensionSignIn = { kind: 'signIn'; text: string; title: string; link: string };

/** One result: what the searcher reads, and the card that choosing it pastes. */
export type Found = { title: string; text: string; card: Json };

export type FindAnswer = { kind: 'found'; rows: Found[] } | { kind: 'note'; text: string } | ExtensionSignIn | { kind: 'error'; status: number; code: string; text: string };

const auth = z.looseObject({
  composeExtension: z.looseObject({
    type: z.enum(['auth', 'silentAuth']),
    suggestedActions: z.looseObject({ actions: z.array(z.looseObject({ type: z.literal('openUrl'), value: z.string(), title: z.string() })).min(1) }),
  }),
});
const preview = z.looseObject({ contentType: z.string(), content: z.looseObject({ title: z.string().default(''), text: z.string().default('') }) });
const results = z.looseObject({
  composeExtension: z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('message'), text: z.string() }),
    z.looseObject({ type: z.literal('result'), attachmentLayout: z.enum(['list', 'grid']), attachments: z.array(z.looseObject({ contentType: z.literal(cardType), content: z.looseObject({ type: z.literal('AdaptiveCard') }), preview })) }),
  ]),
});

function readAuth({ body }: BotAnswer): (ExtensionSignIn & { silent: boolean }) | undefined {
  const asked = auth.safeParse(body).data?.composeExtension;
  const action = asked?.suggestedActions.actions[0];
  return asked && action && { kind: 'signIn', silent: asked.type === 'silentAuth', text: 'Guest Desk needs you to sign in.', title: action.title, link: action.value };
}

/**
 * Sends an invoke of the extension and does what a client does when it is asked for a sign-in: offers its own token
 * first where it may, and else shows the button.
 */
export async function askExtension(on: Foundations, user: User, send: Send, name: string, value: Json): Promise<BotAnswer | ExtensionSignIn> {
  const first = await send(name, value);
  const asked = readAuth(first);
  if (!asked) return first;
  const { silent, ...signIn } = asked;
  const token = silent ? await singleSignOnToken(on, user.id).catch(() => undefined) : undefined;
  if (token === undefined) return signIn;
  const second = await send(name, { ...value, authentication: { connectionName, token } });
  return second.status === 412 || readAuth(second) ? signIn : second;
}

/** Searches by the extension's query command. */
export async function findByExtension(on: Foundations, user: User, send: Send, { text, skip, state }: { text: string; skip: number; state?: string }): Promise<FindAnswer> {
  const parameters = text === '' ? [{ name: 'initialRun', value: 'true' }] : [{ name: 'text', value: text }];
  const value = { commandId: 'findGuests', parameters, queryOptions: { skip, count: 25 }, ...(state !== undefined && { state }) };
  const answer = await askExtension(on, user, send, 'composeExtension/query', value);
  if ('kind' in answer) return answer;
  const failure = readFailure(answer);
  if (failure) return failure;
  const read = results.safeParse(answer.body).data?.composeExtension;
  if (!read) return { kind: 'error', status: 200, code: 'BadAnswer', text: 'The bot sent no results that a client understands.' };
  if (read.type === 'message') return { kind: 'note', text: read.text };
  return { kind: 'found', rows: read.attachments.map(({ content, preview: { content: shown } }) => ({ title: shown.title, text: shown.text, card: content })) };
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The value of the action command; with the message it was chosen on, as Teams hands it over. */
export const inviteValue = (message?: { id: string; at: string; text?: string; writer: { id: string; name: string } | null }): Json => ({
  commandId: 'inviteToApp',
  commandContext: message ? 'message' : 'compose',
  ...(message && {
    messagePayload: {
      id: message.id,
      createdDateTime: message.at,
      body: { contentType: 'html', content: `<p>${escaped(message.text ?? '')}</p>` },
      from: message.writer ? { user: { id: message.writer.id, displayName: message.writer.name, userIdentityType: 'aadUser' } } : { application: { displayName: 'Guest Desk' } },
    },
  }),
});
