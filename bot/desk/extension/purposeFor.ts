import { type Part, verbsOf } from '../../core/requestVerbs.ts';
import { type RequestRow } from '../rows.ts';
import { type CardPurpose } from '../requestView.ts';

/** Which card of a request serves a person best now: the one they are asked something by, else how it stands. */
export const purposeFor = (row: RequestRow, part: Part, person: string): CardPurpose => {
  const verbs = verbsOf(row, part, person);
  if (verbs.includes('request.approve')) return 'decide';
  if (verbs.includes('request.finish') && !part.isRequester) return 'finish';
  return part.isSponsor && !part.isRequester && row.invitation?.state === 'redeemed' ? 'sponsor' : 'status';
};
