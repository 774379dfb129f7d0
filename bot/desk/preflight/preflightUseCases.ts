import { type DraftId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type SeenReport } from '../../core/preflight/whoSees.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type FormAgain } from '../inviteForm.ts';
import { type FormProblems, type Refused } from '../outcomes.ts';
import { type TypedAsk } from './typedAsk.ts';

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

export type PreflightDesk = {
  /** `request.check`, `check …`: looks, and asks nobody. Spends one of twenty look-ups an hour. */
  checkRequest(actor: Actor, input: TypedAsk & { readonly draftId: DraftId | null }): Promise<Checked | FormAgain | FormProblems | Refused>;
};
