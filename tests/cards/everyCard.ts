import { type Cards } from '../../bot/teams/cards.ts';
import { type Reader } from '../../bot/teams/reader.ts';
import { type CardJson } from '../../bot/teams/cardJson.ts';
import { checks, everyObstacle, preflightOnCard } from './preflightFacts.ts';
import { laneCards } from './laneFacts.ts';
import { stepUpViews } from './stepUpFacts.ts';
import { apology, appChoices, apps, manyApps, appShared, explanations, glance, inviteForm, listPage, moved, readerIn, refused, requestViews, sharePlan } from './sampleFacts.ts';
import { rulesForm, rulesSet } from './sampleFacts.ts';

/** Every card of Guest Desk with its sample facts, by a name that says what it shows. */
export const everyCard: Readonly<Record<string, (cards: Cards, reader: Reader) => CardJson>> = {
  ...Object.fromEntries(Object.entries(requestViews).map(([name, view]) => [name, (cards: Cards, reader: Reader) => cards.request(view, reader)])),
  'decide, moved on': (cards, reader) => cards.request(requestViews['decide withdrawn']!, reader, 'moved'),
  'decide, decided meanwhile': (cards, reader) => cards.request({ ...requestViews['decide declined']!, viewer: 'farid' }, reader, 'moved'),
  ...Object.fromEntries(Object.entries(checks).map(([name, checked]) => [`preflight, ${name}`, (cards: Cards, reader: Reader) => cards.preflight(checked, reader)])),
  ...Object.fromEntries(everyObstacle.map((checked, index) => [`preflight, obstacles ${String(index + 1)}`, (cards: Cards, reader: Reader) => cards.preflight(checked, reader)])),
  ...Object.fromEntries(Object.entries(preflightOnCard).map(([name, preflight]) => [`decide, preflight ${name}`, (cards: Cards, reader: Reader) => cards.request({ ...requestViews['decide waiting']!, preflight }, reader)])),
  'invite form': (cards, reader) => cards.inviteForm(inviteForm, reader),
  'invite form, empty': (cards, reader) =>
    cards.inviteForm({ ...inviteForm, filled: { email: null, name: null, appId: null, moreAppIds: [], sponsor: null, until: null, reason: null, language: 'ja' }, problems: {} }, reader),
  'invite form, many apps': (cards, reader) => cards.inviteForm({ ...inviteForm, apps: manyApps, filled: { ...inviteForm.filled, appId: manyApps[39]?.id ?? null, moreAppIds: [] } }, reader),
  'share plan': (cards, reader) => cards.sharePlan(sharePlan, reader),
  'share plan, change': (cards, reader) =>
    cards.sharePlan({ ...sharePlan, assignmentRequired: true, current: { approvers: appShared.approvers, sponsor: appShared.sponsor, longestStayDays: 30, ownerInvitesDirectly: true, roleIds: ['r1'], reminderDays: [] } }, reader),
  'app choices': (cards, reader) => cards.appChoices(appChoices, reader),
  'app choices, none': (cards, reader) => cards.appChoices({ kind: 'choose', apps: [] }, reader),
  'app shared': (cards, reader) => cards.appShared(appShared, reader),
  'rules form': (cards, reader) => cards.rulesForm(rulesForm, reader),
  'rules form, usual': (cards, reader) => cards.rulesForm({ ...rulesForm, stages: rulesForm.stages.map((stage, index) => ({ ...stage, who: index === 0 ? 'usual' : 'none' })), inWords: null, automaticDomains: '' }, reader),
  'rules set': (cards, reader) => cards.rulesSet(rulesSet, reader),
  refusal: (cards, reader) => cards.refusal(refused, reader),
  apology: (cards, reader) => cards.apology(apology, reader),
  ...Object.fromEntries(Object.entries(explanations).map(([name, explained]) => [name, (cards: Cards, reader: Reader) => cards.why(explained, reader)])),
  'guest list': (cards, reader) => cards.guestList(listPage, reader),
  'app list': (cards, reader) => cards.appList(apps, reader),
  ...Object.fromEntries(Object.entries(stepUpViews).map(([name, view]) => [`step-up ${name}`, (cards: Cards, reader: Reader) => cards.stepUp(view, reader)])),
  help: (cards, reader) => cards.help(reader),
  welcome: (cards, reader) => cards.welcome(reader),
  'unknown command': (cards, reader) => cards.unknownCommand({ name: 'invite', word: 'invite', rest: 'cleo@clinic.example' }, reader),
  'nothing understood': (cards, reader) => cards.unknownCommand(null, reader),
  'language choice': (cards, reader) => cards.languageChoice('de', reader),
  'language chosen': (cards, reader) => cards.languageChosen('fr', reader),
  'language as in Teams': (cards, reader) => cards.languageChosen(null, reader),
  'went to text': (cards, reader) => cards.wentToText(reader),
  'signed in': (cards, reader) => cards.signedIn(reader),
  ...laneCards,
  'shared chat, moved': (cards, reader) => cards.continueInChat(moved, reader),
  'shared chat, unreachable': (cards, reader) => cards.continueInChat({ ...moved, kind: 'unreachable', requestId: null }, reader),
  'shared chat, glance': (cards, reader) => cards.glance(glance, reader),
  'shared chat, welcome': (cards, reader) => cards.sharedChatWelcome('Ada Berg', reader),
  'signed out': (cards, reader) => cards.signedOut(reader),
};

export const locales = ['en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ar-EG', 'ja-JP'] as const;
export { readerIn };
