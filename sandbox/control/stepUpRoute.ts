import { z } from 'zod';
import { secureCall, type Answer } from '../channel/secureCall.ts';
import { oidOf, personKeys } from './cast.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { route } from './route.ts';

const body = z.strictObject({ as: z.enum(personKeys), url: z.url() });
const longestWaitMs = 20_000;
const mostSignIns = 4;

/** Where the page's link to the sign-in leads; undefined on a page that has none. */
const signInLink = (page: string): string | undefined => /<a class="button" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');

/** The words of a page: its heading, and the problem it tells of. */
function wordsOf(page: string): { title: string; problem?: string } {
  const text = (pattern: RegExp): string | undefined => pattern.exec(page)?.[1]?.replaceAll(/<[^>]+>/g, '').trim();
  const problem = text(/<p class="problem"[^>]*>(.*?)<\/p>/s);
  return { title: text(/<h1>(.*?)<\/h1>/s) ?? '', ...(problem !== undefined && { problem }) };
}

/** Walks the page of an administrative act as a person does in a browser: reads it, signs in as `as` (again where more is asked for), reads how it ended. */
async function walk(world: ControlWorld, { as: key, url }: z.infer<typeof body>): Promise<unknown> {
  const door = `https://localhost:${world.settings.ports.door}`;
  const page = new URL(url);
  if (page.origin !== door || !page.pathname.startsWith('/step-up/')) throw new ControlError(400, 'noStepUp', 'This is no page of an administrative act.');
  let cookie = '';
  const go = async (method: 'GET' | 'POST', target: string): Promise<Answer> => {
    const headers = { ...(cookie !== '' && { cookie }), ...(method === 'POST' && { origin: door, 'sec-fetch-site': 'same-origin' }) };
    const answer = await secureCall({ url: target, method, headers, ca: world.certificates.ca, timeoutMs: longestWaitMs });
    const given = [answer.headers['set-cookie'] ?? []].flat()[0];
    if (given !== undefined) cookie = given.split(';')[0] ?? '';
    return answer.status === 303 ? go('GET', door + String(answer.headers['location'])) : answer;
  };
  let answer = await go('POST', `${door}${page.pathname}/sign-in`);
  let signIns = 0;
  for (let link = signInLink(answer.text); link !== undefined && signIns < mostSignIns; link = signInLink(answer.text)) {
    signIns += 1;
    answer = await go('GET', world.directory.signIn(link, oidOf(key)));
  }
  return { status: answer.status, signIns, ...wordsOf(answer.text) };
}

/** An administrative act, walked to its end by a script. */
export const stepUpRoute = route({ method: 'POST', path: 'step-up', body, answer: (world, { body: asked }) => walk(world, asked) });
