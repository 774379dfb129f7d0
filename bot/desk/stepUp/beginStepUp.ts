import { beginSignIn, isOver } from '../../core/stepUp/act.ts';
import { bindingOf } from '../../core/stepUp/binding.ts';
import { changeAct } from './changeAct.ts';
import { type PagePorts } from './stepUpPorts.ts';
import { type SignInBegun } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

/** Binds a sign-in to the browser's secret and says where it is. Undefined for an act that is none. */
export const beginStepUp = async (ports: PagePorts, actId: string, secret: string): Promise<SignInBegun | undefined> => {
  const { store, clock, directory, admin } = ports;
  const act = await store.read.act(actId);
  if (act === undefined || admin === null) return undefined;
  const now = clock.now();
  const binding = bindingOf(secret, act.id);
  const begun = beginSignIn(act, binding.hash, now);
  if (begun === undefined || !(await changeAct(ports, begun, []))) {
    const view = await viewStepUp(ports, (await store.read.act(actId)) ?? act);
    const isSpent = !isOver(act, now) && act.state !== 'doing' && begun === undefined;
    return view && { kind: 'stays', view: isSpent ? { ...view, problem: 'too-many-sign-ins' } : view };
  }
  const loginHint = (await directory.standings([act.askedBy])).get(act.askedBy)?.mail ?? null;
  const url = await admin.authorizeUrl({ binding, loginHint, claims: act.challenge });
  const view = await viewStepUp(ports, begun);
  return view && { kind: 'go', url, view };
};
