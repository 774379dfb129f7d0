import { generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadKeys } from '../../sandbox/keys.ts';
import { people, tenantId } from '../../sandbox/seed.ts';
import { type PersonKey } from './control.ts';
import { type RunningSandbox } from './sandbox.ts';

export type Activity = Record<string, unknown>;
export type Reply = { status: number; text: string; headers: Headers; body: { statusCode?: number; type?: string; value?: unknown } | undefined };

const week = 7 * 24 * 3600;

/** Somebody who speaks HTTP to the bot's own port and may hold any key they like. */
export const createAttacker = async (sandbox: RunningSandbox) => {
  const { registrations } = JSON.parse(readFileSync(path.join(sandbox.dataDir, 'tenant.json'), 'utf8')) as { registrations: { bot: { appId: string }; people: { appId: string } } };
  const botAppId = registrations.bot.appId;
  const keys = await loadKeys(sandbox.dataDir);
  const strangers = await generateKeyPair('RS256', { extractable: true });
  const serviceUrl = `https://localhost:${sandbox.ports.CHANNEL}/`;
  const now = (): number => Math.floor(Date.now() / 1000);
  const claims = (): JWTPayload => ({ iss: 'https://api.botframework.com', aud: botAppId, serviceurl: serviceUrl, iat: now(), nbf: now() - 60, exp: now() + 1800 });
  const oid = (key: PersonKey): string => people[key].oid;

  const activity = (as: PersonKey, extra: Activity = {}): Activity => ({
    type: 'message', id: randomUUID(), text: 'help', textFormat: 'plain', channelId: 'msteams', serviceUrl, timestamp: new Date().toISOString(), locale: 'en-GB', localTimezone: 'Europe/Berlin',
    from: { id: `29:${oid(as)}`, name: 'Somebody', aadObjectId: oid(as) }, recipient: { id: `28:${botAppId}`, name: 'Guest Desk' },
    conversation: { id: `a:${oid(as)}`, conversationType: 'personal', tenantId }, channelData: { tenant: { id: tenantId } }, ...extra,
  });

  const send = async (body: unknown, headers: Record<string, string> = {}, route = '/api/messages'): Promise<Reply> => {
    const response = await fetch(`http://127.0.0.1:${sandbox.ports.BOT}${route}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body) });
    const text = await response.text();
    let parsed: Reply['body'];
    try { parsed = JSON.parse(text) as Reply['body']; } catch { parsed = undefined; }
    return { status: response.status, text, headers: response.headers, body: parsed };
  };
  const channelToken = (overrides: JWTPayload = {}): Promise<string> => keys.channel.sign({ ...claims(), ...overrides });

  return {
    oid, tenantId, botAppId, peopleAppId: registrations.people.appId, serviceUrl, keys, strangers, now, week, claims, activity, send, channelToken,
    /** A well-signed activity, as the channel would send it. */
    sendSigned: async (body: Activity, overrides: JWTPayload = {}): Promise<Reply> => send(body, { authorization: `Bearer ${await channelToken(overrides)}` }),
    /** A press on a card. */
    press: (as: PersonKey, verb: string, data: Record<string, unknown>, extra: Activity = {}): Activity =>
      activity(as, { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' }, ...extra }),
    /** Signed by a key of our own under a header we choose. */
    forge: (payload: JWTPayload, header: { alg?: string; kid?: string }) => new SignJWT(payload).setProtectedHeader({ alg: header.alg ?? 'RS256', ...(header.kid ? { kid: header.kid } : {}) }).sign(strangers.privateKey),
  };
};
export type Attacker = Awaited<ReturnType<typeof createAttacker>>;
