import { z } from 'zod';
import { type UserId } from '../../core/ids.ts';
import { type AdminGraph } from '../../desk/stepUp/stepUpPorts.ts';
import { calls } from '../calls.ts';
import { createGraphClient, type GraphSetup } from '../client.ts';
import { readAs } from '../schemas.ts';

const addresses = z.object({ mail: z.string().nullish(), otherMails: z.array(z.string()).nullish() });

/** Graph with one token of one fresh sign-in; the token lives as long as this object. */
export const createAdminGraph = (setup: GraphSetup, { token, userId }: { readonly token: string; readonly userId: UserId }): AdminGraph => {
  const client = createGraphClient(setup);
  return {
    async addAddress(guestId: UserId, email: string) {
      const params = { id: guestId };
      const user = readAs(addresses, await client.read(calls.admin.guest, token, { params, query: { $select: 'mail,otherMails' }, userId }), 'guest');
      const others = user.otherMails ?? [];
      if ([user.mail ?? '', ...others].some((one) => one.toLowerCase() === email)) return;
      await client.write(calls.admin.changeAddresses, token, { params, body: { otherMails: [...others, email] }, userId });
    },
    async resetRedemption({ guestId, email, redirectUrl, language, message }) {
      const body = {
        invitedUserEmailAddress: email,
        inviteRedirectUrl: redirectUrl,
        sendInvitationMessage: true,
        invitedUserMessageInfo: { messageLanguage: language, customizedMessageBody: message },
        invitedUser: { id: guestId },
        resetRedemption: true,
      };
      await client.write(calls.admin.resetRedemption, token, { body, userId });
    },
  };
};
