import { type StepUpView } from '../../desk/stepUp/stepUpUseCases.ts';
import { permissionsOf } from './actPermissions.ts';
import { sayMoment } from '../../text/dates.ts';
import { type Facts, type Texts } from '../../text/text.ts';
import { html, type Html } from './html.ts';

/** One page, whole; `locale` is the reader's. */
export type PageOf = (locale: string) => string;

/** Where the files that every page loads lie. */
export const assetPaths = { style: '/step-up/assets/stepUp.css', script: '/step-up/assets/stepUp.js', teams: '/step-up/assets/teams.js' } as const;

/** The pages of step-up, in words of the reader's language; what people wrote is escaped. */
export const createStepUpPage = (texts: Texts) => {
  const frame = (locale: string, title: string, body: Html, data: Readonly<Record<string, string>> = {}): string =>
    html`<!doctype html>
<html lang="${texts.language(locale)}" dir="${texts.direction(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Guest Desk</title>
<link rel="stylesheet" href="${assetPaths.style}">
<script src="${assetPaths.teams}" defer></script>
<script src="${assetPaths.script}" defer></script>
</head>
<body data-state="${data['state'] ?? 'gone'}" data-act="${data['act'] ?? ''}">
<main>
<p class="brand">Guest Desk</p>
${body}
</main>
</body>
</html>
`.html;

  /** The language we answer in: what an address or a browser asks for may be anything, and dates are written in it. */
  const spoken = (locale: string): string => texts.language(locale);

  return {
    /** The act as it stands, with what can be done about it. */
    act: (view: StepUpView, wanted: string = view.locale): string => {
      const locale = spoken(wanted);
      const say = (key: string, facts?: Facts): string => texts.say(locale, key, facts);
      const title = titleOf(view, say);
      const path = `/step-up/${encodeURIComponent(view.actId)}`;
      const isOpen = view.state === 'open' || view.state === 'signing-in';
      const problem = view.problem === null ? undefined : say(`stepUp.problem.${view.problem}`, { name: view.askedBy.name });
      const body = html`<p class="status is-${view.state}">${say(`stepUp.status.${view.state}`)}</p>
<h1>${title}</h1>
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
${view.problem === 'request-moved' && html`<p>${say('stepUp.page.now', { status: say(`status.${view.phase}`) })}</p>`}
${paragraphs(view, say)}
${facts(view, locale, say)}
${isOpen && view.signInsLeft > 0 && html`<form method="post" action="${path}/sign-in" data-sign-in="${view.url}?in=window"><button class="primary">${say('stepUp.page.signIn')}</button></form>`}
${isOpen && html`<form method="post" action="${path}/close"><button class="secondary">${say('action.stepUpClose')}</button></form>
<p class="foot">${say('stepUp.lead.until', { when: sayMoment(locale, view.expiresAt, view.timeZone) })}</p>`}
${!isOpen && html`<button class="primary" hidden data-back>${say('stepUp.page.back')}</button><p class="foot">${say('stepUp.page.backLead')}</p>`}`;
      return frame(locale, title, body, { state: view.state, act: view.actId });
    },
    /** The way to the sign-in page of the organisation: a link, which the script follows. No form may lead there, because federated sign-ins go on to hosts that nobody can list. */
    goOn: (view: StepUpView, url: string): string => {
      const locale = spoken(view.locale);
      const say = (key: string): string => texts.say(locale, key);
      const body = html`<h1>${say('stepUp.page.goOn')}</h1>
<p>${say(view.isChallenged ? 'stepUp.page.more' : 'stepUp.page.goOnLead')}</p>
<p><a class="button" href="${url}" data-go="${view.isChallenged ? 'wait' : 'now'}" rel="noreferrer">${say('stepUp.page.goOn')}</a></p>`;
      return frame(locale, say('stepUp.page.goOn'), body, { state: 'going', act: view.actId });
    },
    /** For a link that leads nowhere (any more): it says nothing about anybody. */
    gone: (wanted: string): string => {
      const locale = spoken(wanted);
      const say = (key: string): string => texts.say(locale, key);
      return frame(locale, say('stepUp.page.gone'), html`<h1>${say('stepUp.page.gone')}</h1><p>${say('stepUp.page.goneLead')}</p>`);
    },
  };
};
export type StepUpPage = ReturnType<typeof createStepUpPage>;

type Say = (key: string, facts?: Facts) => string;

const whats = { 'invitation.reset': 'reset', 'invitation.changeAddress': 'address' } as const;

const titleOf = (view: StepUpView, say: Say): string => {
  const what = whats[view.kind];
  if (view.state === 'done') return say(`stepUp.done.${what}`, { guest: view.guest.name });
  if (view.state === 'failed') return say(view.problem === 'uncertain' ? 'stepUp.uncertain' : `stepUp.failed.${what}`);
  if (view.state === 'closed') return say('stepUp.closed.title');
  if (view.state === 'expired') return say('stepUp.expired.title');
  return say(`stepUp.title.${what}`, { guest: view.guest.name });
};

const paragraphs = (view: StepUpView, say: Say): readonly Html[] => {
  if (view.state === 'doing') return [html`<p>${say('stepUp.page.doingLead')}</p>`];
  if (view.state === 'expired') return [html`<p>${say('stepUp.expired.lead')}</p>`];
  if (view.state === 'failed' || view.state === 'closed') return [];
  const what = say(`stepUp.lead.${whats[view.kind]}`, { guest: view.guest.name, app: view.appName, email: view.guest.email, address: view.address ?? '' });
  return view.state === 'done' ? [html`<p>${what}</p>`] : [html`<p>${what}</p>`, html`<p>${say('stepUp.lead.signIn')}</p>`];
};

/** Exactly what is done, to whom, in whose name and with which permissions. */
const facts = (view: StepUpView, locale: string, say: Say): Html => {
  const rows: [string, Html][] = [
    [say('fact.guest'), html`<bdi>${view.guest.name}</bdi>`],
    [say('fact.address'), html`<bdi>${view.guest.email}</bdi>`],
    ...(view.address === null || view.state === 'done' ? [] : [[say('fact.newAddress'), html`<bdi>${view.address}</bdi>`] as [string, Html]]),
    [say('fact.app'), html`<bdi>${view.appName}</bdi>`],
    [say('stepUp.page.name'), html`<bdi>${view.askedBy.name}</bdi>`],
    [say('stepUp.page.permissions'), html`<ul>${permissionsOf[view.kind].map(({ name, key }) => html`<li>${say(key)} <code dir="ltr">${name}</code></li>`)}</ul>`],
  ];
  return html`<dl>${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
};
