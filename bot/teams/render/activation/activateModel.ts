import { z } from 'zod';
import { type Activation } from '../../../desk/activation/offerActivation.ts';
import { type Refused } from '../../../desk/useCases.ts';
import { sayingModel } from '../models.ts';
import { refusalModelOf } from '../sayingModels.ts';
import { type Voice } from '../voice.ts';

/** A refusal with the way to activate a role, and the same press once more. */
export const activateModel = sayingModel.extend({
  url: z.string(),
  requestId: z.string(),
  version: z.int(),
  typed: z.string(),
  kind: z.string(),
  continues: z.strictObject({ approve: z.boolean(), approveWithReason: z.boolean(), finish: z.boolean(), retry: z.boolean(), resend: z.boolean(), reset: z.boolean(), changeAddress: z.boolean() }),
});
export type ActivateModel = z.output<typeof activateModel>;

const roleNames: Readonly<Record<Activation['role'], string>> = {
  guestInviter: 'activate.guestInviter',
  groupsAdministrator: 'activate.groupsAdministrator',
  helpdeskAdministrator: 'activate.helpdeskAdministrator',
  userAdministrator: 'activate.userAdministrator',
  globalAdministrator: 'activate.globalAdministrator',
};

/** Which role is missing, and how to go on. The facts must be plain already. */
export const activateModelOf = (refused: Refused, { role, url, again }: Activation, voice: Voice): ActivateModel => ({
  ...refusalModelOf(refused, voice),
  stripe: { style: 'warning', icon: '!', word: voice.say('activate.status') },
  title: voice.title('activate.title'),
  leads: [{ text: voice.say('activate.lead', { role: voice.say(roleNames[role]) }) }, { text: voice.say('activate.next') }],
  url,
  requestId: again.requestId,
  version: again.version,
  typed: again.typed,
  kind: again.kind ?? '',
  continues: {
    approve: again.verb === 'request.approve' && again.typed === '',
    approveWithReason: again.verb === 'request.approve' && again.typed !== '',
    finish: again.verb === 'request.finish',
    retry: again.verb === 'request.retry',
    resend: again.verb === 'invitation.resend',
    reset: again.kind === 'invitation.reset',
    changeAddress: again.kind === 'invitation.changeAddress',
  },
});
