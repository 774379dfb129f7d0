import { nextStep } from '../nextStep.ts';
import { type RequestState } from '../outcome.ts';
import { resendStep } from './resend.ts';

/** Effects that were begun or are due and wait for nobody: what a fresh process takes up at once. */
export const unsettledEffects = (state: RequestState): readonly ('invitation.send' | 'access.end' | 'invitation.resend')[] => [
  ...(nextStep(state) === 'none' ? [] : (['invitation.send'] as const)),
  ...(state.invitation?.access === 'ending' && state.invitation.obstacle === null ? (['access.end'] as const) : []),
  ...(resendStep(state) === 'none' ? [] : (['invitation.resend'] as const)),
];
