import { type InviteForm } from '../../desk/inviteForm.ts';
import { type Refused } from '../../desk/outcomes.ts';
import { type Texts } from '../../text/text.ts';
import { type Cards } from '../cards.ts';
import { type Reader } from '../reader.ts';
import { type CardJson } from '../cardJson.ts';
import { activateModel, activateModelOf } from './activation/activateModel.ts';
import { delegateFormModel, delegateFormModelOf, delegationsModel, delegationsModelOf } from './delegation/delegationModels.ts';
import { onCallFormModel, onCallFormModelOf, onCallReviewModel, onCallReviewModelOf, onCallSetModelOf } from './onCall/onCallModels.ts';
import { digestModel, digestModelOf, requestsModel, requestsModelOf } from './waiting/requestsModels.ts';
import { type Checked } from '../../desk/preflight/preflightUseCases.ts';
import { compileCard, type Frame } from './expandCard.ts';
import { continueModel, continueModelOf, foundLineOf, glanceModel, glanceModelOf, sharedChatWelcomeModelOf } from './extension/extensionModels.ts';
import { appChoiceLine, appChoicesModelOf, appSharedModelOf, inviteFormModelOf, problemLines, sharePlanModelOf } from './formModels.ts';
import { rulesFormModel, rulesFormModelOf, rulesSetModelOf } from './approvals/rulesModels.ts';
import * as models from './models.ts';
import { languageChoiceModelOf, languageChosenModelOf, signedInModelOf, unknownCommandModelOf } from './dialogs/conversationModels.ts';
import { bundleModelOf } from './dialogs/bundleModel.ts';
import { bundleModel, languageChoiceModel, unknownCommandModel } from './dialogs/dialogsModels.ts';
import { plainFacts, plainTyped } from './plainText.ts';
import { dialogLineText, questionText, refusalText, requestText } from './dialogs/sayDialog.ts';
import { preflightModel, preflightModelOf, preflightText } from './preflight/preflightModel.ts';
import { requestModelOf } from './requestModel.ts';
import { apologyModelOf, appListModelOf, helpModelOf, guestListModelOf, refusalModelOf, welcomeModelOf } from './sayingModels.ts';
import { stepUpModel, stepUpModelOf } from './stepUp/stepUpModel.ts';
import { whyModel, whyModelOf } from './radar/whyModel.ts';
import { type Voice, voiceOf } from './voice.ts';

/**
 * Every card of Guest Desk. Templates are compiled here, once; build it at start.
 * Each method makes its facts plain, says them in the reader's language and expands one template.
 */
export const createCards = (texts: Texts): Cards => {
  const expand = {
    status: compileCard('requestStatus', models.requestModel),
    decide: compileCard('requestDecide', models.requestModel),
    finish: compileCard('requestFinish', models.requestModel),
    sponsor: compileCard('requestSponsor', models.requestModel),
    radar: compileCard('requestStatus', models.requestModel),
    reset: compileCard('requestStatus', models.requestModel),
    succession: compileCard('requestSuccession', models.requestModel),
    inviteForm: compileCard('inviteForm', models.inviteFormModel),
    preflight: compileCard('preflight', preflightModel),
    sharePlan: compileCard('sharePlan', models.sharePlanModel),
    appChoices: compileCard('appChoices', models.appChoicesModel),
    appShared: compileCard('appShared', models.appSharedModel),
    rulesForm: compileCard('rulesForm', rulesFormModel),
    rulesSet: compileCard('rulesSet', models.appSharedModel),
    refusal: compileCard('refusal', models.sayingModel),
    activate: compileCard('activate', activateModel),
    apology: compileCard('apology', models.sayingModel),
    requestList: compileCard('requestList', requestsModel),
    onCallForm: compileCard('onCallForm', onCallFormModel),
    onCallSet: compileCard('onCallSet', models.sayingModel),
    onCallReview: compileCard('onCallReview', onCallReviewModel),
    digest: compileCard('digest', digestModel),
    why: compileCard('why', whyModel),
    guestList: compileCard('guestList', models.listModel),
    appList: compileCard('appList', models.appListModel),
    help: compileCard('help', models.guideModel),
    welcome: compileCard('welcome', models.guideModel),
    unknownCommand: compileCard('unknownCommand', unknownCommandModel),
    delegations: compileCard('delegations', delegationsModel),
    delegateForm: compileCard('delegateForm', delegateFormModel),
    continueInChat: compileCard('continueInChat', continueModel),
    glance: compileCard('glance', glanceModel),
    signedOut: compileCard('signedOut', models.noteModel),
    bundle: compileCard('bundleStatus', bundleModel),
    languageChoice: compileCard('languageChoice', languageChoiceModel),
    stepUp: compileCard('stepUp', stepUpModel),
  };

  const spoken = (reader: Reader, card: (voice: Voice, frame: Frame) => CardJson): CardJson => {
    const voice = voiceOf(texts, reader);
    return card(voice, { lang: voice.lang, rtl: voice.rtl, text: voice.text });
  };

  return {
    request: (view, reader, notice) =>
      spoken(reader, (voice, frame) => {
        const plain = plainFacts(view);
        return plain.bundle === null ? expand[view.purpose](requestModelOf(plain, reader, voice, notice === 'moved'), frame) : expand.bundle(bundleModelOf(plain, plain.bundle, reader, voice), frame);
      }),
    inviteForm: (form, reader) => spoken(reader, (voice, frame) => expand.inviteForm(inviteFormModelOf(plainForm(form), voice), frame)),
    foundApps: (apps, reader) => {
      const voice = voiceOf(texts, reader);
      return plainFacts(apps).map((app) => appChoiceLine(app, voice));
    },
    preflight: (checked, reader) => spoken(reader, (voice, frame) => expand.preflight(preflightModelOf(plainChecked(checked), voice), frame)),
    sharePlan: (plan, reader) => spoken(reader, (voice, frame) => expand.sharePlan(sharePlanModelOf(plainFacts(plan), voice), frame)),
    appChoices: (choices, reader) => spoken(reader, (voice, frame) => expand.appChoices(appChoicesModelOf(plainFacts(choices), voice), frame)),
    appShared: (shared, reader) => spoken(reader, (voice, frame) => expand.appShared(appSharedModelOf(plainFacts(shared), voice), frame)),
    rulesForm: (form, reader) => spoken(reader, (voice, frame) => expand.rulesForm(rulesFormModelOf(plainFacts(form), voice), frame)),
    rulesSet: (set, reader) => spoken(reader, (voice, frame) => expand.rulesSet(rulesSetModelOf(plainFacts(set), voice), frame)),
    refusal: (refused, reader) =>
      spoken(reader, (voice, frame) => {
        const plain = plainRefused(refused);
        return plain.activation === undefined ? expand.refusal(refusalModelOf(plain, voice), frame) : expand.activate(activateModelOf(plain, plain.activation, voice), frame);
      }),
    requestList: (page, reader) => spoken(reader, (voice, frame) => expand.requestList(requestsModelOf(plainFacts(page), voice), frame)),
    onCallForm: (form, reader) => spoken(reader, (voice, frame) => expand.onCallForm(onCallFormModelOf(plainFacts(form), voice), frame)),
    onCallSet: (set, reader) => spoken(reader, (voice, frame) => expand.onCallSet(onCallSetModelOf(plainFacts(set), voice), frame)),
    onCallReview: (review, reader) => spoken(reader, (voice, frame) => expand.onCallReview(onCallReviewModelOf(plainFacts(review), voice), frame)),
    digest: (waiting, reader) => spoken(reader, (voice, frame) => expand.digest(digestModelOf(plainFacts(waiting), reader, voice), frame)),
    guestList: (page, reader) => spoken(reader, (voice, frame) => expand.guestList(guestListModelOf(plainFacts(page), voice), frame)),
    why: (explained, reader) => spoken(reader, (voice, frame) => expand.why(whyModelOf(plainFacts(explained), voice), frame)),
    appList: (apps, reader) => spoken(reader, (voice, frame) => expand.appList(appListModelOf(plainFacts(apps), voice), frame)),
    help: (reader) => spoken(reader, (voice, frame) => expand.help(helpModelOf(voice), frame)),
    welcome: (reader) => spoken(reader, (voice, frame) => expand.welcome(welcomeModelOf(voice), frame)),
    unknownCommand: (suggestion, reader) => spoken(reader, (voice, frame) => expand.unknownCommand(unknownCommandModelOf(suggestion, voice), frame)),
    signedIn: (reader) => spoken(reader, (voice, frame) => expand.signedOut(signedInModelOf(voice), frame)),
    languageChoice: (chosen, reader) => spoken(reader, (voice, frame) => expand.languageChoice(languageChoiceModelOf(chosen, voice), frame)),
    stepUp: (view, reader) => spoken(reader, (voice, frame) => expand.stepUp(stepUpModelOf(plainFacts(view), voice), frame)),
    languageChosen: (chosen, reader) => spoken(reader, (voice, frame) => expand.signedOut(languageChosenModelOf(chosen, voice), frame)),
    signedOut: (reader) =>
      spoken(reader, (voice, frame) => expand.signedOut({ title: voice.title('signedOut.title'), leads: [{ text: voice.say('signedOut.lead') }] }, frame)),
    delegations: (list, reader) => spoken(reader, (voice, frame) => expand.delegations(delegationsModelOf(plainFacts(list), voice), frame)),
    delegateForm: (form, reader) => spoken(reader, (voice, frame) => expand.delegateForm(delegateFormModelOf(plainFacts(form), voice), frame)),
    continueInChat: (facts, reader) => spoken(reader, (voice, frame) => expand.continueInChat(continueModelOf(facts, voice), frame)),
    glance: (glance, reader) => spoken(reader, (voice, frame) => expand.glance(glanceModelOf(plainFacts(glance), voice), frame)),
    foundRequest: (view, reader) => ({
      ...foundLineOf(plainFacts(view), voiceOf(texts, reader)),
      card: spoken(reader, (voice, frame) => expand.glance(glanceModelOf(plainFacts({ kind: 'glance', requestId: view.id, appName: view.appName, phase: view.phase }), voice), frame)),
    }),
    sharedChatWelcome: (installer, reader) => spoken(reader, (voice, frame) => expand.welcome(sharedChatWelcomeModelOf(installer === null ? null : plainFacts(installer), voice), frame)),
    wentToText: (reader) => spoken(reader, (voice, frame) => expand.signedOut({ title: voice.title('dialog.inTextTitle'), leads: [{ text: voice.say('dialog.inTextLead') }] }, frame)),
    question: (view, reader) => questionText(plainFacts(view), voiceOf(texts, reader)),
    dialogLine: (line, reader) => dialogLineText(line, voiceOf(texts, reader)),
    requestText: (view, reader) => requestText(plainFacts(view), voiceOf(texts, reader)),
    preflightText: (checked, reader) => preflightText(plainChecked(checked), voiceOf(texts, reader)),
    refusalText: (refused, reader) => refusalText(plainFacts(refused), voiceOf(texts, reader)),
    problems: (problems, reader) => {
      const voice = voiceOf(texts, reader);
      return problemLines(plainFacts(problems), voice).join('\n');
    },
    apology: (error, reader) => spoken(reader, (voice, frame) => expand.apology(apologyModelOf(plainFacts(error), voice), frame)),
  };
};

/** A form's facts made plain, and what was typed kept whole. */
const plainForm = (form: InviteForm): InviteForm => {
  const { email, name, reason } = form.filled;
  const facts = plainFacts(form);
  return { ...facts, filled: { ...facts.filled, email: plainTyped(email), name: plainTyped(name), reason: plainTyped(reason) } };
};

/** The same of a form that was checked first. */
const plainChecked = (checked: Checked): Checked => {
  const { email, name, reason } = checked.typed;
  const facts = plainFacts(checked);
  return { ...facts, typed: { ...facts.typed, email: plainTyped(email) ?? '', name: plainTyped(name) ?? '', reason: plainTyped(reason) ?? '' } };
};

/** The same of a form that was refused and can be sent again. */
const plainRefused = (refused: Refused): Refused => {
  const facts = plainFacts(refused);
  const given = refused.activation?.again;
  if (facts.activation?.again.verb !== 'request.submit' || given?.verb !== 'request.submit') return facts;
  const { email, name, reason } = given.typed;
  const typed = { ...facts.activation.again.typed, email: plainTyped(email) ?? '', name: plainTyped(name) ?? '', reason: plainTyped(reason) ?? '' };
  return { ...facts, activation: { ...facts.activation, again: { ...facts.activation.again, typed } } };
};
