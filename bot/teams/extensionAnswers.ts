import { type CardJson } from './cardJson.ts';
import { type InvokeAnswer } from './invokeAnswers.ts';
import { type OutMessage } from './outgoing.ts';

const cardType = 'application/vnd.microsoft.card.adaptive';

/** One line of a search: what the searcher sees, and the card that choosing it pastes for everybody. */
export type FoundCard = { readonly title: string; readonly text: string; readonly card: CardJson };

const ok = (body: unknown): InvokeAnswer => ({ status: 200, body });
const attachment = (card: CardJson): Record<string, unknown> => ({ contentType: cardType, content: card });

/** Answers to a message extension's invokes; what came of our code is inside, the outer status is 200. */
export const answerExtension = {
  /** A dialog with a card in it. */
  dialog: (title: string, card: CardJson): InvokeAnswer => ok({ task: { type: 'continue', value: { title, width: 'medium', height: 'large', card: attachment(card) } } }),
  /** Last words of a dialog. */
  message: (text: string): InvokeAnswer => ok({ task: { type: 'message', value: text } }),
  results: (found: readonly FoundCard[]): InvokeAnswer =>
    ok({
      composeExtension: {
        type: 'result',
        attachmentLayout: 'list',
        attachments: found.map(({ title, text, card }) => ({ ...attachment(card), preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } } })),
      },
    }),
  /** Words in place of results. */
  note: (text: string): InvokeAnswer => ok({ composeExtension: { type: 'message', text } }),
  /** `silentAuth`: the client tries its own token first and shows the button only when that is not enough; `auth`: the button at once. */
  signIn: (type: 'silentAuth' | 'auth', { button, resource }: Extract<OutMessage, { kind: 'sign-in' }>): InvokeAnswer =>
    ok({ composeExtension: { type, suggestedActions: { actions: [{ type: 'openUrl', value: resource.link, title: button }] } } }),
  /** The silent token was not enough: the client shows the button of the answer before. */
  preconditionFailed: (): InvokeAnswer => ({ status: 412, body: { code: '412', message: 'A sign-in is needed.' } }),
} as const;
