import { z } from 'zod';
import { DeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type ChannelStore } from '../desk/channelPorts.ts';
import { createTokenApiClient, type ChannelToken } from './connector.ts';
import { fromConnector } from './connectorErrors.ts';
import { type Inbound } from './inbound/activity.ts';

export type SignInResource = {
  readonly link: string;
  /** What a Teams client needs to exchange silently; its `id` is the same for every client of the person. */
  readonly exchange: { readonly id: string; readonly uri: string; readonly providerId: string | null };
};

/** People's everyday tokens, kept by the Bot Framework token service; nothing of them is stored here. */
export type TokenService = {
  /** The person's token, or undefined when they have to sign in. */
  get(userId: UserId): Promise<string | undefined>;
  forget(userId: UserId): Promise<void>;
  /** Turns a single sign-on token into the everyday token. False when Entra refuses, e.g. consent is missing. */
  exchange(inbound: Inbound, assertion: string): Promise<boolean>;
  /** Redeems the code of the sign-in page. False when it is not this person's, or used up. */
  redeem(inbound: Inbound, code: string): Promise<boolean>;
  signInResource(inbound: Inbound): Promise<SignInResource>;
};

export type TokenServiceOptions = {
  readonly tokenServiceUrl: string;
  readonly connection: string;
  readonly botAppId: string;
  readonly channelToken: ChannelToken;
  readonly conversations: Pick<ChannelStore, 'conversationOf'>;
};

const channelId = 'msteams';
const tokenAnswer = z.looseObject({ token: z.string().min(1) });
const resourceAnswer = z.looseObject({
  signInLink: z.url({ protocol: /^https$/ }),
  tokenExchangeResource: z.looseObject({ id: z.string(), uri: z.string(), providerId: z.string().optional() }),
});

/** Every method throws `unavailable` when the token service cannot be asked. */
export const createTokenService = ({ tokenServiceUrl, connection, botAppId, channelToken, conversations }: TokenServiceOptions): TokenService => {
  const client = createTokenApiClient(tokenServiceUrl, botAppId, channelToken);

  const ask = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      const failure = fromConnector(error, { write: false });
      if (failure.kind === 'not-found') return undefined;
      throw failure.kind === 'bug' || failure.kind === 'tenant-denies' ? new DeskError('unavailable', failure.detail) : failure;
    }
  };
  /** The channel's id of a person is opaque; we know it from their chat. Who was never seen has no token either. */
  const channelUser = async (userId: UserId): Promise<string | undefined> => (await conversations.conversationOf(userId))?.channelUserId;

  return {
    async get(userId) {
      const user = await channelUser(userId);
      if (user === undefined) return undefined;
      return tokenAnswer.safeParse(await ask(() => client.userToken.getToken(user, connection, { channelId }))).data?.token;
    },
    async forget(userId) {
      const user = await channelUser(userId);
      if (user !== undefined) await ask(() => client.userToken.signOut(user, { channelId, connectionName: connection }));
    },
    async exchange({ channelUserId }, assertion) {
      const answer = await ask(async () => {
        try {
          return await client.userToken.exchangeAsync(channelUserId, connection, channelId, { token: assertion });
        } catch (error) {
          if ((error as { statusCode?: unknown }).statusCode === 400) return undefined;
          throw error;
        }
      });
      return tokenAnswer.safeParse(answer).success;
    },
    async redeem({ channelUserId }, code) {
      return tokenAnswer.safeParse(await ask(() => client.userToken.getToken(channelUserId, connection, { channelId, code }))).success;
    },
    async signInResource(inbound) {
      const state = Buffer.from(JSON.stringify(exchangeState(inbound, connection, botAppId))).toString('base64');
      const answer = resourceAnswer.safeParse(await ask(() => client.botSignIn.getSignInResource(state)));
      if (!answer.success) throw new DeskError('unavailable', { code: 'token-service/sign-in-resource' });
      const { id, uri, providerId } = answer.data.tokenExchangeResource;
      return { link: answer.data.signInLink, exchange: { id, uri, providerId: providerId ?? null } };
    },
  };
};

/** Tells the token service whose sign-in this is and where the code goes; the shape is the Bot Framework's. */
const exchangeState = (inbound: Inbound, connectionName: string, msAppId: string): Record<string, unknown> => ({
  connectionName,
  msAppId,
  conversation: {
    activityId: inbound.activityId,
    user: { id: inbound.channelUserId, aadObjectId: inbound.userId },
    bot: { id: inbound.botId },
    conversation: { id: inbound.conversationId, conversationType: 'personal', tenantId: inbound.tenantId },
    channelId,
    locale: inbound.locale,
    serviceUrl: inbound.serviceUrl,
  },
});
