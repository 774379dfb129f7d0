import { directoryRoles, type Standing } from '../../../bot/core/person.ts';
import { known, type PreflightFacts, unknown } from '../../../bot/core/preflight/facts.ts';
import { inOrder, isOpen, obstacle, obstacleKeys } from '../../../bot/core/preflight/obstacles.ts';
import { passportOf } from '../../../bot/core/preflight/passport.ts';
import { preflight } from '../../../bot/core/preflight/preflight.ts';
import { seenBy, seesExactly } from '../../../bot/core/preflight/whoSees.ts';
import { openSettings } from '../../support/fakes/outside.ts';

const at = new Date('2026-11-22T12:00:00Z');
const person = (id: string, change: Partial<Standing> = {}): Standing => ({ id, name: id, mail: null, userType: 'member', isEnabled: true, roleIds: [], ...change });
const clear: PreflightFacts = {
  email: 'cleo@clinic.example', shownDomain: 'clinic.example', policy: known('everyone', at), people: known({ pressers: [person('ada')], groupOwners: ['ada'] }, at),
  verifiedDomains: known(['hospital.example'], at), domainList: known({ kind: 'any' }, at), crossTenant: known(openSettings, at), partner: known({ tenantId: 'elm', name: 'Elm Clinic' }, at),
  passcodesAreOn: known(true, at), holder: known(null, at), isContact: known(false, at), deletedAt: known(null, at), app: known({ appId: 'app', group: 'assigned', assignmentRequired: true }, at),
  sponsor: known(person('dana'), at), sponsorIsReachable: known(true, at), partnerDomains: [],
};
const factNames = Object.entries(clear).filter(([, fact]) => typeof fact === 'object' && 'kind' in fact).map(([name]) => name as keyof PreflightFacts);

it('calls fine what nothing stands against, and tells the age of its oldest fact', () => {
  const old = new Date(at.getTime() - 240_000);
  expect(preflight({ ...clear, domainList: known({ kind: 'any' }, old) })).toEqual({ verdict: 'fine', obstacles: [], way: 'entra', readAt: old });
});

it.each(factNames.filter((name) => name !== 'passcodesAreOn'))('never takes an unread %s for allowed', (name) => {
  const { verdict, obstacles } = preflight({ ...clear, [name]: unknown('graph/403') });
  expect(verdict).toBe('uncertain');
  expect(obstacles).toEqual([expect.objectContaining({ severity: 'unknown' })]);
});

it('asks for passcodes only where they matter', () => {
  const unread = { passcodesAreOn: unknown('graph/403') };
  expect(preflight({ ...clear, ...unread }).verdict).toBe('fine');
  expect(preflight({ ...clear, ...unread, partner: known(null, at) }).obstacles).toMatchObject([{ key: 'passcodes-unread', severity: 'unknown' }]);
});

it('knows nothing when nothing can be read, and says so for each', () => {
  const none = Object.fromEntries(factNames.map((name) => [name, unknown('graph/timeout')]));
  const { verdict, obstacles, way, readAt } = preflight({ ...clear, ...none });
  expect([verdict, way, readAt]).toEqual(['uncertain', 'unknown', null]);
  expect(obstacles.every(({ severity }) => severity === 'unknown')).toBe(true);
  expect(obstacles.length).toBeGreaterThanOrEqual(9);
});

it('tells the gravest first, and the same facts in the same order', () => {
  const mixed = [obstacle('open-to-all', 'warns'), obstacle('domain-list-unread', 'unknown'), obstacle('group-missing', 'blocks'), obstacle('own-domain', 'blocks'), obstacle('contact', 'warns')];
  const order = inOrder(mixed).map(({ key }) => key);
  expect(order).toEqual(['own-domain', 'group-missing', 'domain-list-unread', 'contact', 'open-to-all']);
  expect(inOrder([...mixed].reverse()).map(({ key }) => key)).toEqual(order);
});

it('warns of a twin of our own domain even where guests came from it before', () => {
  const facts = { ...clear, email: 'x@hospitel.example', partnerDomains: ['hospitel.example'] };
  expect(preflight(facts).obstacles).toMatchObject([{ key: 'look-alike', facts: { twin: 'hospital.example' } }]);
});

describe('who sees what', () => {
  it.each([
    ['globalAdministrator', true], ['userAdministrator', true], ['conditionalAccessAdministrator', true], ['privilegedRoleAdministrator', true], ['helpdeskAdministrator', true],
    ['guestInviter', false], ['groupsAdministrator', false], ['applicationAdministrator', false],
  ] as const)('%s sees exactly: %s', (role, sees) => {
    expect(seesExactly(person('x', { roleIds: [directoryRoles[role]] }))).toBe(sees);
    expect(seesExactly(person('x', { roleIds: [directoryRoles[role]], isEnabled: false }))).toBe(false);
    expect(seesExactly(person('x', { roleIds: [directoryRoles[role]], userType: 'guest' }))).toBe(false);
  });
  it('nobody unknown sees exactly', () => expect(seesExactly(undefined)).toBe(false));

  const closed = obstacleKeys.filter((key) => !isOpen(key));
  it('tells others the same whichever closed thing is in the way or unseen', () => {
    const seen = closed.flatMap((key) => (['blocks', 'unknown'] as const).map((severity) => {
      const { obstacles, needsAdministrator, way } = seenBy({ verdict: severity === 'blocks' ? 'blocked' : 'uncertain', obstacles: [obstacle(key, severity, { why: 'graph/403', partner: 'Elm Clinic' })], way: 'entra', readAt: at }, false);
      return JSON.stringify({ obstacles, needsAdministrator, way });
    }));
    expect(closed.length).toBeGreaterThan(15);
    expect(new Set(seen)).toEqual(new Set([JSON.stringify({ obstacles: [], needsAdministrator: true, way: null })]));
  });
  it('and nothing at all of what merely should be known', () => {
    for (const key of closed) expect(seenBy({ verdict: 'fine', obstacles: [obstacle(key, 'warns')], way: 'entra', readAt: at }, false)).toMatchObject({ obstacles: [], needsAdministrator: false });
  });
  it('names no twin and no error code to others', () => {
    const seen = seenBy({ verdict: 'uncertain', obstacles: [obstacle('look-alike', 'warns', { domain: 'a', twin: 'b' }), obstacle('rights-unread', 'unknown', { why: 'graph/403' })], way: 'entra', readAt: at }, false);
    expect(seen.obstacles.map(({ facts }) => facts)).toEqual([{ domain: 'a' }, {}]);
  });
});

describe('the passport', () => {
  const partner = { tenantName: 'Elm Clinic', trust: { mfa: true, device: false } };
  it.each([
    ['nobody yet', { guests: 0, daysToRedeem: [], failed: 0 }, null, null],
    ['four settled stay hidden', { guests: 4, daysToRedeem: [1, 2, 3], failed: 1 }, null, null],
    ['five are told', { guests: 9, daysToRedeem: [4, 1, 3, 2], failed: 1 }, 2.5, 0.2],
    ['an odd count', { guests: 5, daysToRedeem: [5, 1, 2, 9, 0.5], failed: 0 }, 2, 0],
    ['all failed', { guests: 6, daysToRedeem: [], failed: 6 }, null, 1],
  ])('%s', (_name, history, medianDays, failedShare) => expect(passportOf(partner, history)).toEqual({ ...partner, guests: history.guests, medianDays, failedShare }));
});
