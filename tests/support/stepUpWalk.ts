import { randomUUID } from 'node:crypto';
import { secureCall } from '../../sandbox/channel/secureCall.ts';
import { loadCertificates } from '../../sandbox/certificates.ts';
import { textOf, type Card } from './cardText.ts';
import { type Attacker } from './attacker.ts';
import { type PersonKey } from './control.ts';
import { type RunningSandbox } from './sandbox.ts';
import { type Cast } from './cast.ts';
import { aGuest, membershipBecomes, ownerAsksApproverApproves } from './stories.ts';
import { eventually } from './eventually.ts';

export type PageAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** A browser before the step-up pages, step by step: it keeps one cookie and lets a test put in or take out what it likes. */
export const createWalk = async (sandbox: RunningSandbox) => {
  const { ca } = await loadCertificates(sandbox.dataDir);
  const door = `https://localhost:${sandbox.ports.DOOR}`;
  const ask = (method: 'GET' | 'POST', url: string, { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {}): Promise<PageAnswer> =>
    secureCall({ url: url.startsWith('https:') ? url : door + url, method, headers, ...(body !== undefined && { body }), ca, timeoutMs: 20_000 });

  const browser = () => {
    let cookie = '';
    const withCookie = (): Record<string, string> => (cookie === '' ? {} : { cookie });
    const keep = (answer: PageAnswer): PageAnswer => {
      const given = [answer.headers['set-cookie'] ?? []].flat()[0];
      if (given !== undefined) cookie = /Max-Age=0/.test(given) ? '' : (given.split(';')[0] ?? '');
      return answer;
    };
    const go = async (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}): Promise<PageAnswer> => keep(await ask(method, url, { headers: { ...withCookie(), ...headers } }));
    return {
      go,
      cookie: () => cookie,
      setCookie: (value: string) => void (cookie = value),
      look: (actId: string) => go('GET', `/step-up/${actId}`),
      /** Presses *Sign in and do it*. @returns the page, and where it leads */
      begin: async (actId: string, headers: Record<string, string> = { origin: door, 'sec-fetch-site': 'same-origin' }) => {
        const answer = await go('POST', `/step-up/${actId}/sign-in`, headers);
        const url = linkIn(answer.text);
        if (answer.status === 200 && url === '') throw new Error(`the page leads nowhere: ${answer.text}`);
        return { answer, url };
      },
      /** Goes through Entra's pages as this person. @returns where they lead back to */
      signIn: async (url: string, oid: string): Promise<string> => {
        if (!URL.canParse(url)) throw new Error('the page leads to no sign-in');
        const target = new URL(url);
        const form = new URLSearchParams({ request: target.searchParams.toString(), user: oid, consent: 'accept' }).toString();
        const answer = await ask('POST', target.origin + target.pathname, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form });
        return String(answer.headers['location'] ?? '');
      },
      /** Follows the way back, and what that leads to. */
      comeBack: async (location: string): Promise<PageAnswer> => {
        const answer = await go('GET', location);
        return answer.status === 303 ? go('GET', String(answer.headers['location'])) : answer;
      },
    };
  };
  return { browser, door };
};
export type Walk = Awaited<ReturnType<typeof createWalk>>;

/** Where the page's link to the sign-in leads. */
export const linkIn = (page: string): string => (/<a class="button" href="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');

/** A guest of Imaging who has redeemed, and what a press on the request needs. */
export const aRedeemedGuest = async (sandbox: RunningSandbox, cast: Cast): Promise<{ email: string; requestId: string }> => {
  const email = aGuest();
  await ownerAsksApproverApproves(cast, email);
  await membershipBecomes(sandbox, email, 'in');
  await sandbox.redeem(email);
  const { card } = await cast.owner.card(email, /redeemed/i);
  return { email, requestId: (card as { refresh?: { action?: { data?: { requestId?: string } } } }).refresh?.action?.data?.requestId ?? '' };
};

/** The version of a request as people see it now, from the owner's own card. */
const versionOf = async (cast: Cast, requestId: string): Promise<number> => {
  for (const { card } of [...(await cast.owner.messages())].reverse()) {
    const found = new RegExp(`"requestId":"${requestId}","version":(\\d+)`).exec(JSON.stringify(card ?? {}));
    if (found) return Number(found[1]);
  }
  throw new Error('the owner sees no card of this request that can be pressed');
};

/** Presses *Reset redemption* in the person's own chat. @returns the card, and the act it leads to */
export const openAct = async (
  { attacker, cast }: { attacker: Attacker; cast: Cast }, as: PersonKey, requestId: string, { kind = 'invitation.reset', email, version }: { kind?: string; email?: string; version?: number } = {},
): Promise<{ text: string; actId: string; card: Card; messageId: string }> => {
  const messageId = `why-${randomUUID()}`;
  return eventually(async () => {
    const data = { requestId, kind, version: version ?? (await versionOf(cast, requestId)), ...(email !== undefined && { email }) };
    const { body } = await attacker.sendSigned(attacker.press(as, 'stepUp.open', data, { replyToId: messageId }));
    const card = (body?.value ?? {}) as Card;
    const text = typeof body?.value === 'string' ? body.value : textOf(card);
    // The owner's card, from which the version is read, may still be on its way after a reset.
    if (text.includes('has changed meanwhile')) throw new Error('the card is behind the request');
    return { card, messageId, text, actId: /\/step-up\/([\w-]+)/.exec(JSON.stringify(card))?.[1] ?? '' };
  });
};

/** Calls with which a redemption was reset at this address. */
export const resetCalls = async (sandbox: RunningSandbox, email: string) =>
  (await sandbox.journal()).filter((entry) => entry.path === '/v1.0/invitations' && (entry.body as { resetRedemption?: boolean; invitedUserEmailAddress?: string } | null)?.resetRedemption === true && (entry.body as { invitedUserEmailAddress?: string }).invitedUserEmailAddress === email);

/** Waits until the directory shows the guest so. */
export const redemptionBecomes = (sandbox: RunningSandbox, email: string, state: 'PendingAcceptance' | 'Accepted') =>
  eventually(async () => {
    const guest = (await sandbox.state()).guests.find((one) => one.mail === email);
    if (guest?.externalUserState !== state) throw new Error(`the guest is ${String(guest?.externalUserState)}`);
    return guest;
  });

/**
 * The service desk has a card on which it can reset this guest's redemption: one that was asked for and left, in the
 * place of the newest message of their chat.
 */
export const giveServiceDeskTheCard = async (stage: { sandbox: RunningSandbox; attacker: Attacker; cast: Cast; walk: Walk }, as: 'helpdesk' | 'admin', requestId: string, more: { kind?: string; email?: string } = {}): Promise<void> => {
  const { attacker, cast, walk } = stage;
  await cast[as].say('help');
  const { message } = await cast[as].card('What you can write');
  const data = { requestId, kind: 'invitation.reset', version: await versionOf(cast, requestId), ...more };
  const { body } = await attacker.sendSigned(attacker.press(as, 'stepUp.open', data, { replyToId: message.id }));
  const actId = /\/step-up\/([\w-]+)/.exec(JSON.stringify(body?.value))?.[1] ?? '';
  await walk.browser().go('POST', `/step-up/${actId}/close`, { origin: walk.door });
  await cast[as].card('Nothing was changed');
};
