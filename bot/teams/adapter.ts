import { CloudAdapterBase, type InvokeResponse, type TurnContext } from 'botbuilder';
import {
  BotFrameworkAuthentication,
  ClaimsIdentity,
  ConnectorFactory,
  type AuthenticateRequestResult,
  type ConnectorClient,
  type UserTokenClient,
} from 'botframework-connector';
import { type Activity as BotActivity } from 'botframework-schema';
import { DeskError } from '../core/errors.ts';
import { fromConnector } from './connectorErrors.ts';
import { type Inbound } from './inbound/activity.ts';
import { type InvokeAnswer } from './invokeAnswers.ts';
import { toActivity, type Reply } from './outgoing.ts';
import { type SendBudget } from './sendBudget.ts';
import { type RunTurn } from './turn.ts';

export type AdapterOptions = { readonly connectorFor: (serviceUrl: string) => ConnectorClient; readonly budget: SendBudget; readonly runTurn: RunTurn };

/** Takes one admitted activity through botbuilder's turn. Null for everything but an invoke. */
export type Receive = (inbound: Inbound) => Promise<InvokeAnswer | null>;

/** Drives botbuilder with activities that our own door admitted; its inbound check is never reached. */
export const createReceive = ({ connectorFor, budget, runTurn }: AdapterOptions): Receive => {
  const adapter = new ChannelAdapter(connectorFor);
  return async (inbound) => {
    const response = await adapter.receive(inbound, async (context) => {
      const answer = await runTurn(inbound, replyIn(context, inbound.conversationId, budget));
      if (answer !== null) await context.sendActivity({ type: 'invokeResponse', value: answer });
    });
    return inbound.type === 'invoke' ? { status: response?.status ?? 200, body: response?.body as unknown } : null;
  };
};

/** The delivery of a message counts once, so an answer that was held off has to go out in this turn or is lost. */
const replyAttempts = 3;
/** Teams delivers again after 15 s; what was done before the answer takes its share of them. */
const longestHoldSeconds = 8;

const replyIn =
  (context: TurnContext, conversationId: string, budget: SendBudget): Reply =>
  async (message) => {
    for (let attempt = 1; ; attempt += 1) {
      await budget.take(conversationId, longestHoldSeconds);
      try {
        await context.sendActivity(toActivity(message));
        return;
      } catch (error) {
        const failure = fromConnector(error, { write: true });
        if (failure.kind === 'throttled') budget.pause(conversationId, failure.detail.retryAfterSeconds ?? 1);
        // A kept connection that the other end had closed. A card may come twice; not at all is worse (house decision 9).
        const isStaleConnection = failure.detail.code === 'connector/ECONNRESET' && attempt === 1;
        if (!isStaleConnection && (failure.kind !== 'throttled' || attempt === replyAttempts)) throw failure;
      }
    }
  };

class ChannelAdapter extends CloudAdapterBase {
  constructor(connectorFor: AdapterOptions['connectorFor']) {
    super(new AdmittedOnly(connectorFor));
  }

  receive(inbound: Inbound, logic: (context: TurnContext) => Promise<void>): Promise<InvokeResponse | undefined> {
    const claimsIdentity = new ClaimsIdentity([], true);
    const verified = { audience: '', claimsIdentity, connectorFactory: this.botFrameworkAuthentication.createConnectorFactory(claimsIdentity) };
    return this.processActivity(verified as AuthenticateRequestResult, toBotActivity(inbound), logic);
  }
}

/** Stands where botbuilder expects its own check: whoever gets here without being admitted is a mistake of ours. */
class AdmittedOnly extends BotFrameworkAuthentication {
  readonly #factory: ConnectorFactory;

  constructor(connectorFor: AdapterOptions['connectorFor']) {
    super();
    this.#factory = new KnownConnectors(connectorFor);
  }

  override authenticateRequest(): Promise<never> {
    throw new DeskError('bug', { code: 'adapter/own-check-passed-by' });
  }

  override authenticateStreamingRequest(): Promise<never> {
    throw new DeskError('bug', { code: 'adapter/streaming' });
  }

  override createConnectorFactory(_identity: ClaimsIdentity): ConnectorFactory {
    return this.#factory;
  }

  /** Turns ask our token service port; the context only has to carry something. */
  override async createUserTokenClient(): Promise<UserTokenClient> {
    return {} as UserTokenClient;
  }
}

class KnownConnectors extends ConnectorFactory {
  readonly #connectorFor: AdapterOptions['connectorFor'];

  constructor(connectorFor: AdapterOptions['connectorFor']) {
    super();
    this.#connectorFor = connectorFor;
  }

  override async create(serviceUrl: string): Promise<ConnectorClient> {
    return this.#connectorFor(serviceUrl);
  }
}

const toBotActivity = (inbound: Inbound): BotActivity =>
  ({
    type: inbound.type,
    id: inbound.activityId,
    name: inbound.name,
    channelId: 'msteams',
    serviceUrl: inbound.serviceUrl,
    from: { id: inbound.channelUserId, name: inbound.userName },
    recipient: { id: inbound.botId, name: '' },
    conversation: { id: inbound.conversationId, tenantId: inbound.tenantId, isGroup: !inbound.isPersonal, conversationType: inbound.isPersonal ? 'personal' : 'groupChat', name: '' },
    locale: inbound.locale,
  }) as BotActivity;
