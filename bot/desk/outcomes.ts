/** What can come of a use case, and what a press of a card is. */
import { type Activation } from './activation/activation.ts';
import { type ProblemKey, type RefusalRule } from '../core/refusal.ts';
import { type AccessRequestId } from '../core/ids.ts';
import { type RequestView } from './requestView.ts';
import { type NamedPerson } from './namedPerson.ts';

/**
 * A rule says no. `rule` is a stable key with a text in every locale (`refusal.<rule>`); `who` can change it;
 * `facts` are values for the sentence.
 */
export type Refused = {
  readonly kind: 'refused';
  readonly rule: RefusalRule;
  readonly who: readonly NamedPerson[];
  readonly facts: Readonly<Record<string, string | number>>;
  /** Where a role that the person could activate would allow it. */
  readonly activation?: Activation;
};

/** The request is not where the card said; `view` is how it stands now. */
export type Conflict = { readonly kind: 'conflict'; readonly view: RequestView };

export type Shown = { readonly kind: 'shown'; readonly view: RequestView };

export type PressResult = Shown | Conflict | Refused;

/** A form whose inputs need mending: which input, which text key (`problem.<key>`) and values for it. */
export type FormProblems = { readonly kind: 'problems'; readonly problems: Readonly<Record<string, { readonly key: ProblemKey; readonly facts: Readonly<Record<string, string | number>> }>> };

export type Press = { readonly requestId: AccessRequestId; readonly version: number };
