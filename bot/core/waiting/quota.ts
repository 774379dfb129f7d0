import { type Refusal, refuse } from '../refusal.ts';

/** Nobody floods those who decide: so many requests of one person for one app may wait at a time. */
export const refuseTooMany = (waiting: number, most: number): Refusal | undefined => (waiting < most ? undefined : refuse('too-many-waiting', [], { most }));
