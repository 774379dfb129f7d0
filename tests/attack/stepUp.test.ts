import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { attackStage } from '../support/attackStage.ts';
import { createTestDatabase, onTestServer } from '../support/database.ts';
import { aRedeemedGuest, createWalk, openAct, redemptionBecomes, resetCalls, type Walk } from '../support/stepUpWalk.ts';

/** Row 26 of the threat table and the attacks on administrative acts, over HTTP against the whole process. */
const database = await createTestDatabase();
const stage = attackStage({ env: { DATABASE_URL: database } });
let walk: Walk;
let guest: { email: string; requestId: string };

beforeAll(async () => {
  walk = await createWalk(stage.sandbox);
  guest = await aRedeemedGuest(stage.sandbox, stage.cast);
}, 90_000);
afterEach(() => stage.sandbox.clearFaults());

const open = (as: Parameters<typeof openAct>[1] = 'helpdesk', more: Parameters<typeof openAct>[3] = {}) => openAct(stage, as, guest.requestId, more);
const iris = (): string => stage.attacker.oid('helpdesk');
const resets = async (): Promise<number> => (await resetCalls(stage.sandbox, guest.email)).filter((entry) => entry.status === 201).length;
const nothingHappens = async <T>(attack: () => Promise<T>): Promise<T> => {
  const before = await resets();
  const outcome = await attack();
  expect(await resets()).toBe(before);
  return outcome;
};
const inside = (sql: string): Promise<unknown> => onTestServer(sql, new URL(database).pathname.slice(1));

describe('who may', () => {
  it.each([['owner', 'Only the service desk'], ['approver', 'Only the service desk'], ['outsider', 'members of this organisation']] as const)('%s may not', async (as, says) => {
    expect((await open(as)).text).toContain(says);
  });

  it('the service desk may not change an address, whatever its card says', async () => {
    expect((await open('helpdesk', { kind: 'invitation.changeAddress', email: 'x@praxis.example' })).text).toContain('Only a User Administrator');
  });

  it('an act is nobody else\'s to close or to enter from the chat', async () => {
    const { actId } = await open();
    expect((await stage.attacker.sendSigned(stage.attacker.press('admin', 'stepUp.close', { actId }))).text).toContain('does not exist any more');
    expect((await walk.browser().look(actId)).text).toContain('Sign in and do it');
  });
});

it('wrong person: somebody else signs in, nothing happens, and the right one can still do it', async () => {
  const { actId } = await open();
  const browser = walk.browser();
  const page = await nothingHappens(async () => browser.comeBack(await browser.signIn((await browser.begin(actId)).url, stage.attacker.oid('admin2'))));
  expect(page.text).toContain('Somebody else signed in');
  const done = await browser.comeBack(await browser.signIn((await browser.begin(actId)).url, iris()));
  expect(done.text).toContain('is asked to accept again');
  await redemptionBecomes(stage.sandbox, guest.email, 'PendingAcceptance');
  await stage.cast.owner.card(guest.email, /is invited to Imaging/);
});

it('replayed: neither callback, code nor page does it a second time', async () => {
  const { actId } = await open();
  const browser = walk.browser();
  const back = await browser.signIn((await browser.begin(actId)).url, iris());
  const cookie = browser.cookie();
  expect((await browser.comeBack(back)).text).toContain('is asked to accept again');
  await nothingHappens(async () => {
    browser.setCookie(cookie);
    expect((await browser.comeBack(back)).text).not.toContain('Sign in and do it');
    expect((await browser.begin(actId)).answer.status).toBe(409);
    const other = await open();
    const second = walk.browser();
    const begun = await second.begin(other.actId);
    const stolen = new URL(await second.signIn(begun.url, iris()));
    stolen.searchParams.set('code', new URL(back).searchParams.get('code') ?? '');
    expect((await second.comeBack(stolen.href)).text).toContain('The sign-in did not work');
  });
});

it('two answers at once: one does it', async () => {
  const { actId } = await open();
  const browser = walk.browser();
  const back = await browser.signIn((await browser.begin(actId)).url, iris());
  const cookie = browser.cookie();
  const before = await resets();
  await Promise.all([1, 2, 3, 4].map(() => walk.browser().go('GET', back, { cookie })));
  expect(await resets()).toBe(before + 1);
});

describe('another act\'s', () => {
  it('state, cookie or id is no use', () => nothingHappens(async () => {
    const [mine, theirs] = [await open(), await open()];
    const [a, b] = [walk.browser(), walk.browser()];
    const [urlA, urlB] = [(await a.begin(mine.actId)).url, (await b.begin(theirs.actId)).url];
    const backA = await a.signIn(urlA, iris());
    const cookieA = a.cookie();
    const backB = await b.signIn(urlB, iris());
    a.setCookie(b.cookie());
    expect((await a.comeBack(backA)).text).toMatch(/does not belong to this page/);
    expect((await walk.browser().go('GET', backB, { cookie: cookieA.replace(mine.actId, theirs.actId) })).status).toBe(403);
    expect((await walk.browser().go('GET', backB)).status).toBe(400);
    expect((await walk.browser().go('GET', `/step-up/callback?code=x&state=${'y'.repeat(43)}`, { cookie: cookieA })).status).toBe(403);
  }));

  it('a guess does not end the sign-in that is under way', async () => {
    const { actId } = await open();
    const browser = walk.browser();
    const { url } = await browser.begin(actId);
    const cookie = browser.cookie();
    await walk.browser().go('GET', `/step-up/callback?code=x&state=${'y'.repeat(43)}`, { cookie });
    expect((await browser.comeBack(await browser.signIn(url, iris()))).text).toContain('is asked to accept again');
  });
});

it('closed half-way: the window is gone, a new one begins, the old answer is dead', async () => {
  const { actId } = await open();
  const first = walk.browser();
  const back = await first.signIn((await first.begin(actId)).url, iris());
  const second = walk.browser();
  expect((await second.look(actId)).text).toContain('Sign in and do it');
  const { url } = await second.begin(actId);
  await nothingHappens(() => first.comeBack(back));
  expect((await second.comeBack(await second.signIn(url, iris()))).text).toContain('is asked to accept again');
});

it('guessed and forged ids show one and the same page', async () => {
  const pages = await Promise.all(['0f6c1b1e-7d7a-4c52-9d56-1f2e3d4c5b6a', 'x', "' or 1=1 --", '%00', 'a'.repeat(90)].map((id) => walk.browser().look(encodeURIComponent(id))));
  expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
  expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  expect((await walk.browser().begin('0f6c1b1e-7d7a-4c52-9d56-1f2e3d4c5b6a')).answer.status).toBe(404);
});

it('CSRF: a form of another site, or of nobody, begins and closes nothing', async () => {
  const { actId } = await open();
  for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }, { origin: walk.door, 'sec-fetch-site': 'cross-site' }, { origin: `${walk.door}.evil.example` }] as Record<string, string>[]) {
    const { answer } = await walk.browser().begin(actId, headers);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, expect.arrayContaining([expect.stringContaining('Max-Age=0')])]);
    expect((await walk.browser().go('POST', `/step-up/${actId}/close`, headers)).status).toBe(403);
  }
  expect((await walk.browser().look(actId)).text).toContain('Sign in and do it');
});

describe('the pages', () => {
  it('are framed by Teams alone, run no script but ours, and are kept nowhere', async () => {
    const { actId } = await open();
    const { headers, text } = await walk.browser().look(actId);
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'self'", `frame-ancestors http://localhost:${stage.sandbox.ports.PAGE} http://127.0.0.1:${stage.sandbox.ports.PAGE}`]) expect(policy.split('; ')).toContain(part);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style=/);
  });

  it('the cookie is for this host alone, over https, out of reach of scripts', async () => {
    const { actId } = await open();
    const { answer } = await walk.browser().begin(actId);
    expect([answer.headers['set-cookie']].flat()[0]).toMatch(/^__Host-guest-desk-step-up=[\w-]+\.[\w-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/);
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
  });

  it('the way to Entra carries proof key, nonce, fresh sign-in and exactly our address', async () => {
    const { actId } = await open();
    const { url } = await walk.browser().begin(actId);
    const asked = new URL(url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', prompt: 'login', max_age: '0', code_challenge_method: 'S256', redirect_uri: `${walk.door}/step-up/callback`, login_hint: 'iris@hospital.example' });
    expect(asked.get('nonce')?.length).toBe(43);
    expect(asked.get('state')).not.toContain(actId);
    expect(url).not.toContain(actId);
  });
});

it('row 26: a claims challenge brings one sign-in more, with these claims; the act is done once', async () => {
  const claims = Buffer.from('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}').toString('base64');
  const before = await resets();
  await stage.sandbox.faults({ to: 'graph', method: 'POST', path: '/invitations', times: 1, status: 401, headers: { 'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${claims}"` }, body: { error: { code: 'InvalidAuthenticationToken', message: 'challenge' } } });
  const { actId } = await open();
  const browser = walk.browser();
  const again = await browser.comeBack(await browser.signIn((await browser.begin(actId)).url, iris()));
  expect(again.text).toContain('stronger sign-in');
  const url = /href="(https:[^"]+authorize[^"]+)"/.exec(again.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(JSON.parse(new URL(url).searchParams.get('claims') ?? '')).toMatchObject({ access_token: { acrs: { value: 'c1' } } });
  expect((await browser.comeBack(await browser.signIn(url, iris()))).text).toContain('is asked to accept again');
  expect(await resets()).toBe(before + 1);
});

it('row 26: a directory that is never content is given up, not asked for ever', () => nothingHappens(async () => {
  const claims = Buffer.from('{"access_token":{"acrs":{"essential":true,"value":"c9"}}}').toString('base64');
  await stage.sandbox.faults({ to: 'graph', method: 'POST', path: '/invitations', times: 9, status: 401, headers: { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` }, body: { error: { code: 'InvalidAuthenticationToken', message: 'challenge' } } });
  const { actId } = await open();
  const browser = walk.browser();
  let { url } = await browser.begin(actId);
  let page = { text: '' };
  for (let round = 0; round < 5 && url !== ''; round += 1) {
    page = await browser.comeBack(await browser.signIn(url, iris()));
    url = /href="(https:[^"]+authorize[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  }
  expect(page.text).toContain('kept asking for a stronger sign-in');
}));

describe('a token that is not right', () => {
  const answerWith = async (change: Record<string, unknown>) => {
    const { attacker, sandbox } = stage;
    const { actId } = await open();
    const browser = walk.browser();
    const { url } = await browser.begin(actId);
    const back = await browser.signIn(url, iris());
    const asked = new URL(url).searchParams;
    const now = attacker.now();
    const idToken = await attacker.keys.entra.sign({ iss: 'x', aud: asked.get('client_id') ?? '', tid: attacker.tenantId, oid: iris(), sub: iris(), nonce: asked.get('nonce'), auth_time: now, iat: now, nbf: now, exp: now + 3600, ver: '2.0', ...change });
    const clientInfo = Buffer.from(JSON.stringify({ uid: iris(), utid: attacker.tenantId })).toString('base64url');
    await sandbox.faults({ to: 'entra', method: 'POST', path: `/${attacker.tenantId}/oauth2/v2.0/token`, times: 1, status: 200, body: { token_type: 'Bearer', expires_in: 3599, scope: 'x', access_token: 'stolen', id_token: idToken, client_info: clientInfo } });
    return nothingHappens(() => browser.comeBack(back));
  };

  it.each([
    ['of another tenant', { tid: '99999999-0000-4000-8000-000000000000' }, /Somebody else signed in/],
    ['of another person', { oid: '0a10c0de-0000-4000-8000-000000000007' }, /Somebody else signed in/],
    ['with another nonce', { nonce: 'n'.repeat(43) }, /The sign-in did not work/],
    ['of a sign-in an hour ago', { auth_time: Math.floor(Date.now() / 1000) - 3600 }, /not a fresh one/],
    ['that does not say when', { auth_time: undefined }, /not a fresh one/],
  ])('%s does nothing', async (_name, change, says) => {
    expect((await answerWith(change)).text).toMatch(says);
  });
});

it('the role is lost between page and sign-in: nothing happens', () => nothingHappens(async () => {
  const { actId } = await open();
  const browser = walk.browser();
  const { url } = await browser.begin(actId);
  await stage.sandbox.tenant({ role: { person: 'helpdesk', name: 'Helpdesk Administrator', held: false } });
  try {
    expect((await browser.comeBack(await browser.signIn(url, iris()))).text).toContain('do not hold the role');
  } finally {
    await stage.sandbox.tenant({ role: { person: 'helpdesk', name: 'Helpdesk Administrator', held: true } });
  }
}));

it('expired: after ten minutes the page is gone, the answer dead, and the card says so', async () => {
  const { actId } = await open();
  const browser = walk.browser();
  const back = await browser.signIn((await browser.begin(actId)).url, iris());
  await stage.sandbox.advance('PT11M');
  await nothingHappens(async () => {
    await browser.comeBack(back);
    expect((await walk.browser().look(actId)).text).toContain('not valid any more');
    expect((await walk.browser().begin(actId)).answer.status).toBe(409);
  });
}, 60_000);

it('no token, code, secret or act is in a log; no token or secret is in the database', async () => {
  const { actId } = await open();
  const browser = walk.browser();
  const { url } = await browser.begin(actId);
  const secret = browser.cookie().split('.')[1] ?? '';
  const back = await browser.signIn(url, iris());
  const code = new URL(back).searchParams.get('code') ?? '';
  expect((await browser.comeBack(back)).text).toContain('is asked to accept again');
  expect([secret.length, code.length > 20]).toEqual([43, true]);
  const logs = readdirSync(stage.sandbox.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.log$|printed/.test(entry.name)).map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1')).join('\n');
  for (const hidden of [secret, code, actId, 'eyJ']) expect(logs.includes(hidden)).toBe(false);
  const tables = (await inside("select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'")) as { name: string }[];
  const rows = (await Promise.all(tables.map(({ name }) => inside(`select t::text as row from ${name} t`)))) as { row: string }[][];
  const stored = rows.flat().map(({ row }) => row);
  for (const hidden of [secret, code, new URL(back).searchParams.get('state') ?? '-', new URL(url).searchParams.get('nonce') ?? '-']) expect(stored.filter((row) => row.includes(hidden))).toEqual([]);
  expect(stored.filter((row) => /eyJ[\w-]{20,}\.[\w-]{20,}/.test(row))).toEqual([]);
  expect(stored.join('\n')).toContain('step-up.done');
});
