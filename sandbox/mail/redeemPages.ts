import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { html, page, type Html } from '../html.ts';
import type { Exchange, Reply } from '../serve.ts';
import type { Tenant } from '../state/tenant.ts';
import { recordSignIn } from './signInLog.ts';
import { identityProviders, usualProvider, type IdentityProvider, type Redemption } from './redemption.ts';

const form = z.object({
  ticket: z.string(),
  identityProvider: z.enum(identityProviders),
  consent: z.enum(['accept', 'decline']).optional(),
});

type Parts = { tenant: Tenant; clock: Clock; redemption: Redemption };

const providerWords: Record<IdentityProvider, { name: string; hint: string }> = {
  entra: { name: 'Work or school account', hint: 'You sign in where you work' },
  passcode: { name: 'One-time passcode', hint: 'A code is mailed to this address each time' },
  microsoft: { name: 'Personal Microsoft account', hint: 'Outlook.com, Xbox, Skype' },
  google: { name: 'Google account', hint: 'Gmail or Google Workspace' },
};

/** `/redeem`: which account, then consent, then on to the application; `/opened` stands in for the application itself. */
export function redeemPages(exchange: Exchange, parts: Parts): Reply | undefined {
  switch (`${exchange.method} ${exchange.path}`) {
    case 'GET /redeem':
      return withTicket(exchange.query.get('ticket') ?? '', parts, (ticket, email) => accountPage(ticket, email, parts));
    case 'POST /redeem':
      return step(exchange.body, parts);
    case 'GET /opened':
      return openedPage(exchange.query.get('ticket') ?? '', parts);
    default:
      return undefined;
  }
}

function withTicket(ticket: string, parts: Parts, next: (ticket: string, email: string) => Reply): Reply {
  const found = parts.redemption.invitationOf(ticket);
  if (found === undefined) return refusal('This invitation is not known', 'The link is incomplete, or the invitation was withdrawn.', parts);
  if (found.user === undefined) return refusal('This invitation was withdrawn', 'The guest account no longer exists. Ask whoever invited you.', parts);
  return next(ticket, found.invitation.email);
}

function accountPage(ticket: string, email: string, { tenant }: Parts): Reply {
  const usual = usualProvider(tenant, email);
  const home = tenant.partnerTenants.find((partner) => partner.domains.includes(email.split('@')[1] ?? ''));
  const offered: IdentityProvider[] = usual === 'entra' ? ['entra', 'microsoft'] : usual === 'passcode' ? ['passcode', 'microsoft', 'google'] : ['microsoft', 'google'];
  return page({
    title: 'Which account do you want to use?',
    brand: tenant.displayName,
    body: html`<p>The invitation went to <strong>${email}</strong>.</p>
<form method="post" action="/redeem"><input type="hidden" name="ticket" value="${ticket}">
<fieldset><legend>Sign in with</legend>${offered.map((provider) => choice(provider, provider === usual, provider === 'entra' ? home?.displayName : undefined))}</fieldset>
<div class="actions"><button class="primary">Next</button></div></form>`,
  });
}

const choice = (provider: IdentityProvider, chosen: boolean, at: string | undefined): Html => html`<label class="choice">
<input type="radio" name="identityProvider" value="${provider}"${chosen && html` checked`}>
<span>${providerWords[provider].name}${at !== undefined && ` at ${at}`}<small>${providerWords[provider].hint}</small></span></label>`;

function step(body: unknown, parts: Parts): Reply {
  const given = form.safeParse(body);
  if (!given.success) return refusal('Something is missing', 'Choose an account first.', parts);
  const { ticket, identityProvider, consent } = given.data;
  return withTicket(ticket, parts, (_, email) => {
    if (consent === undefined) return consentPage(ticket, email, identityProvider, parts);
    if (consent === 'decline') return page({ title: 'You did not accept', brand: parts.tenant.displayName, body: html`<p>Nothing was changed. The link in the mail stays good if you change your mind.</p>` });
    const outcome = parts.redemption.redeem({ ticket, identityProvider });
    if (outcome.kind === 'refused') return refusal('The invitation cannot be accepted', outcome.message, parts);
    return { status: 303, headers: { location: `/opened?${new URLSearchParams({ ticket }).toString()}` } };
  });
}

function consentPage(ticket: string, email: string, identityProvider: IdentityProvider, { tenant }: Parts): Reply {
  return page({
    title: `Permissions requested by ${tenant.displayName}`,
    brand: tenant.displayName,
    body: html`<p>Signed in as <strong>${email}</strong> (${providerWords[identityProvider].name}).</p>
<p>By accepting you allow this organization to:</p>
<ul class="scopes"><li>Receive your profile data: name, address, photo</li><li>Collect and log your activity</li><li>Use your profile data and activity data</li></ul>
<p class="soft">Accept only if you trust ${tenant.displayName}. You can leave the organization later.</p>
<form method="post" action="/redeem"><input type="hidden" name="ticket" value="${ticket}"><input type="hidden" name="identityProvider" value="${identityProvider}">
<div class="actions"><button class="primary" name="consent" value="accept">Accept</button><button class="secondary" name="consent" value="decline">Cancel</button></div></form>`,
  });
}

function openedPage(ticket: string, parts: Parts): Reply {
  const found = parts.redemption.invitationOf(ticket);
  if (found?.user === undefined) return refusal('Nothing to open', 'This link is incomplete.', parts);
  const { user, invitation } = found;
  const app = parts.tenant.servicePrincipals.find((each) => each.homepage !== null && invitation.redirectUrl.startsWith(each.homepage));
  const name = app?.displayName ?? new URL(invitation.redirectUrl).host;
  const errorCode = app === undefined ? 0 : recordSignIn(parts, { user, app });
  const admitted = errorCode === 0;
  return page({
    title: name,
    brand: new URL(invitation.redirectUrl).host,
    status: admitted ? 200 : 403,
    body: admitted
      ? html`<p role="status">Welcome, ${user.displayName}. You are signed in to ${name} as a guest of ${parts.tenant.displayName}.</p>
<dl><dt>Account</dt><dd>${invitation.email}</dd><dt>Address</dt><dd>${invitation.redirectUrl}</dd></dl>
<p class="soft">This page stands in for the application.</p>`
      : html`<p role="alert">${errorCode === 50105 ? `You are signed in, but you are not assigned to a role for ${name} yet (AADSTS50105).` : `The sign-in to ${name} was refused (AADSTS${errorCode}).`} Ask your sponsor.</p>`,
  });
}

const refusal = (title: string, message: string, { tenant }: Parts): Reply =>
  page({ status: 400, title, brand: tenant.displayName, body: html`<p role="alert">${message}</p>` });
