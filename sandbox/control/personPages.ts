import { type IncomingMessage } from 'node:http';
import { secureCall } from '../channel/secureCall.ts';
import { type Foundations } from '../foundations.ts';
import { ControlError } from './controlError.ts';

type Parts = Pick<Foundations, 'settings' | 'tenant' | 'certificates'>;

type Passed = { readonly status: number; readonly headers: Record<string, string>; readonly text: string };

const longestForm = 64 * 1024;
const longestWaitMs = 15_000;

/**
 * The https server that has a page which a person walks through in a browser: redemption, consent, sign-in, and the
 * bot's own pages. The chat page's own address passes these on, so that no browser warns of the sandbox's own
 * certificate; undefined for all else.
 */
export function personServer(path: string, { settings: { ports }, tenant }: Parts): string | undefined {
  if (['/redeem', '/opened', '/assets/pages.css', `/${tenant.id}/oauth2/v2.0/authorize`].includes(path)) return `https://localhost:${ports.graph}`;
  if (path.startsWith('/step-up/')) return `https://localhost:${ports.door}`;
  return path === '/signin' || path.startsWith('/signin/') ? `https://localhost:${ports.channel}` : undefined;
}

/** Asks the https server and answers what it answered, with ways on that lead back here. @throws ControlError 413 */
export async function passOn(request: IncomingMessage, url: URL, server: string, parts: Parts): Promise<Passed> {
  const isBot = url.pathname.startsWith('/step-up/');
  const type = request.headers['content-type'];
  const answer = await secureCall({
    url: `${server}${url.pathname}${url.search}`,
    method: request.method === 'POST' ? 'POST' : 'GET',
    headers: { ...(request.method === 'POST' && { 'content-type': type ?? '' }), ...(isBot && asSeenByBot(request, server)) },
    ...(request.method === 'POST' && { body: await readForm(request) }),
    ca: parts.certificates.ca,
    timeoutMs: longestWaitMs,
  });
  const { location } = answer.headers;
  const kept: Record<string, string> = {};
  for (const name of ['content-type', 'content-security-policy', ...(isBot ? ['referrer-policy', 'cache-control'] : [])]) {
    const value = answer.headers[name];
    if (typeof value === 'string') kept[name] = value;
  }
  const cookie = [answer.headers['set-cookie'] ?? []].flat()[0];
  return {
    status: answer.status,
    text: isBot ? withWaysOn(answer.text, parts) : answer.text,
    headers: {
      'x-content-type-options': 'nosniff',
      // Without a referrer of its own site a form is sent with Origin `null`, which the guard refuses.
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      ...kept,
      ...(typeof location === 'string' && { location: wayBack(location, parts) }),
      ...(isBot && cookie !== undefined && { 'set-cookie': cookie.replace(hostPrefix, '').replace(/; Secure/i, '') }),
    },
  };
}

/** A cookie name that browsers keep for https only; the address that passes pages on has none. */
const hostPrefix = '__Host-';

/** The request as it would have come over https to the bot's own address. */
function asSeenByBot({ headers }: IncomingMessage, server: string): Record<string, string> {
  const { origin, cookie, 'sec-fetch-site': site, 'accept-language': language } = headers;
  return {
    ...(origin !== undefined && { origin: origin === `http://${headers.host ?? ''}` ? server : origin }),
    ...(cookie !== undefined && { cookie: cookie.replace(/(^|;\s*)(guest-desk-)/g, `$1${hostPrefix}$2`) }),
    ...(typeof site === 'string' && { 'sec-fetch-site': site }),
    ...(language !== undefined && { 'accept-language': language }),
  };
}

/** Links of a page to the sign-in page, under the address that passes that on. */
const withWaysOn = (page: string, { settings: { ports } }: Parts): string => page.replaceAll(`href="https://localhost:${ports.graph}/`, 'href="/');

function wayBack(location: string, parts: Parts): string {
  const target = URL.parse(location);
  return target && personServer(target.pathname, parts) === target.origin ? `${target.pathname}${target.search}` : location;
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestForm) throw new ControlError(413, 'tooLarge', 'A form has at most 64 KB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
