import { type Ports } from './ports.ts';
import { type Desk } from './useCases.ts';

/** `sign out`: open to everybody who has a token, whatever else they may do. */
export const signOut =
  ({ people }: Pick<Ports, 'people'>): Desk['signOut'] =>
  (actor) =>
    people.signOut(actor.id);
