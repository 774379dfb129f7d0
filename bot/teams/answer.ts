import { type AccessRequestId } from '../core/ids.ts';
import { type CardJson } from './cardJson.ts';

/** What the person gets back. A card answers a press in place and a message as a new message. */
export type Answer =
  /** `also`: a message that follows the card in the chat. `shows`: the request that the card shows. */
  | { readonly kind: 'card'; readonly card: CardJson; readonly also?: string; readonly shows?: AccessRequestId }
  | { readonly kind: 'message'; readonly text: string };
