import { type Clock } from '../desk/ports.ts';

const dayMs = 86_400_000;

/** Claims, pending turns, drafts and hints live for a day. */
export const dayAgo = (clock: Clock): Date => new Date(clock.now().getTime() - dayMs);
