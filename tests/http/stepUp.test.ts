import { type StepUpPages, type StepUpView } from '../../bot/desk/stepUp/stepUpUseCases.ts';
import { startHttpServer, type HttpServer } from '../../bot/http/server.ts';
import { stepUpRoutes } from '../../bot/http/stepUp/stepUpRoutes.ts';
import { actStates } from '../../bot/core/stepUp/act.ts';
import { type Log } from '../../bot/telemetry/log.ts';
import { createTexts, languages } from '../../bot/text/text.ts';
import { stepUpViews } from '../cards/stepUpFacts.ts';

const lines: unknown[] = [];
const log = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, (line: unknown) => void lines.push(line)])) as unknown as Log;
const publicUrl = 'https://desk.hospital.example';
let view: StepUpView | undefined;
let came: unknown[];
const pages: StepUpPages = {
  show: async () => view,
  begin: async (actId, secret) => (came.push([actId, secret.length]), view && { kind: 'go', url: 'https://login.example/authorize?a=1&b="><script>', view }),
  finish: async (...given) => (came.push(given), view && { kind: 'stays', view }),
  close: async () => view,
};
let server: HttpServer;
let url: string;
beforeAll(async () => {
  server = await startHttpServer({ host: '127.0.0.1', port: 0, log, routes: stepUpRoutes({ pages, texts: createTexts(), publicUrl, frameOrigins: ['https://teams.microsoft.com', 'https://*.teams.microsoft.com'], scriptOrigins: ['https://res.cdn.office.net'] }) });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop(100));
beforeEach(() => {
  came = [];
  view = stepUpViews['open'];
});
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(url + path, { redirect: 'manual', headers });
const post = (path: string, headers: Record<string, string>): Promise<Response> => fetch(url + path, { method: 'POST', redirect: 'manual', headers });

it.each(['', 'x', '../..', 'en-', 'zz-ZZ', '<script>', 'a'.repeat(5000), 'de_DE@x', '%00'])('a wish for the language %j gets a page', async (lang) => {
  const answer = await get(`/step-up/act?lang=${encodeURIComponent(lang)}`, { 'accept-language': 'xx-;q=1' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).not.toContain('<script>');
});

it.each(languages)('every state has its page in %s, without a word missing', async (lang) => {
  for (const each of Object.values(stepUpViews)) {
    view = each;
    const text = await (await get(`/step-up/act?lang=${lang}`)).text();
    expect(text).toContain(`<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(text).not.toMatch(/undefined|\[object|\{\w+\}/);
  }
  expect(new Set(Object.values(stepUpViews).map(({ state }) => state)).size).toBe(actStates.length + 1);
});

it.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "' onmouseover='x", '</title><svg/onload=x>', '&lt;b&gt;', '`${x}`', '\u202Eevil'])('a name or address like %j is text on every page, never markup', async (hostile) => {
  for (const each of Object.values(stepUpViews)) {
    view = { ...each, guest: { name: hostile, email: hostile }, appName: hostile, address: hostile, askedBy: { id: 'x', name: hostile }, problem: each.problem ?? 'wrong-person' };
    const text = await (await get('/step-up/act')).text();
    expect(text).not.toMatch(/<img|<script>|<svg|<\/title><|alert\(1\)<\/script>|' on/);
    expect([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual(['<script src="/step-up/assets/teams.js" defer>', '<script src="/step-up/assets/stepUp.js" defer>']);
  }
});

it('the way on is a link with its address escaped, and the secret goes into the cookie alone', async () => {
  const answer = await post('/step-up/act/sign-in', { origin: publicUrl, 'sec-fetch-site': 'same-origin' });
  const text = await answer.text();
  expect(text).toContain('href="https://login.example/authorize?a=1&amp;b=&quot;&gt;&lt;script&gt;"');
  const secret = /\.([\w-]{43});/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
  expect([secret.length, text.includes(secret), came]).toEqual([43, false, [['act', 43]]]);
});

it.each([['none', ''], ['another name', `guest-desk-step-up=act.${'s'.repeat(43)}`], ['no act', `__Host-guest-desk-step-up=${'s'.repeat(43)}`], ['short', '__Host-guest-desk-step-up=act.abc'], ['long', `__Host-guest-desk-step-up=act.${'s'.repeat(60)}`], ['odd', `__Host-guest-desk-step-up=a/b.${'s'.repeat(43)}`]])('a cookie that is %s comes to nothing', async (_name, cookie) => {
  const answer = await get('/step-up/callback?code=c&state=s', cookie === '' ? {} : { cookie });
  expect([answer.status, came]).toEqual([400, []]);
});

it('the way back takes its cookie among others, forgets it, and leaves an address without the code', async () => {
  view = stepUpViews['done'];
  const answer = await get('/step-up/callback?code=c&state=s', { cookie: `a=b; __Host-guest-desk-step-up=act.${'s'.repeat(43)}; c=d` });
  expect([answer.status, answer.headers.get('location'), answer.headers.get('set-cookie')]).toEqual([303, `/step-up/${view?.actId}`, expect.stringContaining('Max-Age=0')]);
  expect(came).toEqual([['act', { secret: 's'.repeat(43), state: 's', code: 'c', error: null }, expect.stringMatching(/^[\w-]{43}$/)]]);
  expect(JSON.stringify(lines)).not.toContain('code=c');
});

it('Teams alone may frame it; teams-js comes from our own host', async () => {
  const { headers } = await get('/step-up/act');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; script-src 'self'; style-src 'self'; connect-src https://res.cdn.office.net; form-action 'self'; base-uri 'none'; frame-ancestors https://teams.microsoft.com https://*.teams.microsoft.com");
  const teams = await get('/step-up/assets/teams.js');
  expect([teams.status, teams.headers.get('content-type'), (await teams.text()).includes('microsoftTeams')]).toEqual([200, 'text/javascript; charset=utf-8', true]);
  for (const file of ['stepUp.css', 'stepUp.js']) expect((await get(`/step-up/assets/${file}`)).status).toBe(200);
  expect((await get('/step-up/assets/..%2f..%2fconfig.ts')).status).toBe(404);
});
