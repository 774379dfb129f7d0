import { type AppChoices, type AppShared, type SharePlan } from '../desk/useCases.ts';
import { type AppChoice, type InviteForm } from '../desk/inviteForm.ts';
import { type FormProblems, type Refused } from '../desk/outcomes.ts';
import { type DelegateForm, type DelegationList } from '../desk/delegation/delegationUseCases.ts';
import { type RulesForm, type RulesSet } from '../desk/approvals/approvalsUseCases.ts';
import { type OnCallReview } from '../desk/onCall/onCallPorts.ts';
import { type OnCallForm, type OnCallSet } from '../desk/onCall/onCallUseCases.ts';
import { type PartOfRequests, type RequestsPage } from '../desk/waiting/waitingUseCases.ts';
import { type Checked } from '../desk/preflight/preflightUseCases.ts';
import { type Page } from '../desk/rows.ts';
import { type Glance } from '../desk/extension/extensionUseCases.ts';
import { type Explained } from '../desk/radar/radarUseCases.ts';
import { type RequestView } from '../desk/requestView.ts';
import { type StepUpView } from '../desk/stepUp/stepUpUseCases.ts';
import { type FoundCard } from './extensionAnswers.ts';
import { type FoundChoice } from './invokeAnswers.ts';
import { type Continue } from './render/extension/extensionModels.ts';
import { type DialogView } from '../desk/dialogs/dialogsUseCases.ts';
import { type DialogLine } from './render/dialogs/sayDialog.ts';
import { type Suggestion } from './understood.ts';
import { type CardJson } from './cardJson.ts';
import { type Reader } from './reader.ts';

/** Every card of Guest Desk: facts in, card out. Prose comes from the texts of the reader's language, never from templates. */
export type Cards = {
  /** `moved`: says that the press it answers came too late and changed nothing. */
  request(view: RequestView, reader: Reader, notice?: 'moved'): CardJson;
  inviteForm(form: InviteForm, reader: Reader): CardJson;
  /** Apps as lines of the form's list of choices. */
  foundApps(apps: readonly AppChoice[], reader: Reader): readonly FoundChoice[];
  preflight(checked: Checked, reader: Reader): CardJson;
  sharePlan(plan: SharePlan, reader: Reader): CardJson;
  appChoices(choices: AppChoices, reader: Reader): CardJson;
  appShared(shared: AppShared, reader: Reader): CardJson;
  rulesForm(form: RulesForm, reader: Reader): CardJson;
  rulesSet(set: RulesSet, reader: Reader): CardJson;
  refusal(refused: Refused, reader: Reader): CardJson;
  requestList(page: RequestsPage, reader: Reader): CardJson;
  onCallForm(form: OnCallForm, reader: Reader): CardJson;
  onCallSet(set: OnCallSet, reader: Reader): CardJson;
  onCallReview(review: OnCallReview, reader: Reader): CardJson;
  /** One card in place of many; refreshes itself. */
  digest(waiting: PartOfRequests, reader: Reader): CardJson;
  /** What keeps a guest out, and who can help. */
  why(explained: Explained, reader: Reader): CardJson;
  guestList(page: Page<RequestView>, reader: Reader): CardJson;
  appList(apps: readonly AppChoice[], reader: Reader): CardJson;
  help(reader: Reader): CardJson;
  welcome(reader: Reader): CardJson;
  /** A sentence that is no command: the nearest one is suggested, with a button that runs it. */
  unknownCommand(suggestion: Suggestion | null, reader: Reader): CardJson;
  delegations(list: DelegationList, reader: Reader): CardJson;
  delegateForm(form: DelegateForm, reader: Reader): CardJson;
  /** Sends somebody on to their own chat. */
  continueInChat(facts: Continue, reader: Reader): CardJson;
  /** A request as a chat that several people read shows it; each reader's client asks for their own part. */
  glance(glance: Glance, reader: Reader): CardJson;
  /** One line of a search: what its reader sees, and the card that is pasted for everybody. */
  foundRequest(view: RequestView, reader: Reader): FoundCard;
  /** `installer`: who added the bot to the chat, where that is known. */
  sharedChatWelcome(installer: string | null, reader: Reader): CardJson;
  signedOut(reader: Reader): CardJson;
  signedIn(reader: Reader): CardJson;
  /** Six languages and Teams' own; `chosen` null: as in Teams. */
  languageChoice(chosen: string | null, reader: Reader): CardJson;
  languageChosen(chosen: string | null, reader: Reader): CardJson;
  /** An administrative act: what it is and the way to its page, or what came of it. */
  stepUp(view: StepUpView, reader: Reader): CardJson;
  /** Stands where the form was when its person goes on in text. */
  wentToText(reader: Reader): CardJson;
  /** The next question of a request made in text, under what was wrong with the last answer. Plain text. */
  question(view: DialogView, reader: Reader): string;
  /** One line about the conversation itself. */
  dialogLine(line: DialogLine, reader: Reader): string;
  /** How a request stands, and a refusal, for who reads text only. */
  requestText(view: RequestView, reader: Reader): string;
  refusalText(refused: Refused, reader: Reader): string;
  preflightText(checked: Checked, reader: Reader): string;
  /** Inputs to mend, in words, one per line; shown under the form. */
  problems(problems: FormProblems['problems'], reader: Reader): string;
  /** What stopped a use case, by the closed set of error kinds, with the correlation id in the details. */
  apology(error: { kind: string; code: string; correlationId: string }, reader: Reader): CardJson;
};
