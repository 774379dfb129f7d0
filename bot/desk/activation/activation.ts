import { type ActivatableRole } from '../../core/activation/activateRole.ts';
import { type AccessRequestId, type DraftId, type UserId } from '../../core/ids.ts';
import { type RequestVerb } from '../../core/requestVerbs.ts';
import { type ActKind } from '../../core/stepUp/act.ts';
import { type TypedAsk } from '../preflight/typedAsk.ts';

/** What activations need of the directory. */
export type ActivationDirectory = {
  /** Template ids of directory roles the person may activate for the whole tenant now. Fails where licence or permission is missing. */
  eligibleRoles(person: UserId): Promise<readonly string[]>;
};

/** Verbs on a request's card that are refused for lack of a directory role. */
export const continuableVerbs = ['request.approve', 'request.finish', 'request.retry', 'invitation.resend', 'stepUp.open'] as const satisfies readonly (RequestVerb | 'stepUp.open')[];

type ContinuableVerb = (typeof continuableVerbs)[number];

/** The same press once more. It names things and proves nothing: whatever it does is checked again, live. */
export type PressAgain = RequestPressAgain | { readonly verb: 'request.submit'; readonly draftId: DraftId; readonly typed: TypedAsk };

export type RequestPressAgain = {
  readonly verb: ContinuableVerb;
  readonly requestId: AccessRequestId;
  /** The request as it stands now (`versionOf`). */
  readonly version: number;
  /** What was typed with the press: a reason, or another address. Empty for nothing. */
  readonly said: string;
  /** Only of `stepUp.open`. */
  readonly kind: ActKind | null;
};

/** A role that would allow the refused press, where to activate it (https), and how to go on. */
export type Activation = { readonly role: ActivatableRole; readonly url: string; readonly again: PressAgain };
