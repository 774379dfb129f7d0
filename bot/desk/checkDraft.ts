import { DeskError } from '../core/errors.ts';
import { type Actor } from '../core/person.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { type Draft } from './ports.ts';

/**
 * A form works for the person and in the chat it was made for. Undefined when it may be used.
 * @throws DeskError not-found when the form is unknown, too old, or of another kind
 */
export const checkDraft = (draft: Draft | undefined, kind: Draft['kind'], actor: Actor): Refusal | undefined => {
  if (draft?.kind !== kind) throw new DeskError('not-found', { code: 'desk/form-gone' });
  return draft.by === actor.id && draft.conversationId === actor.conversationId ? undefined : refuse('wrong-chat');
};
