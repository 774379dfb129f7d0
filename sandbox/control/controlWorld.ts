import { type Channel } from '../channel/channel.ts';
import { type Directory } from '../directory.ts';
import { type Foundations } from '../foundations.ts';
import { type Bot } from '../supervisor/bots.ts';

/** What the control API works on. */
export type ControlWorld = Foundations & {
  channel: Channel;
  directory: Pick<Directory, 'redeem' | 'mails' | 'signIn'>;
  bots(): Bot[];
  /** False while starting, resetting or stopping. */
  ready(): boolean;
  /** Moves tenant, bots and jobs by an ISO 8601 duration. */
  advance(duration: string): Promise<void>;
  /** Everything as on the first start. Resolves when it is ready again. */
  reset(): Promise<void>;
};
