import { randomBytes } from 'node:crypto';
import { type SignInBegun, type StepUpPages, type StepUpView } from '../../desk/stepUp/stepUpUseCases.ts';
import { type Texts } from '../../text/text.ts';
import { type HttpAnswer, type HttpRequest, type HttpRoute } from '../httpRoute.ts';
import { pageAssetRoutes } from './pageAssets.ts';
import { createStepUpPage } from './stepUpPage.ts';

export type StepUpRouteParts = {
  readonly pages: StepUpPages;
  readonly texts: Texts;
  /** Our own origin, as browsers see it. */
  readonly publicUrl: string;
  /** Origins whose pages may show ours in a frame: Teams. */
  readonly frameOrigins: readonly string[];
  /** Where teams-js reads which origins are Teams; none in a custom cloud. */
  readonly scriptOrigins: readonly string[];
};

/** Only https pages of this very host get it back, never a script, and no other site's form sends it along. */
const cookieName = '__Host-guest-desk-step-up';
const cookieLifeSeconds = 600;
const secretBytes = 32;

/**
 * The pages of step-up. An act's id only shows its page; who may do it is proved by signing in. A sign-in begins with a
 * press on our own page (another site's form is refused) and ends in the browser that began it (the cookie).
 */
export const stepUpRoutes = ({ pages, texts, publicUrl, frameOrigins, scriptOrigins }: StepUpRouteParts): readonly HttpRoute[] => {
  const page = createStepUpPage(texts);
  const policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", `connect-src ${scriptOrigins.length === 0 ? "'none'" : scriptOrigins.join(' ')}`, "form-action 'self'", "base-uri 'none'",
    `frame-ancestors ${frameOrigins.length === 0 ? "'none'" : frameOrigins.join(' ')}`,
  ].join('; ');

  const shown = (status: number, html: string, more: Readonly<Record<string, string>> = {}): HttpAnswer => ({
    status,
    // `same-origin` sends no address to anybody else and lets a form of ours say that it is ours; with `no-referrer` it would say `null`.
    headers: { 'content-security-policy': policy, 'referrer-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', ...more },
    page: html,
  });
  const gone = (request: HttpRequest, status = 404): HttpAnswer => shown(status, page.gone(readerLocale(request)), { 'set-cookie': noCookie });
  const seeOther = (view: StepUpView): HttpAnswer => ({ status: 303, headers: { location: pathOf(view.actId), 'set-cookie': noCookie, 'referrer-policy': 'no-referrer' } });

  /** Posted by a page of ours: browsers name the origin of every form. */
  const isOurs = ({ headers }: HttpRequest): boolean => headers.origin === publicUrl && (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';

  const goOn = (begun: Extract<SignInBegun, { kind: 'go' }>, secret: string): HttpAnswer =>
    shown(200, page.goOn(begun.view, begun.url), { 'set-cookie': cookie(`${begun.view.actId}.${secret}`, cookieLifeSeconds), 'referrer-policy': 'no-referrer' });

  return [
    {
      method: 'GET',
      path: '/step-up/:actId',
      handle: async (request) => {
        const view = await pages.show(actIn(request));
        const wanted = request.query.get('lang');
        return view === undefined ? gone(request) : shown(200, page.act(view, wanted ?? undefined));
      },
    },
    {
      method: 'POST',
      path: '/step-up/:actId/sign-in',
      handle: async (request) => {
        if (!isOurs(request)) return gone(request, 403);
        const secret = randomBytes(secretBytes).toString('base64url');
        const begun = await pages.begin(actIn(request), secret);
        if (begun === undefined) return gone(request);
        return begun.kind === 'go' ? goOn(begun, secret) : shown(409, page.act(begun.view));
      },
    },
    {
      method: 'POST',
      path: '/step-up/:actId/close',
      handle: async (request) => {
        if (!isOurs(request)) return gone(request, 403);
        const view = await pages.close(actIn(request));
        return view === undefined ? gone(request) : seeOther(view);
      },
    },
    {
      method: 'GET',
      path: '/step-up/callback',
      handle: async (request) => {
        const held = cookieIn(request);
        const state = request.query.get('state');
        if (held === undefined || state === null) return gone(request, 400);
        const next = randomBytes(secretBytes).toString('base64url');
        const outcome = await pages.finish(held.actId, { secret: held.secret, state, code: request.query.get('code'), error: request.query.get('error') }, next);
        if (outcome === undefined) return gone(request, 400);
        if (outcome.kind === 'go') return goOn(outcome, next);
        // What the act itself keeps is shown at an address without the code; the rest only here.
        return outcome.view.problem === 'other-window' ? shown(403, page.act(outcome.view)) : seeOther(outcome.view);
      },
    },
    ...pageAssetRoutes(),
  ];
};

const pathOf = (actId: string): string => `/step-up/${encodeURIComponent(actId)}`;
const actIn = ({ params }: HttpRequest): string => (params['actId'] ?? '').slice(0, 64);

const cookie = (value: string, seconds: number): string => `${cookieName}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
const noCookie = cookie('', 0);

const cookieIn = ({ headers }: HttpRequest): { actId: string; secret: string } | undefined => {
  const found = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{1,64})\\.([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? '');
  return found?.[1] === undefined || found[2] === undefined ? undefined : { actId: found[1], secret: found[2] };
};

/** For a page that knows no act and so nobody's language: what the browser asks for first. */
const readerLocale = ({ headers }: HttpRequest): string => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/i.exec(headers['accept-language'] ?? '')?.[0] ?? 'en';
