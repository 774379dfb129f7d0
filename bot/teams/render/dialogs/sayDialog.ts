import { type DialogView } from '../../../desk/dialogs/dialogsUseCases.ts';
import { type BundlePart, type RequestView } from '../../../desk/requestView.ts';
import { type Refused } from '../../../desk/outcomes.ts';
import { isDay } from '../../../text/dates.ts';
import { problemLines } from '../formModels.ts';
import { receiptLength } from '../requestModel.ts';
import { refusalNext } from '../sayingModels.ts';
import { requestLeads, requestTitle } from '../requestWords.ts';
import { type Voice } from '../voice.ts';

/** Most apps a question lists; the others are named by writing their name. */
const mostApps = 15;

const questionKeys = { email: 'dialog.email', name: 'dialog.name', app: 'dialog.app', sponsor: 'dialog.sponsor', until: 'dialog.until', reason: 'dialog.reason' } as const;

/** The question asked now, under what was wrong with the last answer. Plain text; the facts must be plain already. */
export const questionText = (view: DialogView, voice: Voice): string => {
  const problem = view.problem === null ? [] : problemLines({ [view.step]: view.problem }, voice);
  return [...problem, ...(view.step === 'confirm' ? summary(view, voice) : question(view, voice))].join('\n');
};

const question = ({ step, apps, said, fallback }: DialogView, voice: Voice): string[] => {
  const asked = step === 'confirm' ? '' : voice.say(questionKeys[step], step === 'until' ? { days: Math.min(...(said.apps.length > 0 ? said.apps : apps.slice(0, 1)).map(({ longestStayDays }) => longestStayDays)) } : {});
  const list = step === 'app' ? apps.slice(0, mostApps).map(({ name }, index) => `${index + 1}. ${name}`) : [];
  const more = step === 'app' && apps.length > mostApps ? [voice.say('dialog.moreApps', { count: apps.length - mostApps })] : [];
  return [asked, ...list, ...more, ...(fallback === null ? [] : [voice.say('dialog.skip', { value: isDay(fallback) ? voice.day(fallback) : fallback })])];
};

const summary = ({ said }: DialogView, voice: Voice): string[] => [
  voice.say('dialog.summary'),
  ...(
    [
      ['guest', `${said.name ?? '–'} (${said.email ?? '–'})`],
      ['app', said.apps.map(({ name }) => name).join(', ')],
      ['sponsor', said.sponsor?.name ?? '–'],
      ['until', said.until === null ? '–' : voice.fullDay(said.until)],
      ['reason', said.reason ?? '–'],
    ] as const
  ).map(([name, value]) => `${voice.say(`fact.${name}`)}: ${voice.aside(value)}`),
  voice.say('dialog.confirm'),
];

/** Lines about the conversation itself. */
const lineKeys = { intro: 'dialog.intro', left: 'dialog.left', expired: 'dialog.expired', cancelled: 'dialog.cancelled', notSent: 'dialog.notSent', help: 'dialog.help' } as const;
export type DialogLine = keyof typeof lineKeys;
export const dialogLineText = (line: DialogLine, voice: Voice): string => voice.say(lineKeys[line]);

/** How a request stands, in a few sentences. */
export const requestText = (view: RequestView, voice: Voice): string =>
  [...(view.bundle === null ? one(view, voice) : together(view, view.bundle, voice)), voice.say('foot.state', { receipt: view.id.slice(0, receiptLength), when: voice.now })].join('\n');

const one = (view: RequestView, voice: Voice): string[] => [requestTitle(view, voice), ...requestLeads(view, voice).map(({ text }) => text)];

/** Several apps asked for at once: each with where it stands. */
const together = ({ guest }: RequestView, parts: readonly BundlePart[], voice: Voice): string[] => [
  voice.title('title.bundle', { guest: guest.name, count: parts.length }),
  ...parts.map(({ appName, phase }) => `${voice.aside(appName)}: ${voice.say(`status.${phase}`)}`),
];

/** Which rule says no, who can change it, what to do next. */
export const refusalText = (refused: Refused, voice: Voice): string =>
  [
    voice.title(`refusal.${refused.rule}.title`),
    refusalNext(refused, voice),
    ...(refused.facts['part'] === undefined ? [] : [voice.say('refusal.part', { app: refused.facts['part'] })]),
    ...(refused.who.length === 0 ? [] : [voice.say('refusal.who', { names: voice.list(refused.who.map((person) => person.name), 'or') })]),
    voice.say('dialog.stillOpen'),
  ].join('\n');
