import { type DraftId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type Passport } from '../../core/preflight/passport.ts';
import { type SeenReport } from '../../core/preflight/whoSees.ts';
import { type NamedPerson } from '../requestView.ts';
import { type FormAgain, type FormProblems, type Refused } from '../useCases.ts';

/** The inputs of the form as they were typed, so that nothing has to be typed twice. */
export type TypedAsk = {
  readonly email: string;
  readonly name: string;
  /** Shared app by id or by name. */
  readonly app: string;
  /** Sponsor by user id or by address; empty for the app's default. */
  readonly sponsor: string;
  readonly until: string;
  readonly reason: string;
  readonly language: string | null;
};

/** What stands between an address and an app, as one person may see it. */
export type Checked = {
  readonly kind: 'checked';
  readonly seen: SeenReport;
  readonly email: string;
  readonly appName: string;
  /** Owners of the app, who can remove what is theirs. */
  readonly owners: readonly NamedPerson[];
  /** The form it came from; null where a sentence was typed. */
  readonly draftId: DraftId | null;
  readonly typed: TypedAsk;
  /** True where a request was stopped by it: nothing was sent to anybody. */
  readonly wasStopped: boolean;
};

/** Preflight on the card of somebody who is asked to decide. */
export type PreflightView = { readonly seen: SeenReport; readonly passport: Passport };

export type PreflightDesk = {
  /** `request.check`, `check …`: looks, and asks nobody. Spends one of twenty look-ups an hour. */
  checkRequest(actor: Actor, input: TypedAsk & { readonly draftId: DraftId | null }): Promise<Checked | FormAgain | FormProblems | Refused>;
};
