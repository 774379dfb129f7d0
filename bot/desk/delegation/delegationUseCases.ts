import { type Day } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type JobOutcome } from '../rows.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type FormProblems, type Refused } from '../outcomes.ts';

/** What a `delegate …` sentence says; null for what it leaves out. `untilSaid`: the last day as written where it cannot be read. */
export type DelegateWords = { readonly to: string | null; readonly from: Day | null; readonly until: Day | null; readonly untilSaid: string | null };

export type DelegationLine = { readonly id: string; readonly who: NamedPerson; readonly from: Day; readonly until: Day; readonly holdsNow: boolean };

/** Who decides for the person, and for whom the person decides. `made`: the one that was just made. */
export type DelegationList = { readonly kind: 'delegations'; readonly mine: readonly DelegationLine[]; readonly forMe: readonly DelegationLine[]; readonly made: string | null };

/** The form, filled with what was said. `candidates`: colleagues who share decisions with the person, for clients without a people picker. */
export type DelegateForm = {
  readonly kind: 'delegate-form';
  readonly to: NamedPerson | null;
  readonly candidates: readonly NamedPerson[];
  readonly today: Day;
  readonly from: Day;
  readonly until: Day | null;
  readonly problems: FormProblems['problems'];
};

export type DelegationVerbs = {
  /** `delegate …`: makes it where nothing is missing; alone, shows what there is, or the form. */
  delegate(actor: Actor, words: DelegateWords): Promise<DelegationList | DelegateForm | Refused>;
  /** `delegation.plan`: the form. */
  planDelegation(actor: Actor): Promise<DelegateForm | Refused>;
  /** `delegation.make`; `to`: user id or address. */
  makeDelegation(actor: Actor, input: { to: string; from: Day; until: Day }): Promise<DelegationList | FormProblems | Refused>;
  /** `delegation.end` */
  endDelegation(actor: Actor, input: { delegationId: string }): Promise<DelegationList | Refused>;
};

export type DelegationWork = {
  /** Stand-ins get the cards of waiting requests, or lose their buttons. */
  applyDelegation(job: { delegationId: string }): Promise<JobOutcome>;
  /** Does that for delegations that began or ended by themselves. */
  settleDelegations(): Promise<void>;
};

