import { spawn } from 'node:child_process';
import { once } from 'node:events';

const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const canary = 'canary-91c2';
const needed: Record<string, string> = {
  CLOUD: 'custom', TENANT_ID: guid(1), LOGIN_URL: 'https://localhost:1', GRAPH_URL: 'https://localhost:1', CHANNEL_METADATA_URL: 'https://localhost:1/m', CHANNEL_ISSUER: 'https://api.botframework.com',
  CHANNEL_SERVICE_ORIGINS: 'https://localhost:1', TOKEN_SERVICE_URL: 'https://localhost:1', BOT_APP_ID: guid(2), BOT_APP_SECRET: canary, PEOPLE_APP_ID: guid(3), PEOPLE_CONNECTION: 'people',
  READER_APP_ID: guid(4), READER_APP_SECRET: canary, PUBLIC_URL: 'https://localhost:1', DATABASE_URL: `postgres://guestdesk:${canary}@127.0.0.1:1/guestdesk`,
};

const start = async (env: Record<string, string>): Promise<{ code: number | null; printed: string }> => {
  const bot = spawn(process.execPath, ['bot/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [bot.stdout, bot.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(bot, 'close')) as [number | null];
  return { code, printed };
};

it('a process without app id or tenant refuses to start and names both', async () => {
  const { BOT_APP_ID: _bot, TENANT_ID: _tenant, ...rest } = needed;
  const { code, printed } = await start(rest);
  expect(code).toBe(1);
  expect(printed).toMatch(/BOT_APP_ID is missing[\s\S]*TENANT_ID is missing|TENANT_ID is missing[\s\S]*BOT_APP_ID is missing/);
  expect(printed).not.toContain(canary);
});

it('a process without its database ends with code 1 and prints no secret', async () => {
  const { code, printed } = await start(needed);
  expect(code).toBe(1);
  expect(printed).toContain('CLOUD=custom');
  expect(printed).not.toContain(canary);
});
