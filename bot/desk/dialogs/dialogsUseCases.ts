import { type AskStep } from '../../core/dialogs/askDialog.ts';
import { type Day, type DraftId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type Problem } from '../../core/refusal.ts';
import { type Checked } from '../preflight/preflightUseCases.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type AppChoice, type InviteForm, type InviteWords } from '../inviteForm.ts';
import { type Refused, type Shown } from '../outcomes.ts';

/** `language` null: as in Teams. */
export type LanguageChosen = { readonly kind: 'chosen'; readonly language: string | null };

/** A request in the making: what is asked now, and what was said so far. */
export type DialogView = {
  readonly kind: 'dialog';
  readonly version: number;
  readonly step: AskStep;
  /** What can be asked for; people name one by its number in this list, or by its name. */
  readonly apps: readonly AppChoice[];
  readonly said: { readonly email: string | null; readonly name: string | null; readonly apps: readonly AppChoice[]; readonly sponsor: NamedPerson | null; readonly until: Day | null; readonly reason: string | null };
  /** What `skip` would take at this step, in words; null where something has to be said. */
  readonly fallback: string | null;
  /** What was wrong with the last answer. */
  readonly problem: Problem | null;
};

export type DialogFound = DialogView | { readonly kind: 'none' } | { readonly kind: 'expired' };

/** Which message answers which question; the same message again changes nothing. */
export type Answering = { readonly version: number; readonly activityId: string };

/** Part of the apps' names, as far as it is typed; empty for every app. */
export type AppSearch = { readonly text: string; readonly skip: number; readonly count: number };

/** Verbs of conversations. */
export type DialogsDesk = {
  /** What can be asked for and has this in its name, in the order it is to be shown. */
  findSharedApps(actor: Actor, search: AppSearch): Promise<{ readonly kind: 'found'; readonly apps: readonly AppChoice[] } | Refused>;
  /** `language.choose`: from now on every card and message to this person, also those that come unasked. */
  chooseLanguage(actor: Actor, language: string | null): Promise<LanguageChosen | Refused>;
  /** What is set now; null: as in Teams. */
  chosenLanguage(actor: Actor): Promise<LanguageChosen | Refused>;
  /** `sign in`. @throws DeskError sign-in-needed where the person has no token: the adapter then asks for it */
  signIn(actor: Actor): Promise<{ readonly kind: 'signed-in' } | Refused>;
  /**
   * Begins to ask question by question, with what is known already. `draftId`: the form this takes over from; a form that
   * made its request answers with that.
   */
  beginDialog(actor: Actor, words: InviteWords, from: { readonly draftId: DraftId | null; readonly language: string | null; readonly activityId: string }): Promise<DialogView | Shown | Refused>;
  /** The request this person is making in this chat. One that ran out is told once and forgotten. */
  findDialog(actor: Actor): Promise<DialogFound>;
  /** An answer to the question asked. `other`: what a day could mean besides ("03/04"). */
  answerDialog(actor: Actor, input: Answering & { readonly text: string; readonly other?: Day | undefined }): Promise<DialogFound | Refused>;
  /** `back` asks the question before; `skip` takes what is offered or was said before. */
  moveDialog(actor: Actor, input: Answering & { readonly way: 'back' | 'skip' }): Promise<DialogFound | Refused>;
  /** `form`: the same request as a card, with everything said so far; the questions end. */
  dialogAsForm(actor: Actor): Promise<InviteForm | Refused | { readonly kind: 'none' }>;
  /** `yes`: asks for access as the form would. What does not do any more is asked again. */
  submitDialog(actor: Actor, input: Answering): Promise<Shown | Checked | Refused | DialogFound>;
  /** `cancel`, or another command. */
  endDialog(actor: Actor): Promise<void>;
};
