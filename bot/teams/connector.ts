import { AppCredentials, ConnectorClient, TokenApiClient } from 'botframework-connector';
import { DeskError } from '../core/errors.ts';

/** Asks for the bot's own token for channel and token service; wired by compose from the bot identity. */
export type ChannelToken = () => Promise<string>;

/** What a pipeline of the connector's HTTP library takes; declared here because botbuilder does not export it. */
type Pipeline = {
  removePolicy(by: { name: string }): unknown;
  addPolicy(policy: { name: string; sendRequest(request: { timeout: number }, next: (request: never) => Promise<unknown>): Promise<unknown> }, options?: { afterPhase?: string }): void;
};

const callTimeoutMs = 10_000;

/** A client for the connector at one service address. Callers check the address by `isServiceUrl` before. */
export const createConnectorClient = (serviceUrl: string, botAppId: string, token: ChannelToken): ConnectorClient =>
  bounded(new ConnectorClient(new ChannelCredentials(botAppId, token), { baseUri: serviceUrl }));

/** A client for the token service. */
export const createTokenApiClient = (tokenServiceUrl: string, botAppId: string, token: ChannelToken): TokenApiClient =>
  bounded(new TokenApiClient(new ChannelCredentials(botAppId, token), { baseUri: tokenServiceUrl }));

/** One client per service address, so that its connections are used again. */
export const createConnectorClients = (botAppId: string, token: ChannelToken): ((serviceUrl: string) => ConnectorClient) => {
  const clients = new Map<string, ConnectorClient>();
  return (serviceUrl) => {
    const known = clients.get(serviceUrl);
    if (known !== undefined) return known;
    const client = createConnectorClient(serviceUrl, botAppId, token);
    if (clients.size >= 50) clients.clear();
    clients.set(serviceUrl, client);
    return client;
  };
};

/**
 * Takes the library's own retries and redirects away and bounds every call: a POST that is repeated behind our back
 * would post a card twice, and a redirect would carry the bot's token to another host.
 */
const bounded = <Client extends ConnectorClient | TokenApiClient>(client: Client): Client => {
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  for (const name of ['defaultRetryPolicy', 'redirectPolicy']) pipeline.removePolicy({ name });
  pipeline.addPolicy({
    name: 'guestDeskTimeout',
    sendRequest: (request, next) => {
      request.timeout = callTimeoutMs;
      return next(request as never);
    },
  });
  return client;
};

/** Bearer tokens from our own port instead of botbuilder's MSAL, which cannot be kept from asking the public cloud. */
class ChannelCredentials extends AppCredentials {
  readonly #token: ChannelToken;

  constructor(botAppId: string, token: ChannelToken) {
    super(botAppId);
    this.#token = token;
  }

  override getToken(): Promise<string> {
    return this.#token();
  }

  protected override refreshToken(): Promise<never> {
    throw new DeskError('bug', { code: 'connector/own-token-asked' });
  }
}
