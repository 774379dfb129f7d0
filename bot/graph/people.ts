import { setTimeout as sleep } from 'node:timers/promises';
import { DeskError, isDeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type Clock, type InvitationCall, type People } from '../desk/ports.ts';
import { calls } from './calls.ts';
import { createGraphClient, type GraphClient, type GraphSetup } from './client.ts';
import { addMember, referenceTo, removeMember } from './members.ts';
import { directoryObject, invitationAnswer, pageOf, readAs } from './schemas.ts';
import { createTokenProof } from './tokenProof.ts';

/** Everyday tokens of people, kept by the Bot Framework token service; the Teams adapter brings them. */
export type PeopleTokens = {
  /** Undefined when the person has to sign in. Throws `unavailable` when the service cannot be reached. */
  get(userId: UserId): Promise<string | undefined>;
  forget(userId: UserId): Promise<void>;
};

export type PeopleSetup = GraphSetup & {
  readonly clock: Clock;
  /** Told when a guest stays without the chosen sponsor in Entra (clouds without invitation sponsors). `code` names why. */
  readonly onSponsorNotSet?: (code: string) => void;
};

/** Waits before each try to set a sponsor on a guest that the directory does not show yet. */
const sponsorWaitsMs = [0, 1000, 2000, 4000];

/** Graph in the name of people. Every write is sent once; a token is used only after it was proved to be the person's. */
export const createPeople = (setup: PeopleSetup, tokens: PeopleTokens): People => {
  const client = createGraphClient(setup);
  const prove = createTokenProof(client, setup.clock);

  const inTheNameOf = async <T>(person: UserId, work: (token: string) => Promise<T>): Promise<T> => {
    const token = await tokens.get(person);
    if (token === undefined) throw new DeskError('sign-in-needed', { code: 'graph/no-token', userId: person });
    try {
      await prove(token, person);
      return await work(token);
    } catch (error) {
      // Asking the token service again would bring the same refused, or foreign, token. What stopped the call matters more than a failure to forget.
      const refused = isDeskError(error, 'sign-in-needed') || (isDeskError(error) && error.detail.code === 'graph/token-of-another-person');
      if (refused) await tokens.forget(person).catch(() => undefined);
      throw error;
    }
  };

  return {
    ensureSignedIn: (person) => inTheNameOf(person, () => Promise.resolve()),
    invite: (person, invitation) =>
      inTheNameOf(person, async (token) => {
        const body = invitationBody(invitation, setup.cloud.hasInvitationSponsors);
        const guestId = guestIn(await client.write(calls.people.invite, token, { body, userId: person }).catch(unknownSponsor));
        if (!setup.cloud.hasInvitationSponsors) await setSponsor(client, setup, token, guestId, invitation.sponsorId);
        return { guestId };
      }),
    addToGroup: (person, groupId, memberId) =>
      inTheNameOf(person, (token) => addMember(setup.cloud.graphUrl, { client, call: calls.people.addMember, token, groupId, memberId, userId: person })),
    removeFromGroup: (person, groupId, memberId) =>
      inTheNameOf(person, (token) => removeMember({ client, call: calls.people.removeMember, token, groupId, memberId, userId: person })),
    ownedApps: (person) => inTheNameOf(person, (token) => readOwnedApps(client, token, person)),
    signOut: (person) => tokens.forget(person),
  };
};

const invitationBody = (invitation: InvitationCall, withSponsors: boolean): Record<string, unknown> => ({
  invitedUserEmailAddress: invitation.email,
  invitedUserDisplayName: invitation.name,
  inviteRedirectUrl: invitation.redirectUrl,
  sendInvitationMessage: true,
  invitedUserMessageInfo: { messageLanguage: invitation.language, customizedMessageBody: invitation.message },
  ...(withSponsors && { invitedUserSponsors: [{ id: invitation.sponsorId }] }),
});

/** The sponsor is the only object that an invitation names. */
const unknownSponsor = (error: unknown): never => {
  throw isDeskError(error, 'not-found') ? new DeskError('invalid', { code: 'graph/sponsor-not-found', input: 'sponsor', cause: error }) : error;
};

/** Graph said yes; when it does not say to whom, the guest has to be looked for. */
const guestIn = (answer: unknown): UserId => {
  try {
    return readAs(invitationAnswer, answer, 'invitation').invitedUser.id;
  } catch (error) {
    throw new DeskError('ambiguous', { code: 'graph/invitation-without-guest', cause: error });
  }
};

/** The invitation stands whatever becomes of this: a failure is told, not thrown, so that nobody invites twice. */
const setSponsor = async (client: GraphClient, setup: PeopleSetup, token: string, guestId: UserId, sponsorId: UserId): Promise<void> => {
  let code = 'graph/not-found';
  for (const waitMs of sponsorWaitsMs) {
    await sleep(waitMs);
    try {
      await client.write(calls.people.addSponsor, token, { params: { id: guestId }, body: referenceTo(setup.cloud.graphUrl, sponsorId) });
      return;
    } catch (error) {
      code = isDeskError(error) ? error.detail.code : 'graph/client';
      if (!isDeskError(error, 'not-found')) break;
    }
  }
  setup.onSponsorNotSet?.(code);
};

const ownedPage = pageOf(directoryObject);

const readOwnedApps = async (client: GraphClient, token: string, person: UserId): Promise<readonly { servicePrincipalId: string; name: string }[]> => {
  const owned: { servicePrincipalId: string; name: string }[] = [];
  let link: string | undefined;
  do {
    const filling = link === undefined ? { query: { $select: 'id,displayName' } } : { link };
    const page = readAs(ownedPage, await client.read(calls.people.ownedObjects, token, { ...filling, userId: person }), 'ownedObjects');
    for (const each of page.value) {
      if (each['@odata.type'] === '#microsoft.graph.servicePrincipal') owned.push({ servicePrincipalId: each.id, name: each.displayName ?? each.id });
    }
    link = page['@odata.nextLink'];
  } while (link !== undefined && owned.length < 1000);
  return owned;
};
