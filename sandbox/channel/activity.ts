import { z } from 'zod';
import { type Content, type SignInCard } from './chats.ts';
import { type Json } from '../client/card.ts';

/** Media type of an Adaptive Card as an attachment. */
export const cardType = 'application/vnd.microsoft.card.adaptive';
const oauthCardType = 'application/vnd.microsoft.card.oauth';

/** What the connector reads of an activity that a bot sends; other members are taken and ignored, as Teams does. */
export const sentActivity = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  textFormat: z.string().optional(),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown().optional() })).optional(),
});
export type SentActivity = z.infer<typeof sentActivity>;

/** An OAuthCard, and with the same members the value of a card's login request. */
export const signInRequest = z.looseObject({
  text: z.string().default('Please sign in'),
  connectionName: z.string(),
  tokenExchangeResource: z.looseObject({ id: z.string() }).nullish(),
  buttons: z.array(z.looseObject({ title: z.string().optional(), value: z.string() })).min(1),
});

/** @throws z.ZodError when it is none */
export function readSignIn(value: unknown): SignInCard {
  const { text, connectionName, tokenExchangeResource, buttons } = signInRequest.parse(value);
  const button = buttons[0];
  return { text, title: button?.title ?? 'Sign in', link: button?.value ?? '', connectionName, exchangeId: tokenExchangeResource?.id ?? null };
}

const plainObject = z.record(z.string(), z.unknown());

/**
 * The messages that Teams makes of one activity: text beside a card is split, and only the first part keeps the
 * id that the bot is told. @throws z.ZodError or RangeError for what no client could show
 */
export function messagesOf(activity: SentActivity): [Content, ...Content[]] {
  const parts: Content[] = [];
  if (activity.text !== undefined && activity.text !== '') {
    parts.push({ text: activity.text, textFormat: activity.textFormat ?? 'markdown' });
  }
  for (const { contentType, content } of activity.attachments ?? []) {
    if (contentType === cardType) parts.push({ card: plainObject.parse(content) satisfies Json });
    else if (contentType === oauthCardType) parts.push({ signIn: readSignIn(content) });
    else throw new RangeError(`No client shows an attachment of type ${contentType}.`);
  }
  const [first, ...more] = parts;
  if (!first) throw new RangeError('An activity of type message needs text or an attachment.');
  return [first, ...more];
}
