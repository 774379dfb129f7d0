import { z } from 'zod';
import { type Activation, type RequestPressAgain } from '../../../desk/activation/activation.ts';
import { type Refused } from '../../../desk/outcomes.ts';
import { sayingModel } from '../models.ts';
import { refusalModelOf } from '../sayingModels.ts';
import { type Voice } from '../voice.ts';

/** A refusal with the way to activate a role, and the same press once more. */
export const activateModel = sayingModel.extend({
  url: z.string(),
  requestId: z.string(),
  version: z.int(),
  said: z.string(),
  kind: z.string(),
  draftId: z.string(),
  typed: z.strictObject({ email: z.string(), name: z.string(), app: z.string(), sponsor: z.string(), until: z.string(), reason: z.string(), language: z.string() }),
  continues: z.strictObject({ submit: z.boolean(), approve: z.boolean(), approveWithReason: z.boolean(), finish: z.boolean(), retry: z.boolean(), resend: z.boolean(), reset: z.boolean(), changeAddress: z.boolean() }),
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
  ...(again.verb === 'request.submit' ? { ...noPress, draftId: again.draftId, typed: { ...again.typed, language: again.typed.language ?? '' }, continues: { ...nothing, submit: true } } : pressOf(again)),
});

const nothing: ActivateModel['continues'] = { submit: false, approve: false, approveWithReason: false, finish: false, retry: false, resend: false, reset: false, changeAddress: false };
const noPress = { requestId: '', version: 0, said: '', kind: '', draftId: '', typed: { email: '', name: '', app: '', sponsor: '', until: '', reason: '', language: '' } };

const pressOf = ({ verb, requestId, version, said, kind }: RequestPressAgain) => ({
  ...noPress,
  requestId,
  version,
  said,
  kind: kind ?? '',
  continues: {
    submit: false,
    approve: verb === 'request.approve' && said === '',
    approveWithReason: verb === 'request.approve' && said !== '',
    finish: verb === 'request.finish',
    retry: verb === 'request.retry',
    resend: verb === 'invitation.resend',
    reset: kind === 'invitation.reset',
    changeAddress: kind === 'invitation.changeAddress',
  },
});
