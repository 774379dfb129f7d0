import { type Passport } from '../../core/preflight/passport.ts';
import { type SeenReport } from '../../core/preflight/whoSees.ts';

/** Preflight on the card of somebody who is asked to decide. */
export type PreflightView = { readonly seen: SeenReport; readonly passport: Passport };
