import { type Channel } from '../channel/channel.ts';
import { type Foundations } from '../foundations.ts';
import { type Bot } from '../supervisor/bots.ts';

/** What came of a redemption. */
export type Redemption = { userId: string; email: string; identityProvider: string; externalUserState: string };

/** What the control API works on. */
export type ControlWorld = Foundations & {
  channel: Channel;
  bots(): Bot[];
  /** False while starting, resetting or stopping. */
  ready(): boolean;
  /** Redeems the newest invitation of an address. @throws Error in words when there is none */
  redeem(email: string, identityProvider?: string): Promise<Redemption>;
  /** Moves tenant, bots and jobs by an ISO 8601 duration. */
  advance(duration: string): Promise<void>;
  /** Everything as on the first start. Resolves when it is ready again. */
  reset(): Promise<void>;
};
