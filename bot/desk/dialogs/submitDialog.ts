import { type Ports } from '../ports.ts';
import { requestAccess } from '../requestAccess.ts';
import { type DialogsDesk } from './dialogsUseCases.ts';
import { findDialog, reopen } from './talkDialog.ts';

/** `yes` at the end of the questions: the same use case as the form's button, with the same rules. */
export const submitDialog =
  (ports: Ports): DialogsDesk['submitDialog'] =>
  async (actor, input) => {
    const view = await findDialog(ports)(actor);
    const dialog = await ports.store.dialog(actor.id, actor.conversationId);
    if (view.kind !== 'dialog' || dialog === undefined) return view;
    const { said, draftId, language } = dialog;
    if (dialog.step !== 'confirm' || dialog.version !== input.version) return view;
    const outcome = await requestAccess(ports)(actor, {
      draftId,
      email: said.email ?? '',
      name: said.name ?? '',
      app: said.app ?? '',
      sponsor: said.sponsor ?? '',
      until: said.until ?? '',
      reason: said.reason ?? '',
      language,
      at: null,
    });
    if (outcome.kind === 'problems') return reopen(ports, actor, input, outcome.problems);
    if (outcome.kind === 'shown') await ports.store.endDialog(actor.id, actor.conversationId);
    return outcome;
  };
