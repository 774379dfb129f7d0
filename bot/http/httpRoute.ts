/** What a route gets to see of a request; nothing else of it is trusted or needed. */
export type HttpRequest = { readonly authorization: string | undefined; readonly query: URLSearchParams; readonly body: unknown };

/** `text` is sent as text/plain, `body` as JSON; neither is an empty answer. */
export type HttpAnswer = { readonly status: number; readonly body?: unknown; readonly text?: string };

/** A route as data. Only POST routes read a body. */
export type HttpRoute = { readonly method: 'GET' | 'POST'; readonly path: string; readonly handle: (request: HttpRequest) => Promise<HttpAnswer> };
