import { type AccessRequestId } from '../../core/ids.ts';
import { type Phase } from '../../core/invitation.ts';
import { type Actor } from '../../core/person.ts';
import { type ActKind, type ActProblem, type ActState } from '../../core/stepUp/act.ts';
import { type JobOutcome, type PostedAt } from '../rows.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type FormProblems, type PressResult, type Refused } from '../outcomes.ts';

/** An act as its card and its page show it. `expired` is open with its ten minutes over. */
export type StepUpView = {
  readonly actId: string;
  /** Its page, on our own host. */
  readonly url: string;
  readonly kind: ActKind;
  readonly state: ActState | 'expired';
  readonly requestId: AccessRequestId;
  /** The request as it stands now (`versionOf`), for a press that asks for the act anew. */
  readonly version: number;
  readonly guest: { readonly name: string; readonly email: string };
  readonly address: string | null;
  readonly appName: string;
  readonly askedBy: NamedPerson;
  readonly problem: ActProblem | null;
  /** Where the request stands now. */
  readonly phase: Phase;
  /** The directory demanded more than the sign-in before gave. */
  readonly isChallenged: boolean;
  readonly signInsLeft: number;
  readonly expiresAt: Date;
  readonly locale: string;
  readonly timeZone: string;
};

export type OpenStepUpInput = {
  readonly kind: ActKind;
  readonly requestId: AccessRequestId;
  readonly version: number;
  /** The new address as typed; only `invitation.changeAddress` reads it. */
  readonly email: string | null;
  /** The message that was pressed. */
  readonly at: PostedAt;
};
export type Opened = { readonly kind: 'opened'; readonly view: StepUpView };

/** Where the browser goes on to, or how things stand. */
export type SignInBegun = { readonly kind: 'go'; readonly url: string; readonly view: StepUpView } | { readonly kind: 'stays'; readonly view: StepUpView };
/** What came back from the sign-in page. `secret` is the browser's own. */
export type SignInCame = { readonly secret: string; readonly state: string; readonly code: string | null; readonly error: string | null };

export type StepUpDesk = {
  /** `stepUp.open`: makes the act and its card; nothing happens in the directory. */
  openStepUp(actor: Actor, input: OpenStepUpInput): Promise<Opened | Refused | FormProblems>;
  /** `stepUp.close`: the person thought better of it. The request's card again where they have a part in it. */
  closeStepUp(actor: Actor, input: { actId: string }): Promise<PressResult | Opened>;
  /** A dialog with the page is asked for in the chat. @throws DeskError not-found */
  enterStepUp(actor: Actor, input: { actId: string }): Promise<StepUpView>;
};

/** The page's side: whoever comes here proves who they are only by signing in. All take an act id that may be anything. */
export type StepUpPages = {
  /** Undefined for an id that is none, and for one whose time is over. */
  show(actId: string): Promise<StepUpView | undefined>;
  /** Begins a sign-in bound to `secret`. */
  begin(actId: string, secret: string): Promise<SignInBegun | undefined>;
  /** Ends it: the checks, the act, what to show. `next` is the secret of a second sign-in, should one be demanded. */
  finish(actId: string, came: SignInCame, next: string): Promise<SignInBegun | undefined>;
  close(actId: string): Promise<StepUpView | undefined>;
};

export type StepUpWork = {
  /** `stepUp.settle`: the message shows what became of the act; an act left alone is closed when its time is over. */
  settleStepUp(job: { actId: string }): Promise<JobOutcome>;
};
