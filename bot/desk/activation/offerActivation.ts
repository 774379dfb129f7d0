import { isDeskError } from '../../core/errors.ts';
import { rolesThatHelp, roleToActivate } from '../../core/activation/activateRole.ts';
import { type Standing } from '../../core/person.ts';
import { type Ports } from '../ports.ts';
import { type Refused } from '../outcomes.ts';
import { type PressAgain } from './activation.ts';

type OfferPorts = Pick<Ports, 'directory' | 'settings'>;

/** `standing`: the presser's, as it was read for the rule; `allows`: whether the rule would allow the press with another one. */
export type Refusing = { readonly standing: Standing | undefined; readonly allows: (standing: Standing) => boolean; readonly again: PressAgain | undefined };

/**
 * The refusal, with the way to activate a role where the person holds one that would turn it. The directory is asked
 * once, and only where some role would help; where it does not tell, there is none.
 */
export const offerActivation = async ({ directory, settings }: OfferPorts, refused: Refused, { standing, allows, again }: Refusing): Promise<Refused> => {
  if (standing === undefined || again === undefined) return refused;
  const helpful = rolesThatHelp(refused.rule, standing, allows);
  if (helpful.length === 0) return refused;
  const role = roleToActivate(helpful, await directory.eligibleRoles(standing.id).catch(none));
  return role === undefined ? refused : { ...refused, activation: { role, url: settings.roleActivationUrl, again } };
};

const none = (error: unknown): readonly string[] => {
  if (isDeskError(error)) return [];
  throw error;
};
