import { isDeskError } from '../../core/errors.ts';
import { type Act, type ActProblem, beginSignIn, isOver } from '../../core/stepUp/act.ts';
import { type Binding, bindingOf } from '../../core/stepUp/binding.ts';
import { changeAct } from './changeAct.ts';
import { type AdminSignIn } from './stepUpPorts.ts';
import { type PagePorts } from './pagePorts.ts';
import { type SignInBegun } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

/**
 * Binds a sign-in to the browser's secret and says where it is. Undefined for an act that is none. Where the sign-in page
 * cannot be led to now, nothing is bound, and the page says so.
 */
export const beginStepUp = async (ports: PagePorts, actId: string, secret: string): Promise<SignInBegun | undefined> => {
  const { store, clock, admin } = ports;
  const act = await store.read.act(actId);
  if (act === undefined || admin === null) return undefined;
  const now = clock.now();
  const binding = bindingOf(secret, act.id);
  const begun = beginSignIn(act, binding.hash, now);
  if (begun === undefined) return stays(ports, act, isOver(act, now) || act.state === 'doing' ? undefined : 'too-many-sign-ins');
  const url = await addressFor(ports, admin, act, binding);
  if (url === undefined) return stays(ports, act, 'unavailable');
  if (!(await changeAct(ports, begun, []))) return stays(ports, act, undefined);
  const view = await viewStepUp(ports, begun);
  return view && { kind: 'go', url, view };
};

const addressFor = async ({ directory }: PagePorts, admin: AdminSignIn, act: Act, binding: Binding): Promise<string | undefined> => {
  try {
    const loginHint = (await directory.standings([act.askedBy])).get(act.askedBy)?.mail ?? null;
    return await admin.authorizeUrl({ binding, loginHint, claims: act.challenge });
  } catch (error) {
    if (isDeskError(error) && error.kind !== 'bug') return undefined;
    throw error;
  }
};

const stays = async (ports: PagePorts, act: Act, problem: ActProblem | undefined): Promise<SignInBegun | undefined> => {
  const view = await viewStepUp(ports, (await ports.store.read.act(act.id)) ?? act);
  return view && { kind: 'stays', view: problem === undefined ? view : { ...view, problem } };
};
