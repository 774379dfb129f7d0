import { type Actor } from '../../core/person.ts';
import { type Stage, type StageWho } from '../../core/approvals/approvalRule.ts';
import { type AccessRequestId, type DraftId } from '../../core/ids.ts';
import { type JobOutcome } from '../rows.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type FormProblems, type Press, type PressResult, type Refused } from '../outcomes.ts';
import { type StageView } from './approvalView.ts';

/** One step of the form for rules, as filled in. `who: none` leaves the step out. */
export type StageInput = {
  readonly who: StageWho['kind'] | 'none';
  /** User ids or addresses. */
  readonly people: readonly string[];
  /** Object id of a group, or empty. */
  readonly group: string;
  readonly needed: number;
  readonly veto: boolean;
  readonly reasonOn: Stage['reasonOn'];
  /** 0: no limit. */
  readonly limitHours: number;
  /** User id or address, or empty. */
  readonly fallback: string;
  readonly afterLimit: Stage['afterLimit'];
};

export type RulesInput = { readonly draftId: DraftId; readonly stages: readonly StageInput[]; /** Domains, separated by spaces or commas. */ readonly automaticDomains: string };

/** The form for an app's rules; `inWords`: the rule as filled in, when it was asked for. */
export type RulesForm = Omit<RulesInput, 'stages'> & {
  readonly kind: 'rules';
  readonly appName: string;
  readonly stages: readonly StageInput[];
  /** Colleagues to choose from, those chosen first. */
  readonly candidates: readonly NamedPerson[];
  readonly inWords: readonly StageView[] | null;
};

/** The rules of an app as they were set. `changed`: something is different now. */
export type RulesSet = { readonly kind: 'rules-set'; readonly draftId: DraftId; readonly appName: string; readonly stages: readonly StageView[]; readonly automaticDomains: readonly string[]; readonly changed: boolean };

/** The verbs of approvals. */
export type ApprovalDesk = {
  /** `deciders.choose`: names who decides where nobody is left; people by user id or by address. */
  chooseDeciders(actor: Actor, input: Press & { deciders: readonly string[] }): Promise<PressResult | FormProblems>;
  /** `app.rules`: the form for how requests for a shared app are decided. */
  planRules(actor: Actor, input: { draftId: DraftId }): Promise<RulesForm | Refused>;
  /** `rules.preview`: what was filled in, said in words; nothing is changed. */
  previewRules(actor: Actor, input: RulesInput): Promise<RulesForm | FormProblems | Refused>;
  /** `rules.set` */
  setRules(actor: Actor, input: RulesInput): Promise<RulesSet | FormProblems | Refused>;
};

/** What the worker does for approvals when nobody is waiting. */
export type ApprovalWork = {
  checkApproval(job: { requestId: AccessRequestId; mustChoose: boolean }): Promise<JobOutcome>;
  /** Looks at every waiting request: can those who are asked still decide? */
  checkApprovals(): Promise<void>;
  /** Looks at every time limit that ran out. */
  keepTimeLimits(): Promise<void>;
};
