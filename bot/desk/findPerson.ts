import { parseEmailAddress } from '../core/emailAddress.ts';
import { type Standing } from '../core/person.ts';
import { type Problem, problem, type ProblemKey } from '../core/refusal.ts';
import { isInsider } from '../core/rights.ts';
import { type Directory } from './ports.ts';

export type FoundPerson = { readonly kind: 'found'; readonly person: Standing } | { readonly kind: 'problem'; readonly problem: Problem };

const objectId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** A colleague by object id or by address, read live. Undefined when there is none. */
export const findPerson = async (directory: Directory, idOrAddress: string): Promise<Standing | undefined> => {
  const text = idOrAddress.trim();
  if (objectId.test(text)) return (await directory.standings([text.toLowerCase()])).get(text.toLowerCase());
  const email = parseEmailAddress(text);
  const user = email === undefined ? undefined : await directory.findUserByEmail(email);
  return user && { id: user.id, name: user.name, mail: user.mail, userType: user.userType, isEnabled: user.isEnabled, roleIds: [] };
};

/** Somebody who can answer for a guest: a member with an enabled account. */
export const findSponsor = (directory: Directory, idOrAddress: string): Promise<FoundPerson> =>
  findSuitable(directory, idOrAddress, 'sponsor-unknown', 'sponsor-unsuitable');

/** Somebody who can decide: a member with an enabled account. */
export const findApprover = (directory: Directory, idOrAddress: string): Promise<FoundPerson> =>
  findSuitable(directory, idOrAddress, 'approver-unsuitable', 'approver-unsuitable');

const findSuitable = async (directory: Directory, text: string, unknown: ProblemKey, unsuitable: ProblemKey): Promise<FoundPerson> => {
  const person = await findPerson(directory, text);
  if (person === undefined) return { kind: 'problem', problem: problem(unknown, { who: text.trim() }) };
  return isInsider(person) ? { kind: 'found', person } : { kind: 'problem', problem: problem(unsuitable, { who: person.name }) };
};
