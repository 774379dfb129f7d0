import { type AskDialog } from '../../core/dialogs/askDialog.ts';
import { guessName } from '../../core/guessName.ts';
import { type Problem } from '../../core/refusal.ts';
import { toAppChoices } from '../listSharedApps.ts';
import { namesOf, toNamed } from '../namePeople.ts';
import { type Reads } from '../ports.ts';
import { type AppChoice } from '../inviteForm.ts';
import { type DialogView } from './dialogsUseCases.ts';

/** The dialog as its person reads it. `apps`: what can be asked for, where it was just read. */
export const viewDialog = async (read: Reads, dialog: AskDialog, problem: Problem | null = null): Promise<DialogView> => {
  const apps = await toAppChoices(read, await read.sharedApps());
  const { said } = dialog;
  const chosen = appsSaid(said.app, apps);
  const names = await namesOf(read, said.sponsor === null ? [] : [said.sponsor]);
  const view = { email: said.email, name: said.name, apps: chosen, sponsor: said.sponsor === null ? null : toNamed(names, said.sponsor), until: said.until, reason: said.reason };
  return { kind: 'dialog', version: dialog.version, step: dialog.step, apps, said: view, fallback: fallbackOf(dialog, view), problem };
};

/** The choices that stand in an answer, as a form joins them. */
export const appsSaid = (app: string | null, apps: readonly AppChoice[]): readonly AppChoice[] => (app ?? '').split(',').flatMap((id) => apps.filter((one) => one.id === id));

const fallbackOf = ({ step }: AskDialog, said: DialogView['said']): string | null => {
  switch (step) {
    case 'email':
      return said.email;
    case 'name':
      return said.name ?? (said.email === null ? null : guessName(said.email));
    case 'app':
      return said.apps.length === 0 ? null : said.apps.map(({ name }) => name).join(', ');
    case 'sponsor':
      return (said.sponsor ?? said.apps[0]?.defaultSponsor)?.name ?? null;
    case 'until':
      return said.until;
    case 'reason':
      return said.reason;
    case 'confirm':
      return null;
  }
};
