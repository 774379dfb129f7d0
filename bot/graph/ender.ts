import { type Ender } from '../desk/ports.ts';
import { withAppToken } from './appReads.ts';
import { calls } from './calls.ts';
import { createGraphClient, type GraphSetup } from './client.ts';
import { type AppTokens } from './credential.ts';
import { removeMember } from './members.ts';

/** Removes members of groups that the ender's registration owns, for ends with nobody present who could. */
export const createEnder = (setup: GraphSetup, tokens: AppTokens): Ender => {
  const client = createGraphClient(setup);
  return {
    removeFromGroup: (groupId, memberId) =>
      withAppToken(tokens, (token) => removeMember({ client, call: calls.ender.removeMember, token, groupId, memberId })),
  };
};
