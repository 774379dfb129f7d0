import { createTexts, type Words } from '../../bot/text/text.ts';
import { templateNames, readTemplate } from '../../bot/teams/render/cardFiles.ts';
import { appChoicesModelOf, appSharedModelOf, inviteFormModelOf, sharePlanModelOf } from '../../bot/teams/render/formModels.ts';
import { bundleModelOf } from '../../bot/teams/render/dialogs/bundleModel.ts';
import { languageChoiceModelOf, unknownCommandModelOf } from '../../bot/teams/render/dialogs/conversationModels.ts';
import { delegateFormModelOf, delegationsModelOf } from '../../bot/teams/render/delegation/delegationModels.ts';
import { onCallFormModelOf, onCallReviewModelOf, onCallSetModelOf } from '../../bot/teams/render/onCall/onCallModels.ts';
import { activateModelOf } from '../../bot/teams/render/activation/activateModel.ts';
import { activation, delegateForm, delegations, mayNotInvite, onCallForm, onCallReview, onCallSet, requestsPage, waitingForBoris } from './laneFacts.ts';
import { digestModelOf, requestsModelOf } from '../../bot/teams/render/waiting/requestsModels.ts';
import { continueModelOf, glanceModelOf } from '../../bot/teams/render/extension/extensionModels.ts';
import { preflightModelOf } from '../../bot/teams/render/preflight/preflightModel.ts';
import { requestModelOf } from '../../bot/teams/render/requestModel.ts';
import { apologyModelOf, appListModelOf, helpModelOf, guestListModelOf, refusalModelOf, welcomeModelOf } from '../../bot/teams/render/sayingModels.ts';
import { whyModelOf } from '../../bot/teams/render/radar/whyModel.ts';
import { stepUpModelOf } from '../../bot/teams/render/stepUp/stepUpModel.ts';
import { checks } from './preflightFacts.ts';
import { stepUpViews } from './stepUpFacts.ts';
import { apology, appChoices, apps, appShared, explanations, glance, inviteForm, listPage, moved, readerIn, refused, requestViews, sharePlan } from './sampleFacts.ts';
import { rulesFormModelOf, rulesSetModelOf } from '../../bot/teams/render/approvals/rulesModels.ts';
import { type Voice, voiceOf } from '../../bot/teams/render/voice.ts';
import { rulesForm, rulesSet } from './sampleFacts.ts';

const reader = readerIn('en-GB');
const request = (name: string) => (voice: Voice) => requestModelOf(requestViews[name]!, reader, voice, false);

/** The facts of each template's sample, as its model builder makes them. */
const models: Readonly<Record<string, (voice: Voice) => object>> = {
  requestStatus: request('radar reminder'),
  requestDecide: request('decide waiting'),
  requestFinish: request('finish needed'),
  requestSponsor: request('sponsor redeemed, account doubted'),
  requestSuccession: request('succession'),
  preflight: (voice) => preflightModelOf(checks.exact, voice),
  inviteForm: (voice) => inviteFormModelOf(inviteForm, voice),
  sharePlan: (voice) => sharePlanModelOf(sharePlan, voice),
  appChoices: (voice) => appChoicesModelOf(appChoices, voice),
  appShared: (voice) => appSharedModelOf(appShared, voice),
  rulesForm: (voice) => rulesFormModelOf(rulesForm, voice),
  rulesSet: (voice) => rulesSetModelOf(rulesSet, voice),
  activate: (voice) => activateModelOf(mayNotInvite, activation, voice),
  refusal: (voice) => refusalModelOf(refused, voice),
  apology: (voice) => apologyModelOf(apology, voice),
  requestList: (voice) => requestsModelOf(requestsPage, voice),
  onCallForm: (voice) => onCallFormModelOf(onCallForm, voice),
  onCallSet: (voice) => onCallSetModelOf(onCallSet, voice),
  onCallReview: (voice) => onCallReviewModelOf(onCallReview, voice),
  digest: (voice) => digestModelOf(waitingForBoris, reader, voice),
  guestList: (voice) => guestListModelOf({ ...listPage, next: null }, voice),
  why: (voice) => whyModelOf(explanations['why, not accepted']!, voice),
  appList: (voice) => appListModelOf(apps, voice),
  help: helpModelOf,
  welcome: welcomeModelOf,
  unknownCommand: (voice) => unknownCommandModelOf({ name: 'invite', word: 'invite', rest: 'cleo@clinic.example' }, voice),
  bundleStatus: (voice) => bundleModelOf(requestViews['status of several']!, requestViews['status of several']!.bundle!, reader, voice),
  languageChoice: (voice) => languageChoiceModelOf(null, voice),
  delegations: (voice) => delegationsModelOf(delegations, voice),
  delegateForm: (voice) => delegateFormModelOf(delegateForm, voice),
  stepUp: (voice) => stepUpModelOf(stepUpViews['open']!, voice),
  continueInChat: (voice) => continueModelOf(moved, voice),
  glance: (voice) => glanceModelOf(glance, voice),
  signedOut: (voice) => ({ title: voice.say('signedOut.title'), leads: [{ text: voice.say('signedOut.lead') }] }),
};

const texts = createTexts();

/** A template's sample file: its model and the words it binds to, so that a card designer shows it as people see it. */
export const sampleOf = (template: string, locale = 'en-GB'): object => {
  const voice = voiceOf(texts, readerIn(locale));
  const model = models[template];
  if (model === undefined) throw new Error(`No sample facts for cards/${template}.json: add them here`);
  return { lang: voice.lang, rtl: voice.rtl, ...model(voice), text: wordsUsed(template, voice.text) };
};

/** The words a template binds to, as keys of the locale files. */
export const keysUsed = (template: string): string[] =>
  [...new Set([...JSON.stringify(readTemplate(template)).matchAll(/\$\{(?:\$root\.)?text\.([\w.]+)\}/g)].map((match) => match[1]!))].sort();

const wordsUsed = (template: string, words: Words): object => {
  const used: Record<string, Record<string, unknown>> = {};
  for (const key of keysUsed(template)) {
    const [group = '', name = ''] = key.split('.');
    used[group] = { ...used[group], [name]: (words[group] as Words | undefined)?.[name] };
  }
  return used;
};

export { templateNames };
