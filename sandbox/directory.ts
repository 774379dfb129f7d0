import { createEntra } from './entra/entra.ts';
import { createIssuer, type Issuer } from './entra/issuer.ts';
import type { Foundations } from './foundations.ts';
import { createChanges } from './graph/changes.ts';
import { createGraph } from './graph/graph.ts';
import { startNotifications } from './graph/notifications.ts';
import { createSecurePost } from './graph/securePost.ts';
import { stylePath, styleSheet } from './html.ts';
import { createRedemption, type IdentityProvider, type Redeemed, type RedeemRefused } from './mail/redemption.ts';
import { redeemPages } from './mail/redeemPages.ts';
import { serve, type Exchange, type Reply } from './serve.ts';
import { portVariables } from './settings.ts';
import type { Mail } from './state/objects.ts';
import { flushTenant } from './state/tenant.ts';

/** The running Entra, Graph and mail of the tenant. */
export type Directory = {
  /** `https://localhost:<port>` of Entra and Graph. */
  origin: string;
  /** Issues the Teams client's SSO token, and checks the tokens the connector and token service are given. */
  issuer: Issuer;
  /** Does what a person does on the sign-in pages. @returns where they lead back to. @throws when they do not. */
  signIn(authorizeUrl: string, oid: string): string;
  /** Accepts the newest invitation of an address, by the provider its domain suggests where none is named. */
  redeem(given: { email: string; identityProvider?: IdentityProvider | undefined }): Redeemed | RedeemRefused;
  /** The guest mailbox, oldest first; all addresses without `to`. */
  mails(to?: string): Mail[];
  /** Sends `reauthorizationRequired` for every live subscription now. */
  warnSubscriptions(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts Entra, Graph and the redemption pages on the Graph port.
 * @throws Error naming port and variable when the port is taken.
 */
export async function startDirectory({ settings, tenant, clock, journal, faults, keys, certificates }: Foundations): Promise<Directory> {
  const parts = { settings, tenant, clock };
  const issuer = createIssuer({ ...parts, keys: keys.entra });
  const changes = createChanges(parts);
  const post = createSecurePost(certificates.ca);
  const entra = createEntra({ ...parts, issuer, keys: keys.entra });
  const graph = createGraph({ ...parts, origin: issuer.origin, changes, post, issuer, journal, faults });
  const redemption = createRedemption({ ...parts, changes });
  const notifications = startNotifications({ ...parts, changes, faults, journal, post });
  const isGraph = (path: string): boolean => /^\/(v1\.0|beta)\//.test(path);

  const handle = async (exchange: Exchange): Promise<Reply> => {
    if (isGraph(exchange.path)) return graph(exchange);
    if (exchange.path === stylePath) return styleSheet;
    const reply = redeemPages(exchange, { tenant, clock, redemption }) ?? (await entra.handle(exchange));
    return reply ?? { status: 404, body: { error: { code: 'NotFound', message: `Nothing is served at ${exchange.path}.` } } };
  };

  const server = await serve({
    name: 'Entra and Graph',
    port: settings.ports.graph,
    variable: portVariables.graph,
    tls: certificates,
    to: (path) => (isGraph(path) ? 'graph' : 'entra'),
    journal,
    faults,
    handle,
    quiet: (path) => path === stylePath || path === '/favicon.ico',
  }).catch((error: unknown) => {
    notifications.stop();
    throw error;
  });

  return {
    origin: issuer.origin,
    issuer,
    signIn: (authorizeUrl, oid) => entra.signIn(authorizeUrl, oid),
    redeem: (asked) => redemption.redeem(asked),
    mails: (to) => tenant.mails.filter((mail) => to === undefined || mail.to === to.toLowerCase() || mail.cc.includes(to)),
    warnSubscriptions: () => notifications.warnAll(),
    async stop() {
      notifications.stop();
      await server.close();
      flushTenant(tenant);
    },
  };
}
