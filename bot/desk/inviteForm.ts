/** The request form: what can be chosen, what it is filled with, what comes back from it. */
import { type Day, type DraftId } from '../core/ids.ts';
import { type PostedAt } from './rows.ts';
import { type NamedPerson } from './namedPerson.ts';
import { type FormProblems } from './outcomes.ts';

/** What can be asked for: `id` is the app's, with `#` and the role where the app offers roles; the name says both. */
export type AppChoice = { readonly id: string; readonly name: string; readonly longestStayDays: number; readonly defaultSponsor: NamedPerson };

/** The request form with everything the sentence said already in it. */
export type InviteForm = {
  readonly kind: 'form';
  readonly draftId: DraftId;
  readonly apps: readonly AppChoice[];
  readonly filled: {
    readonly email: string | null;
    readonly name: string | null;
    /** Of the choices offered. */
    readonly appId: string | null;
    /** Further apps asked for at once. */
    readonly moreAppIds: readonly string[];
    readonly sponsor: NamedPerson | null;
    readonly until: Day | null;
    readonly reason: string | null;
    readonly language: string;
  };
  /** What the sentence said that could not be used, by input name; the text is `problem.<key>`. */
  readonly problems: FormProblems['problems'];
};

export type InviteWords = {
  readonly email: string | null;
  readonly name: string | null;
  /** The app as named by the person; null when none was named. */
  readonly app: string | null;
  readonly sponsor: string | null;
  readonly until: Day | null;
  /** The other day it could mean ("03/04"); absent when there is only one. */
  readonly untilOther?: Day;
  readonly reason: string | null;
};

export type SubmitInput = {
  readonly draftId: DraftId;
  readonly email: string;
  readonly name: string;
  /** One or several offers, by id or by name, with commas between. */
  readonly app: string;
  /** Sponsor by user id or by address; empty for the app's default. */
  readonly sponsor: string;
  /** The last day as `YYYY-MM-DD`, or what was typed instead. */
  readonly until: Day;
  /** The other day it could mean ("03/04"); absent when there is only one. */
  readonly untilOther?: Day;
  readonly reason: string;
  readonly language: string | null;
  /** The form's own message: the status card takes its place. Null where there was no form: the card comes by itself. */
  readonly at: PostedAt | null;
};

/** The request form with everything the person typed still in it, and what to mend at each input. */
export type FormAgain = FormProblems & { readonly form: InviteForm };
