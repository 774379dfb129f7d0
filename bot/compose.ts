import { randomUUID } from 'node:crypto';
import { type Config } from './config.ts';
import { type Clock } from './desk/ports.ts';
import { createDesk, createDeskWork } from './desk/createDesk.ts';
import { createStepUpPages } from './desk/stepUp/stepUpPages.ts';
import { createAppTokens } from './graph/credential.ts';
import { createEnder } from './graph/ender.ts';
import { createPeople } from './graph/people.ts';
import { createPreflightReads } from './graph/preflight/createPreflightReads.ts';
import { createReader } from './graph/reader.ts';
import { createSignInLog } from './graph/signInLog.ts';
import { createAdminSignIn } from './graph/stepUp/adminSignIn.ts';
import { createSubscriptions } from './graph/subscriptions.ts';
import { graphNotificationRoutes } from './http/graphNotifications.ts';
import { healthRoutes } from './http/health.ts';
import { createOnCallWebhook } from './http/onCallWebhook.ts';
import { messagesRoute } from './http/messages.ts';
import { startHttpServer, type HttpServer } from './http/server.ts';
import { stepUpRoutes } from './http/stepUp/stepUpRoutes.ts';
import { watchHandshakes } from './http/watchHandshakes.ts';
import { startEmbedded } from './store/embedded/startEmbedded.ts';
import { openStore, type OpenStore } from './store/openStore.ts';
import { createReceive, type Receive } from './teams/adapter.ts';
import { createAssertionCheck } from './teams/assertion.ts';
import { createConnectorClients } from './teams/connector.ts';
import { createTalk } from './teams/dialogs/talk.ts';
import { routes } from './teams/handlers/routes.ts';
import { createDoor } from './teams/inbound/admit.ts';
import { createKeySet } from './teams/inbound/keySet.ts';
import { createTokenCheck } from './teams/inbound/tokenCheck.ts';
import { createMessenger, firstServiceUrl } from './teams/messenger.ts';
import { chatLinkOf, createPersonalChats } from './teams/personalChats.ts';
import { createCards } from './teams/render/createCards.ts';
import { createRouter } from './teams/router.ts';
import { createSendBudget } from './teams/sendBudget.ts';
import { createSignIn } from './teams/signIn.ts';
import { createTokenService } from './teams/tokenService.ts';
import { createTurn } from './teams/turn.ts';
import { understandCommand } from './teams/understand/understandCommand.ts';
import { correlationId, countGraphCall } from './telemetry/correlation.ts';
import { type Log } from './telemetry/log.ts';
import { createLetters } from './text/letters.ts';
import { createTexts } from './text/text.ts';
import { startWorker, type Worker } from './worker/startWorker.ts';

export type App = { readonly port: number; stop(): Promise<void> };

/**
 * The wiring diagram: database, then adapters, then use cases, then the server, then the worker (whose subscription
 * needs the server). Stops in the opposite order; the embedded database ends last.
 */
export const startApp = async (config: Config, log: Log): Promise<App> => {
  const clock: Clock = { now: () => new Date() };
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
    log.info({ event: 'bot.stopped' });
  };
  try {
    const database = await openDatabase(config, log);
    ends.push(database.stop);
    const store = await openStore({ url: database.url, tenantId: config.tenantId, clock, log });
    ends.push(store.close);
    log.info({ event: 'store.ready' });
    const parts = wire(config, store, clock, log);
    const running: { worker?: Worker } = {};
    ends.push(async () => running.worker?.stop());
    const server = await listen(config, { ...parts, store, log, worker: () => running.worker });
    ends.push(server.stop);
    log.info({ event: 'bot.listening', host: config.listen.host, port: server.port });
    await Promise.all([parts.channelKeys.warmUp(), parts.channelToken().catch((error: unknown) => log.warn({ event: 'channel-token.missing', error }))]);
    running.worker = await startWorker({ store, work: parts.work, subscriptions: parts.handshakes.subscriptions, clock, log, settings: { sweepSeconds: config.sweepSeconds } });
    log.info({ event: 'worker.started' });
    return { port: server.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const openDatabase = async ({ database }: Config, log: Log): Promise<{ url: string; stop: () => Promise<void> }> => {
  if (database.kind === 'url') return { url: database.url.reveal(), stop: () => Promise.resolve() };
  const embedded = await startEmbedded({ dataDir: database.dataDir, port: database.port, database: 'guestdesk' });
  log.info({ event: 'postgres.ready', port: database.port, adopted: embedded.adopted });
  return embedded;
};

const wire = (config: Config, store: OpenStore, clock: Clock, log: Log) => {
  const { cloud, tenantId, bot, people: { appId: peopleAppId, connection } } = config;
  const graph = { cloud, clock, correlationId, report: countGraphCall };
  const channelToken = createAppTokens(cloud, tenantId, bot, cloud.channelScope).get;
  const readerTokens = createAppTokens(cloud, tenantId, config.reader);
  const handshakes = watchHandshakes(createSubscriptions(graph, readerTokens, config.publicUrl), store, clock);

  const texts = createTexts();
  const cards = createCards(texts);
  const budget = createSendBudget();
  const connectorFor = createConnectorClients(bot.appId, channelToken);
  const chats = createPersonalChats({ connectorFor, serviceOrigins: cloud.channelServiceOrigins, firstServiceUrl: firstServiceUrl(cloud), botAppId: bot.appId, tenantId, channel: store, budget });
  const tokens = createTokenService({ tokenServiceUrl: cloud.tokenServiceUrl, connection, botAppId: bot.appId, channelToken, conversations: store });
  const messenger = createMessenger({ chats, cards, clock });
  const ports = {
    store,
    clock,
    ids: { next: () => randomUUID() },
    directory: createReader(graph, readerTokens),
    signInLog: createSignInLog(graph, readerTokens),
    people: createPeople({ ...graph, onSponsorNotSet: (code) => log.warn({ event: 'sponsor.not-set', code }) }, tokens),
    ender: config.ender === null ? null : createEnder(graph, createAppTokens(cloud, tenantId, config.ender)),
    pager: config.onCallWebhook === null ? null : createOnCallWebhook(config.onCallWebhook.url, config.onCallWebhook.secret, clock),
    messenger,
    reach: messenger,
    preflight: createPreflightReads(graph, readerTokens),
    letters: createLetters(),
    admin: config.admin === null ? null : createAdminSignIn({ ...graph, tenantId, identity: config.admin, redirectUri: `${config.publicUrl}/step-up/callback` }),
    settings: { tenantId, directoryLagSeconds: config.directoryLagSeconds, publicUrl: config.publicUrl, roleActivationUrl: cloud.roleActivationUrl, digestAfter: config.digestAfter, mostWaiting: config.mostWaiting },
  };

  const channelKeys = createKeySet({ metadataUrl: cloud.channelMetadataUrl, clock, log });
  const issuer = `${cloud.loginUrl}/${tenantId}/v2.0`;
  const tenantKeys = createKeySet({ metadataUrl: `${issuer}/.well-known/openid-configuration`, clock, log });
  const checkAssertion = createAssertionCheck({ keys: tenantKeys, issuer, tenantId, peopleAppId, clock });
  const signIn = createSignIn({ tokens, checkAssertion, connection, say: texts.say });
  const router = createRouter(routes, understandCommand);
  const runTurn = createTurn({ router, talk: createTalk(understandCommand), signIn, kit: { desk: createDesk(ports), cards }, channel: store, clock, log, say: texts.say, chats, chatLink: chatLinkOf(cloud, bot.appId) });
  return {
    channelToken,
    channelKeys,
    handshakes,
    work: createDeskWork(ports),
    pages: stepUpRoutes({ pages: createStepUpPages(ports), texts, publicUrl: config.publicUrl, frameOrigins: cloud.teamsOrigins, scriptOrigins: cloud.teamsScriptOrigins }),
    receive: createReceive({ connectorFor, budget, runTurn }),
    admit: createDoor({ checkToken: createTokenCheck({ keys: channelKeys, issuer: cloud.channelIssuer, botAppId: bot.appId, clock }), tenantId, botAppId: bot.appId, serviceOrigins: cloud.channelServiceOrigins }),
  };
};

const lifecycleDeeds = { reauthorizationRequired: 'renew', subscriptionRemoved: 'removed', missed: 'missed' } as const;

type Listening = ReturnType<typeof wire> & { readonly receive: Receive; readonly store: OpenStore; readonly log: Log; readonly worker: () => Worker | undefined };

const listen = (config: Config, { admit, receive, store, log, worker, channelKeys, handshakes, pages }: Listening): Promise<HttpServer> =>
  startHttpServer({
    ...config.listen,
    log,
    routes: [
      messagesRoute({ admit, receive }, log),
      ...pages,
      ...graphNotificationRoutes({ store, tenantId: config.tenantId, expectsHandshake: handshakes.isDue, onLifecycle: (event) => worker()?.lifecycle(lifecycleDeeds[event]), log }),
      ...healthRoutes({
        store: () => store.ping().then(() => true),
        keys: () => channelKeys.warmUp(),
        worker: () => worker() !== undefined,
        subscription: () => worker()?.isReady() ?? false,
      }),
    ],
  });
