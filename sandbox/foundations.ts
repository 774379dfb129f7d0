import { type Certificates } from './certificates.ts';
import { type Clock } from './clock.ts';
import { type Faults } from './faults.ts';
import { type Journal } from './journal.ts';
import { type Keys } from './keys.ts';
import { type Settings } from './settings.ts';
import { type Tenant } from './state/tenant.ts';

/** What every part of the sandbox stands on; made once at start, see main.ts. */
export type Foundations = {
  settings: Settings;
  tenant: Tenant;
  clock: Clock;
  journal: Journal;
  faults: Faults;
  keys: Keys;
  certificates: Certificates;
};
