import { type IncomingMessage } from 'node:http';
import { secureCall } from '../channel/secureCall.ts';
import { type Foundations } from '../foundations.ts';
import { ControlError } from './controlError.ts';

type Parts = Pick<Foundations, 'settings' | 'tenant' | 'certificates'>;

type Passed = { readonly status: number; readonly headers: Record<string, string>; readonly text: string };

const longestForm = 64 * 1024;
const longestWaitMs = 15_000;

/**
 * The https server that has a page which a person walks through in a browser: redemption, consent, sign-in. The chat
 * page's own address passes these on, so that no browser warns of the sandbox's own certificate; undefined for all else.
 */
export function personServer(path: string, { settings: { ports }, tenant }: Parts): string | undefined {
  if (['/redeem', '/opened', '/assets/pages.css', `/${tenant.id}/oauth2/v2.0/authorize`].includes(path)) return `https://localhost:${ports.graph}`;
  return path === '/signin' || path.startsWith('/signin/') ? `https://localhost:${ports.channel}` : undefined;
}

/** Asks the https server and answers what it answered, with ways on that lead back here. @throws ControlError 413 */
export async function passOn(request: IncomingMessage, url: URL, server: string, parts: Parts): Promise<Passed> {
  const type = request.headers['content-type'];
  const answer = await secureCall({
    url: `${server}${url.pathname}${url.search}`,
    method: request.method === 'POST' ? 'POST' : 'GET',
    ...(request.method === 'POST' && { body: await readForm(request), headers: { 'content-type': type ?? '' } }),
    ca: parts.certificates.ca,
    timeoutMs: longestWaitMs,
  });
  const { location } = answer.headers;
  const kept: Record<string, string> = {};
  for (const name of ['content-type', 'content-security-policy']) {
    const value = answer.headers[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return {
    status: answer.status,
    text: answer.text,
    headers: {
      ...kept,
      'x-content-type-options': 'nosniff',
      // Without a referrer of its own site a form is sent with Origin `null`, which the guard refuses.
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      ...(typeof location === 'string' && { location: wayBack(location, parts) }),
    },
  };
}

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
