import { type CrossTenant, known } from '../../../bot/core/preflight/facts.ts';
import { type Clock } from '../../../bot/desk/ports.ts';
import { type OutsideFacts, type PreflightReads } from '../../../bot/desk/preflight/preflightPorts.ts';

/** Cross-tenant access settings that keep nobody out. */
export const openSettings: CrossTenant = {
  inbound: { users: { access: 'allowed', targets: ['AllUsers'] }, apps: { access: 'allowed', targets: ['AllApplications'] } },
  trust: { mfa: false, device: false },
  partners: new Map(),
  redemption: { usesEntra: true, fallback: 'either' },
};

/** What Entra's settings tell when nothing is in the way; `set` changes what is told from then on. */
export const fakeOutside = (clock: Clock): PreflightReads & { set(change: Partial<OutsideFacts>): void; readonly looks: { email: string; fresh: boolean }[] } => {
  let changed: Partial<OutsideFacts> = {};
  const looks: { email: string; fresh: boolean }[] = [];
  return {
    looks,
    set: (change) => void (changed = { ...changed, ...change }),
    look: async (email, how) => {
      looks.push({ email, fresh: how?.fresh ?? false });
      const at = clock.now();
      return {
        domainList: known({ kind: 'any' }, at), crossTenant: known(openSettings, at), partner: known({ tenantId: 'elm', name: 'Elm Clinic' }, at),
        passcodesAreOn: known(true, at), isContact: known(false, at), deletedAt: known(null, at), ...changed,
      };
    },
  };
};
