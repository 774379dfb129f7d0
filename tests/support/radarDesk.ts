import { cast } from './fakes/tenant.ts';
import { makeDesk, type TestDesk } from './makeDesk.ts';

export const daySeconds = 86_400;

/** Rosa asked, Ada approved, Boris finished: the mail is out in Boris' name and the guest may use the app. */
export const invitedDesk = async (options: Parameters<typeof makeDesk>[0] = {}, input: Parameters<TestDesk['ask']>[1] = {}): Promise<TestDesk & { guestId: string }> => {
  const kit = makeDesk(options);
  await kit.ask('rosa', input);
  await kit.runJobs();
  await kit.press('ada', 'request.approve');
  await kit.runJobs();
  await kit.press('boris', 'request.finish');
  await kit.runJobs();
  return { ...kit, guestId: kit.invitation().guestId ?? '' };
};

/** The same, and the guest accepted. */
export const redeemedDesk = async (provider?: Parameters<TestDesk['tenant']['redeem']>[1], options: Parameters<typeof makeDesk>[0] = {}): Promise<TestDesk & { guestId: string }> => {
  const kit = await invitedDesk(options);
  kit.tenant.redeem('cleo@clinic.example', provider);
  await kit.work.recordRedemption({ userId: kit.guestId });
  await kit.runJobs();
  return kit;
};

/** A line of the sign-in log, now. */
export const signsIn = (kit: TestDesk & { guestId: string }, change: { errorCode?: number; appId?: string; homeTenantId?: string | null } = {}): void =>
  void kit.tenant.facts.signIns.push({ userId: kit.guestId, at: kit.clock.now(), errorCode: 0, appId: 'app-imaging', appName: 'Imaging', homeTenantId: 'tenant-elm', ...change });

export { cast };
