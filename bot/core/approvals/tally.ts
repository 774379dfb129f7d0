import { type UserId } from '../ids.ts';
import { type StageRun } from './approval.ts';

export type Tally = 'open' | 'approved' | 'declined';

/**
 * How a stage stands after its votes. `remaining`: how many can still answer. `decidesAlone`: the fallback, once asked.
 * People who left never make a no: without a vote against it, a stage that cannot be completed stays open.
 */
export const tally = ({ stage, votes }: Pick<StageRun, 'stage' | 'votes'>, remaining: number, decidesAlone: UserId | null): Tally => {
  const alone = decidesAlone === null ? undefined : votes.find(({ by }) => by === decidesAlone);
  if (alone !== undefined) return alone.verdict;
  const yes = votes.filter(({ verdict }) => verdict === 'approved').length;
  const no = votes.length - yes;
  if (stage.veto && no > 0) return 'declined';
  if (yes >= stage.needed) return 'approved';
  return no > 0 && yes + remaining < stage.needed ? 'declined' : 'open';
};

/** Whether enough people are left to agree. */
export const canBeReached = ({ stage, votes }: Pick<StageRun, 'stage' | 'votes'>, remaining: number): boolean =>
  votes.filter(({ verdict }) => verdict === 'approved').length + remaining >= stage.needed;
