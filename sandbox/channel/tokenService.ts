import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Foundations } from '../foundations.ts';
import { type Exchange, type Reply } from '../serve.ts';
import { saveTenant } from '../state/tenant.ts';
import { EntraRefusal, entraForPeople, type DelegatedToken } from './entra.ts';
import { signInPage, signInStyle } from './signInPage.ts';
import { exchangeUri, singleSignOnToken } from './tokens.ts';

/** Name of the OAuth connection; the only one that the bot's registration has. */
export const connectionName = 'people';
const providerId = '30dd229c-58e3-4a48-bdfd-91ec48eb906c';
const renewBeforeMs = 5 * 60_000;

/** Who keeps people's everyday tokens and shows them the sign-in page, as the Bot Framework token service does. */
export type TokenService = {
  /** Answers `/api/usertoken/…` and `/api/botsignin/…` (the bot's calls). */
  route(exchange: Exchange): Promise<Reply | undefined>;
  /** Answers `/signin…` (a browser's calls). */
  page(exchange: Exchange): Promise<Reply | undefined>;
  /** Does what the person does on the sign-in page behind `link`, consent included; returns the code a client hands on. */
  signInByLink(link: string): Promise<string>;
  /** Drops what is kept for one person, or for everybody. */
  forget(oid?: string): void;
};

type Ticket = { userId: string; verifier?: string };
type Kept = DelegatedToken & { oid: string };

const stateShape = z.looseObject({
  connectionName: z.string(),
  msAppId: z.string(),
  conversation: z.looseObject({ user: z.looseObject({ id: z.string() }) }),
});
const exchangeBody = z.looseObject({ token: z.string().min(1).optional(), uri: z.string().optional() });

const fault = (status: number, code: string, message: string): Reply => ({ status, body: { error: { code, message } } });
const personOf = (userId: string): string => userId.replace(/^29:/, '');
const subjectOf = (token: string): string =>
  z.looseObject({ oid: z.string() }).parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))).oid;

/**
 * @param signedIn called when a person completed the sign-in page; the client of that person hands the code on
 */
export function createTokenService(on: Foundations, signedIn: (oid: string, code: string) => void): TokenService {
  const entra = entraForPeople(on);
  const tickets = new Map<string, Ticket>();
  const codes = new Map<string, Kept & { userId: string }>();
  const keptTokens = new Map<string, Kept>();
  const base = `https://localhost:${on.settings.ports.channel}`;
  const redirectUri = `${base}/signin/callback`;

  const answer = ({ token, expiresAt }: DelegatedToken): Reply => ({
    status: 200,
    body: { channelId: 'msteams', connectionName, token, expiration: expiresAt.toISOString() },
  });

  /** Stands for the refresh token: asks Entra anew in the name of whoever signed in. */
  async function renewed(userId: string, entry: Kept): Promise<Kept | undefined> {
    if (entry.expiresAt.getTime() - renewBeforeMs > on.clock.now().getTime()) return entry;
    try {
      const next = { ...(await entra.exchange(await singleSignOnToken(on, entry.oid))), oid: entry.oid };
      keptTokens.set(userId, next);
      return next;
    } catch (error) {
      if (!(error instanceof EntraRefusal)) throw error;
      keptTokens.delete(userId);
      return undefined;
    }
  }

  async function getToken(userId: string, code: string | null): Promise<Reply> {
    if (code !== null && code !== '') {
      const signed = codes.get(code);
      if (signed?.userId !== userId) return fault(404, 'NotFound', 'No token for this user and code.');
      codes.delete(code);
      keptTokens.set(userId, signed);
      return answer(signed);
    }
    const entry = keptTokens.get(userId);
    const current = entry && (await renewed(userId, entry));
    return current ? answer(current) : fault(404, 'NotFound', 'No token for this user.');
  }

  async function exchange(userId: string, body: unknown): Promise<Reply> {
    const { token } = exchangeBody.safeParse(body).data ?? {};
    if (token === undefined) return fault(400, 'BadRequest', 'A token to exchange is needed.');
    try {
      const got = { ...(await entra.exchange(token)), oid: subjectOf(token) };
      keptTokens.set(userId, got);
      return answer(got);
    } catch (error) {
      if (!(error instanceof EntraRefusal)) throw error;
      return fault(400, error.code === 'invalid_grant' ? 'ConsentRequired' : 'InteractionRequired', error.message);
    }
  }

  function signInResource(state: string | null): Reply {
    try {
      const asked = stateShape.parse(JSON.parse(Buffer.from(state ?? '', 'base64').toString('utf8')));
      if (asked.connectionName !== connectionName || asked.msAppId !== on.tenant.registrations.bot.appId) {
        return fault(400, 'BadRequest', 'The bot has no such connection.');
      }
      const ticket = randomBytes(24).toString('base64url');
      tickets.set(ticket, { userId: asked.conversation.user.id });
      return {
        status: 200,
        body: { signInLink: `${base}/signin?ticket=${ticket}`, tokenExchangeResource: { id: randomUUID(), uri: exchangeUri(on), providerId } },
      };
    } catch {
      return fault(400, 'BadRequest', 'The state does not tell connection, bot and user.');
    }
  }

  function userTokenRoute(method: string, name: string, { query, body }: Exchange): Promise<Reply> | Reply | undefined {
    const userId = query.get('userId');
    const connection = query.get('connectionName');
    if (userId === null || (connection !== connectionName && name !== 'GetTokenStatus')) {
      return fault(400, 'BadRequest', 'userId and a connectionName of the bot are needed.');
    }
    if (method === 'GET' && name === 'GetToken') return getToken(userId, query.get('code'));
    if (method === 'POST' && name === 'exchange') return exchange(userId, body);
    if (method === 'GET' && name === 'GetTokenStatus') {
      return { status: 200, body: [{ channelId: 'msteams', connectionName, hasToken: keptTokens.has(userId), serviceProviderDisplayName: 'Azure Active Directory v2' }] };
    }
    if (method === 'DELETE' && name === 'SignOut') {
      keptTokens.delete(userId);
      return { status: 200, body: {} };
    }
    return undefined;
  }

  function keepCode(userId: string, entry: Kept): string {
    const code = String(randomInt(100_000, 1_000_000));
    codes.set(code, { ...entry, userId });
    return code;
  }

  function begin(ticketId: string): Reply {
    const ticket = tickets.get(ticketId);
    if (!ticket) return signInPage(410, 'This sign-in link is used up', 'Go back to the chat and press the button again.');
    const user = on.tenant.users.find(({ id }) => id === personOf(ticket.userId));
    const { url, verifier } = entra.authorizeUrl({ redirectUri, state: ticketId, ...(user && { loginHint: user.userPrincipalName }) });
    ticket.verifier = verifier;
    return { status: 302, headers: { location: url } };
  }

  async function finish(query: URLSearchParams): Promise<Reply> {
    const ticketId = query.get('state') ?? '';
    const ticket = tickets.get(ticketId);
    const code = query.get('code');
    if (ticket?.verifier === undefined) return signInPage(410, 'This sign-in link is used up', 'Go back to the chat and press the button again.');
    if (code === null) return signInPage(200, 'You are not signed in', 'Nothing was agreed to. You can close this page.');
    try {
      const got = await entra.redeemCode({ code, verifier: ticket.verifier, redirectUri });
      tickets.delete(ticketId);
      signedIn(personOf(ticket.userId), keepCode(ticket.userId, { ...got, oid: subjectOf(got.token) }));
      return signInPage(200, 'You are signed in', 'What you pressed in the chat goes on by itself. You can close this page.');
    } catch (error) {
      if (!(error instanceof EntraRefusal)) throw error;
      return signInPage(400, 'The sign-in did not work', 'Go back to the chat and press the button again.');
    }
  }

  return {
    async route(asked) {
      const [, api, area, name] = asked.path.split('/');
      if (api !== 'api') return undefined;
      if (area === 'usertoken') return userTokenRoute(asked.method, name ?? '', asked);
      if (area === 'botsignin' && name === 'GetSignInResource' && asked.method === 'GET') return signInResource(asked.query.get('state'));
      return undefined;
    },
    async page({ method, path, query }) {
      if (method !== 'GET') return undefined;
      if (path === '/signin') return begin(query.get('ticket') ?? '');
      if (path === '/signin/callback') return finish(query);
      return path === '/signin/style.css' ? signInStyle : undefined;
    },
    async signInByLink(link) {
      const ticketId = new URL(link).searchParams.get('ticket') ?? '';
      const ticket = tickets.get(ticketId);
      if (!ticket) throw new Error('This sign-in link is used up.');
      const oid = personOf(ticket.userId);
      const { consents } = on.tenant.registrations.people;
      if (!consents.includes(oid)) consents.push(oid);
      saveTenant(on.tenant);
      const got = await entra.exchange(await singleSignOnToken(on, oid));
      tickets.delete(ticketId);
      return keepCode(ticket.userId, { ...got, oid });
    },
    forget(oid) {
      for (const [userId, entry] of keptTokens) if (oid === undefined || entry.oid === oid) keptTokens.delete(userId);
    },
  };
}
