import { pressDataOf } from './cardText.ts';
import { type Cast } from './cast.ts';
import { type RunningSandbox } from './sandbox.ts';
import { eventually } from './eventually.ts';
import { type JournalEntry } from './control.ts';

let guests = 0;
/** A fresh address at a partner, so that stories do not meet each other's guests. */
export const aGuest = (domain = 'clinic.example'): string => `guest${(guests += 1)}x${process.pid}@${domain}`;

/** The owner asks for a guest of Imaging; the card that waits is on everybody's screen when this returns. */
export const ownerAsks = async ({ owner }: Cast, email: string, reason = 'she reads our scans'): Promise<void> => {
  await owner.say(`invite ${email} to Imaging until 31 March because ${reason}`);
  await owner.press('request.submit', { name: `Guest ${email.split('@')[0]}` }, email);
};

/** A request of the owner's that waits, and the data of its Approve button as the approver's own card carries it. */
export const aSubmittedRequest = async (cast: Cast): Promise<{ email: string; data: { requestId: string; version: number }; cardId: string }> => {
  const email = aGuest();
  await ownerAsks(cast, email);
  const { message, card } = await cast.approver.card(email);
  return { email, data: pressDataOf(card), cardId: message.id };
};

/** Asks and approves; the invitation is on its way when this returns. */
export const ownerAsksApproverApproves = async (cast: Cast, email: string): Promise<void> => {
  await ownerAsks(cast, email);
  await cast.approver.press('request.approve', {}, email);
};

/** Waits until the mail is there. */
export const mailArrives = (sandbox: RunningSandbox, email: string, deadlineMs = 20_000) =>
  eventually(async () => {
    const mail = (await sandbox.mails(email)).at(-1);
    if (!mail) throw new Error(`no mail to ${email.split('@')[1]}`);
    return mail;
  }, deadlineMs);

/** Waits until the guest is in the access group of Imaging, or out of it. */
export const membershipBecomes = (sandbox: RunningSandbox, email: string, wanted: 'in' | 'out', deadlineMs = 20_000) =>
  eventually(async () => {
    const state = await sandbox.state();
    const guest = state.guests.find((one) => one.mail === email);
    const isIn = guest !== undefined && state.groups.find((group) => group.name === 'Imaging guests')?.members.includes(guest.id) === true;
    if (isIn !== (wanted === 'in')) throw new Error(`the guest is ${isIn ? 'in' : 'not in'} the group`);
    return guest;
  }, deadlineMs);

/** Invitation calls that Graph answered with success for this address. */
export const invitationCalls = async (sandbox: RunningSandbox, email: string): Promise<JournalEntry[]> =>
  (await sandbox.journal()).filter((entry) => entry.method === 'POST' && entry.path === '/v1.0/invitations' && (entry.body as { invitedUserEmailAddress?: string } | null)?.invitedUserEmailAddress === email);
