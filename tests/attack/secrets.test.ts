import { attackStage } from '../support/attackStage.ts';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { membershipBecomes } from '../support/stories.ts';

/** Row 58 of the threat table: what people and tokens say is in no log; and row 4: no start without complete configuration. */
const stage = attackStage();

const logFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && (/\.log$|printed/.test(entry.name) || entry.parentPath.endsWith('/log'))).map((entry) => path.join(entry.parentPath, entry.name));

it('row 58: canaries put into every input are found in no log of bot, sandbox or PostgreSQL', async () => {
  const canary = 'canary7f3a9c';
  const email = `${canary}mail@clinic.example`;
  const reason = `${canary}reason patient 4711`;
  await stage.cast.owner.say(`invite ${email} to Imaging until 31 March because ${reason}`);
  await stage.cast.owner.press('request.submit', { name: `${canary}name` }, email);
  await stage.cast.approver.press('request.approve', {}, `${canary}name`);
  await membershipBecomes(stage.sandbox, email, 'in');
  await stage.sandbox.redeem(email);
  await stage.cast.sponsor.card(`${canary}name`, /redeemed/i);
  await stage.cast.owner.say(`${canary}sentence that is no command`);
  await stage.cast.owner.say(`invite ${email} to ${canary}app`);

  // Into every place that a stranger, the channel or a client can fill.
  const token = await stage.attacker.channelToken({ canary: `${canary}claim` });
  await stage.attacker.send(`{"${canary}key":`, { authorization: `Bearer ${canary}bearer`, 'x-canary': `${canary}header` });
  await stage.attacker.send(stage.attacker.activity('owner', { text: `${canary}text`, locale: `${canary}locale`, localTimezone: `${canary}zone`, from: { id: '29:x', name: `${canary}from`, aadObjectId: `${canary}oid` } }), { authorization: `Bearer ${token}` });
  await stage.attacker.send({ value: [{ subscriptionId: `${canary}sub`, clientState: `${canary}state`, resource: `users/${canary}` }] }, {}, `/api/graph/notifications?x=${canary}query`);
  await stage.attacker.sendSigned(stage.attacker.press('owner', `${canary}verb`, { [`${canary}k`]: `${canary}data` }));
  await stage.attacker.sendSigned(stage.attacker.press('owner', 'request.approve', { requestId: `${canary}request`, version: 1 }));
  const assertion = await stage.attacker.keys.entra.sign({ oid: stage.attacker.oid('owner'), aud: stage.attacker.peopleAppId, name: `${canary}assertion`, exp: stage.attacker.now() + 60 });
  await stage.attacker.sendSigned(stage.attacker.activity('owner', { type: 'invoke', name: 'signin/tokenExchange', value: { id: `${canary}exchange`, connectionName: 'people', token: assertion } }));
  await stage.attacker.sendSigned(stage.attacker.activity('owner', { type: 'invoke', name: 'signin/verifyState', value: { state: `${canary}code` } }));
  await new Promise((done) => setTimeout(done, 1_500));

  const files = logFiles(stage.sandbox.dataDir);
  expect(files.length).toBeGreaterThan(0);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'latin1');
    const lines = text.split('\n').filter((line) => line.includes(canary) || /eyJ[\w-]{20,}\.[\w-]{20,}/.test(line));
    return lines.map((line) => `${path.basename(file)}: ${line.slice(0, 300)}`);
  });
  expect(found).toEqual([]);
  expect(readFileSync(files.find((file) => file.endsWith('sandbox.log')) ?? '', 'utf8').length).toBeGreaterThan(500);
});

it('row 58: no secret of any identity is in a log', () => {
  const { registrations } = JSON.parse(readFileSync(path.join(stage.sandbox.dataDir, 'tenant.json'), 'utf8')) as { registrations: Record<string, { secret: string }> };
  const text = logFiles(stage.sandbox.dataDir).map((file) => readFileSync(file, 'latin1')).join('\n');
  for (const { secret } of Object.values(registrations)) expect(text).not.toContain(secret);
});

describe('row 4: the bot does not start', () => {
  const complete = (): Record<string, string> => ({
    CLOUD: 'custom', TENANT_ID: stage.attacker.tenantId, LOGIN_URL: 'https://localhost:1', GRAPH_URL: 'https://localhost:1', CHANNEL_METADATA_URL: 'https://localhost:1/.well-known/openidconfiguration', CHANNEL_ISSUER: 'https://api.botframework.com',
    CHANNEL_SERVICE_ORIGINS: 'https://localhost:1', TOKEN_SERVICE_URL: 'https://localhost:1', BOT_APP_ID: stage.attacker.botAppId, BOT_APP_SECRET: 's', PEOPLE_APP_ID: stage.attacker.peopleAppId, PEOPLE_APP_SECRET: 's', PEOPLE_CONNECTION: 'people',
    READER_APP_ID: stage.attacker.botAppId, READER_APP_SECRET: 's', PUBLIC_URL: 'https://localhost:1', HOST: '127.0.0.1', PORT: '1', DATA_DIR: path.join(stage.sandbox.dataDir, 'none'), DATABASE_PORT: '1',
  });
  const start = (env: Record<string, string>) => spawnSync(process.execPath, ['bot/main.ts'], { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8', timeout: 45_000 });

  it.each(['TENANT_ID', 'BOT_APP_ID', 'BOT_APP_SECRET', 'PEOPLE_APP_ID', 'PEOPLE_CONNECTION', 'READER_APP_ID', 'PUBLIC_URL', 'CHANNEL_METADATA_URL', 'CHANNEL_ISSUER', 'CHANNEL_SERVICE_ORIGINS', 'TOKEN_SERVICE_URL', 'GRAPH_URL', 'LOGIN_URL'])('without %s', (missing) => {
    const { [missing]: _, ...env } = complete();
    const { status, stderr, stdout } = start(env);
    expect(status).not.toBe(0);
    expect(status).not.toBeNull();
    expect(stderr + stdout).toContain(missing);
  });

  it('with a custom cloud that is not on loopback', () => {
    const { status, stderr, stdout } = start({ ...complete(), GRAPH_URL: 'https://graph.evil.example' });
    expect(status).not.toBe(0);
    expect(stderr + stdout).toContain('GRAPH_URL');
  });

  it('with an unknown cloud, naming every mistake at once and no secret', () => {
    const { stderr, stdout } = start({ ...complete(), BOT_APP_SECRET: 'sayNothingOfMe', TENANT_ID: 'x', PORT: 'y' });
    expect(stderr + stdout).toContain('TENANT_ID');
    expect(stderr + stdout).toContain('PORT');
    expect(stderr + stdout).not.toContain('sayNothingOfMe');
  });
});
