import { type Activity as BotActivity } from 'botframework-schema';
import { type Answer } from './answer.ts';
import { type SignInResource } from './tokenService.ts';

/** What the bot says in a chat. */
export type OutMessage = Answer | { readonly kind: 'sign-in'; readonly text: string; readonly button: string; readonly connection: string; readonly resource: SignInResource };

/** Says something in the chat of the turn. */
export type Reply = (message: OutMessage) => Promise<void>;

/** A message as the connector takes it. Text and card never share one: Teams would split them and lose the id. */
export const toActivity = (message: OutMessage): Partial<BotActivity> => {
  switch (message.kind) {
    case 'message':
      return { type: 'message', text: message.text, textFormat: 'plain' };
    case 'card':
      return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: message.card }], ...summaryOf(message.card) };
    case 'sign-in':
      return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.oauth', content: signInContent(message) }] };
  }
};

/** The sign-in request of a message and of a press; both have the same shape. */
export const signInContent = ({ text, button, connection, resource }: Extract<OutMessage, { kind: 'sign-in' }>): Record<string, unknown> => ({
  text,
  connectionName: connection,
  tokenExchangeResource: { id: resource.exchange.id, uri: resource.exchange.uri, ...(resource.exchange.providerId === null ? {} : { providerId: resource.exchange.providerId }) },
  buttons: [{ title: button, text, type: 'signin', value: resource.link }],
});

/** What a notification shows; without it Teams says "sent a card". */
const summaryOf = (card: Readonly<Record<string, unknown>>): Partial<BotActivity> => (typeof card['speak'] === 'string' ? { summary: card['speak'] } : {});
