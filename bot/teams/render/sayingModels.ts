import { type Page } from '../../desk/rows.ts';
import { type RequestView } from '../../desk/requestView.ts';
import { type AppChoice } from '../../desk/inviteForm.ts';
import { type Refused } from '../../desk/outcomes.ts';
import { type AppListModel, type GuideModel, type ListModel, type SayingModel } from './models.ts';
import { receiptLength } from './requestModel.ts';
import { stripeIcon } from './requestWords.ts';
import { type Voice } from './voice.ts';

/** What to do next, with the facts of the refusal as people say them. */
export const refusalNext = ({ rule, facts }: Refused, voice: Voice): string => voice.say(`refusal.${rule}.next`, factsSaid(facts, voice));

/** Which rule says no, who can change it, and what to do next. The facts must be plain already. */
export const refusalModelOf = (refused: Refused, voice: Voice): SayingModel => ({
  stripe: { style: 'warning', icon: '✕', word: voice.say('refusal.status') },
  title: voice.title(`refusal.${refused.rule}.title`),
  leads: [
    { text: refusalNext(refused, voice) },
    ...(refused.facts['part'] === undefined ? [] : [{ text: voice.say('refusal.part', { app: refused.facts['part'] }) }]),
    ...(refused.who.length === 0 ? [] : [{ text: voice.say('refusal.who', { names: voice.list(refused.who.map((person) => person.name), 'or') }) }]),
  ],
  facts: [],
  details: [],
  foot: '',
});

/** Days and instants among a refusal's facts, as people say them. */
const factsSaid = (facts: Refused['facts'], voice: Voice): Refused['facts'] =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? voice.moment(new Date(value)) : value]));

/** What stopped us, in words; code and receipt are for the administrator. */
export const apologyModelOf = (error: { kind: string; code: string; correlationId: string }, voice: Voice): SayingModel => {
  const kind = voice.has(`error.${error.kind}.title`) ? error.kind : 'bug';
  return {
    stripe: { style: 'warning', icon: '!', word: voice.say('error.status') },
    title: voice.title(`error.${kind}.title`),
    leads: [{ text: voice.say(`error.${kind}.next`) }],
    facts: [],
    details: [
      { label: voice.say('fact.code'), value: error.code },
      { label: voice.say('fact.receipt'), value: error.correlationId },
    ],
    foot: voice.say('foot.state', { receipt: error.correlationId.slice(0, receiptLength), when: voice.now }),
  };
};

/** Guests, a line each; a line opens its request. */
export const guestListModelOf = (page: Page<RequestView>, voice: Voice): ListModel => ({
  title: voice.title('list.guests', { count: page.next === null ? page.rows.length : page.rows.length + 1 }),
  leads: [{ text: voice.say(page.rows.length === 0 ? 'list.guestsEmpty' : 'list.openHint') }],
  rows: page.rows.map((view) => ({
    requestId: view.id,
    purpose: view.purpose,
    icon: stripeIcon(view.phase),
    title: view.guest.name,
    line: `${voice.say(`status.${view.phase}`)} · ${voice.say('list.requestLine', { app: view.appName, until: voice.day(view.until) })}`,
  })),
  next: page.next ?? '',
  foot: page.rows.length === 0 ? '' : voice.say('foot.list', { when: voice.now }),
});

export const appListModelOf = (apps: readonly AppChoice[], voice: Voice): AppListModel => ({
  title: voice.title('list.apps', { count: apps.length }),
  leads: [{ text: voice.say(apps.length === 0 ? 'list.appsEmpty' : 'list.appsHint') }],
  facts: apps.map((app) => ({ label: app.name, value: voice.say('list.appLine', { days: app.longestStayDays, sponsor: app.defaultSponsor.name }) })),
  foot: '',
});

const commands = ['invite', 'check', 'share', 'requests', 'guests', 'apps', 'why', 'delegate', 'language', 'signIn', 'signOut'] as const;

export const helpModelOf = (voice: Voice): GuideModel => ({ title: voice.title('help.title'), leads: [], commands: guide(commands, voice), limits: voice.say('help.limits') });

export const welcomeModelOf = (voice: Voice): GuideModel => ({
  title: voice.title('welcome.title'),
  leads: [{ text: voice.say('welcome.lead') }, { text: voice.say('welcome.setUp') }, { text: voice.say('welcome.try') }],
  commands: guide(['invite', 'share', 'apps'], voice),
  limits: voice.say('help.limits'),
});

/** Commands as one types them, and what they do. */
export const guide = (names: readonly (typeof commands)[number][], voice: Voice): GuideModel['commands'] =>
  names.map((name) => ({ command: voice.say(`help.${name}`), says: voice.say(`help.${name}Says`) }));
