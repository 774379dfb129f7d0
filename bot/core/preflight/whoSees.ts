import { directoryRoles, type Standing } from '../person.ts';
import { isInsider } from '../rights.ts';
import { type Obstacle, isOpen } from './obstacles.ts';
import { type Report } from './preflight.ts';

const exactRoles: readonly string[] = [
  directoryRoles.globalAdministrator,
  directoryRoles.userAdministrator,
  directoryRoles.conditionalAccessAdministrator,
  directoryRoles.privilegedRoleAdministrator,
  directoryRoles.helpdeskAdministrator,
];

/** Administrators and the service desk are told everything; the role must have been read live. */
export const seesExactly = (standing: Standing | undefined): boolean => isInsider(standing) && standing.roleIds.some((role) => exactRoles.includes(role));

/** A report as one person may see it. */
export type SeenReport = {
  readonly verdict: Report['verdict'];
  readonly obstacles: readonly Obstacle[];
  /** Something closed is in the way or could not be seen: an administrator has to look at this address. */
  readonly needsAdministrator: boolean;
  /** Null for who sees coarsely: it would tell how the partner is set up. */
  readonly way: Report['way'] | null;
  readonly readAt: Date | null;
  readonly isExact: boolean;
};

/**
 * The report for its reader. Coarse: everything closed becomes one sentence, the same whether the person exists here, is
 * blocked or could not be seen; what merely should be known about the person is left out (threat row 36). Whose twin a
 * domain is stays closed too: it would name partners.
 */
export const seenBy = (report: Report, isExact: boolean): SeenReport => {
  if (isExact) return { ...report, needsAdministrator: false, isExact };
  const open = report.obstacles.filter(({ key }) => isOpen(key)).map((each) => ({ ...each, facts: withoutSecrets(each) }));
  const needsAdministrator = report.obstacles.some(({ key, severity }) => !isOpen(key) && severity !== 'warns');
  return { verdict: report.verdict, obstacles: open, needsAdministrator, way: null, readAt: report.readAt, isExact };
};

const withoutSecrets = ({ facts }: Obstacle): Obstacle['facts'] => Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'twin' && name !== 'why'));
