/** Request headers that routes may look at; nothing else of them is handed on. */
export const seenHeaders = ['origin', 'cookie', 'sec-fetch-site', 'accept-language'] as const;

/** What a route gets to see of a request; nothing else of it is trusted or needed. */
export type HttpRequest = {
  readonly authorization: string | undefined;
  readonly headers: { readonly [Name in (typeof seenHeaders)[number]]?: string };
  /** Named parts of the path (`:name`), decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

/**
 * `text` is sent as text/plain, `page` as HTML, `file` as its type, `body` as JSON; none of them is an empty answer.
 * `headers` (lower case) win over those that every answer gets.
 */
export type HttpAnswer = {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly page?: string;
  readonly file?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
};

/** A route as data; `:name` in a path stands for one part of it. Only POST routes read a body. */
export type HttpRoute = { readonly method: 'GET' | 'POST'; readonly path: string; readonly handle: (request: HttpRequest) => Promise<HttpAnswer> };
