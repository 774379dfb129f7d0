import { createTeamsClient, type TeamsClient } from '../client/teamsClient.ts';
import { type Foundations } from '../foundations.ts';
import { serve, type Exchange, type Reply } from '../serve.ts';
import { saveTenant } from '../state/tenant.ts';
import { openChats, type Chats } from './chats.ts';
import { connectorRoute } from './connector.ts';
import { openSharedChats, type SharedChats } from './sharedChats.ts';
import { createSendLimits, type SendLimits } from './limits.ts';
import { createTokenService, type TokenService } from './tokenService.ts';
import { createWebhookReceiver, type WebhookCall } from './webhooks.ts';
import { channelIssuer, refuseStranger } from './tokens.ts';

/** The Teams side of the sandbox: chats, the client of every person, the token service. */
export type Channel = {
  chats: Chats;
  sharedChats: SharedChats;
  client: TeamsClient;
  limits: SendLimits;
  tokens: TokenService;
  /** Calls to the paging system, oldest first. */
  webhooks(): WebhookCall[];
  stop(): Promise<void>;
};

const metadataPath = '/.well-known/openidconfiguration';
const keysPath = '/.well-known/keys';

/**
 * Serves connector, token service, sign-in page and the channel's keys on the channel port.
 * @throws Error naming port and variable when the port is taken
 */
export async function startChannel(on: Foundations): Promise<Channel> {
  const chats = openChats(on.settings.dataDir, on.clock);
  const sharedChats = openSharedChats(on.settings.dataDir);
  const limits = createSendLimits();
  const client = createTeamsClient(on, chats, sharedChats);
  const tokens = createTokenService(on, (oid, code) => void client.signedIn(oid, code));
  const world = { tenant: on.tenant, chats, sharedChats, limits, posted: client.posted };
  on.clock.onAdvance(() => client.staleAll());

  const webhooks = createWebhookReceiver();

  const metadata: Reply = {
    status: 200,
    body: {
      issuer: channelIssuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `https://localhost:${on.settings.ports.channel}${keysPath}`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  };

  async function handle(exchange: Exchange): Promise<Reply> {
    if (exchange.method === 'GET' && exchange.path === metadataPath) return metadata;
    if (exchange.method === 'GET' && exchange.path === keysPath) return { status: 200, body: on.keys.channel.jwks({ endorsements: ['msteams'] }) };
    const paged = webhooks.route(exchange);
    if (paged) return paged;
    const page = await tokens.page(exchange);
    if (page) return page;
    const refusal = await refuseStranger(exchange, on);
    if (refusal) return refusal;
    return (await tokens.route(exchange)) ?? connectorRoute(world, exchange) ?? unknown(exchange);
  }

  function unknown({ method, path }: Exchange): Reply {
    on.tenant.unknownRoutes.push({ method, path });
    saveTenant(on.tenant);
    return { status: 501, body: { error: { code: 'NotImplemented', message: `The sandbox does not imitate ${method} ${path}.` } } };
  }

  const served = await serve({
    name: 'connector and token service',
    to: (path) => (path.startsWith('/v3/') ? 'connector' : 'tokens'),
    port: on.settings.ports.channel,
    variable: 'SANDBOX_CHANNEL_PORT',
    tls: { key: on.certificates.key, cert: on.certificates.cert },
    journal: on.journal,
    faults: on.faults,
    quiet: (path) => path.startsWith('/.well-known/') || path.startsWith('/signin/style'),
    handle,
  });

  return {
    chats,
    sharedChats,
    client,
    limits,
    tokens,
    webhooks: webhooks.calls,
    stop: () => served.close(),
  };
}
