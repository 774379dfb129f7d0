import { type CardJson } from './cardJson.ts';
import { signInContent, type OutMessage } from './outgoing.ts';

/** The HTTP answer to an invoke: `status` outside, `body` inside. */
export type InvokeAnswer = { readonly status: number; readonly body?: unknown };

/**
 * Answers to `adaptiveCard/action`. Outside always 200, because our code ran; what came of it is inside. A refusal is a
 * card or a message: clients show anything else as their own error dialog (facts/teams-and-security.md fact 9).
 */
export const answerPress = {
  card: (card: CardJson): InvokeAnswer => inside(200, 'application/vnd.microsoft.card.adaptive', card),
  message: (text: string): InvokeAnswer => inside(200, 'application/vnd.microsoft.activity.message', text),
  /** The client gets a token silently and sends the same press again. */
  login: (request: Extract<OutMessage, { kind: 'sign-in' }>): InvokeAnswer => inside(401, 'application/vnd.microsoft.activity.loginRequest', signInContent(request)),
  /** The silent token was not enough: the client shows the sign-in button of the login request. */
  preconditionFailed: (): InvokeAnswer => inside(412, 'application/vnd.microsoft.error.preconditionFailed', { code: '412', message: 'A sign-in is needed.' }),
  /** For what no card of ours sends. */
  error: (statusCode: 400 | 500, code: string, message: string): InvokeAnswer => inside(statusCode, 'application/vnd.microsoft.error', { code, message }),
} as const;

const inside = (statusCode: number, type: string, value: unknown): InvokeAnswer => ({ status: 200, body: { statusCode, type, value } });

/** A line of a list of choices: what is read, and what the input then holds. */
export type FoundChoice = { readonly title: string; readonly value: string };

/** Answer to `application/search`; the client adds the card's own choices itself. */
export const answerSearch = (results: readonly FoundChoice[]): InvokeAnswer => inside(200, 'application/vnd.microsoft.search.searchResponse', { results });

/** Answers to `signin/…`. Here Teams reads the outer status: 412 makes the client show the sign-in button. */
export const answerSignIn = {
  done: (): InvokeAnswer => ({ status: 200, body: {} }),
  refused: (exchange: { id: string; connectionName: string }): InvokeAnswer => ({ status: 412, body: { ...exchange, failureDetail: 'The token could not be exchanged.' } }),
} as const;

/** An invoke that Guest Desk does not know; 200, because clients show everything else as an error. */
export const answerUnknownInvoke = (): InvokeAnswer => ({ status: 200, body: {} });
