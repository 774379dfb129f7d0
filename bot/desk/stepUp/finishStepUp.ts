/**
 * The end of a sign-in. In this order: it is the browser that began it, and the act is taken so that nobody else can use
 * it; the code becomes a token; it is the person who asked, of our tenant, just now; the right and the request are read
 * again, live; the one act; the token is gone when this returns.
 */
import { type Act, type ActProblem, challenged, done, failed, reopen, takeSignIn } from '../../core/stepUp/act.ts';
import { bindingOf, isSame } from '../../core/stepUp/binding.ts';
import { isDeskError } from '../../core/errors.ts';
import { beginStepUp } from './beginStepUp.ts';
import { actEvent, changeAct, settling } from './changeAct.ts';
import { performAct, type Performed } from './performAct.ts';
import { recordReset } from './recordReset.ts';
import { type SignedIn } from './stepUpPorts.ts';
import { type PagePorts } from './pagePorts.ts';
import { type SignInBegun, type SignInCame } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

/** Clocks of Entra and ours may differ by so much. */
const skewMs = 60_000;

export const finishStepUp = async (ports: PagePorts, actId: string, came: SignInCame, next: string): Promise<SignInBegun | undefined> => {
  const { store, clock, admin } = ports;
  const act = await store.read.act(actId);
  if (act === undefined || admin === null) return undefined;
  const binding = bindingOf(came.secret, act.id);
  const taken = isSame(came.state, binding.state) ? takeSignIn(act, binding.hash, clock.now()) : undefined;
  // Nothing is written: a stranger who guesses must not be able to end somebody's sign-in.
  if (taken === undefined || !(await changeAct(ports, taken, []))) return stays(ports, actId, isFinal(act) ? undefined : 'other-window');
  if (came.code === null) return settle(ports, taken, { kind: 'again', problem: came.error === 'access_denied' ? 'sign-in-cancelled' : 'sign-in-failed' }, next);

  const outcome = await admin
    .withToken({ code: came.code, binding }, async (who, graph): Promise<Performed> => {
      const problem = wrongPerson(taken, who, ports.settings.tenantId);
      return problem === undefined ? performAct(ports, taken, graph) : { kind: 'again', problem };
    })
    .catch(toOutcome);
  return settle(ports, taken, outcome, next);
};

const isFinal = ({ state }: Act): boolean => state === 'done' || state === 'failed' || state === 'closed';

/** Who signed in must be who asked, in our tenant, and must have done so for this act. */
const wrongPerson = (act: Act, who: SignedIn, tenantId: string): ActProblem | undefined => {
  if (who.tenantId.toLowerCase() !== tenantId.toLowerCase() || who.userId.toLowerCase() !== act.askedBy.toLowerCase()) return 'wrong-person';
  const began = act.signInAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return who.authenticatedAt === null || who.authenticatedAt.getTime() < began - skewMs ? 'not-fresh' : undefined;
};

/** What stopped the sign-in or the act. */
const toOutcome = (error: unknown): Performed => {
  if (!isDeskError(error)) throw error;
  const { code, claims } = error.detail;
  if (claims !== undefined) return { kind: 'challenged', claims };
  if (error.kind === 'sign-in-needed') return { kind: 'again', problem: 'sign-in-failed' };
  if (error.kind === 'unavailable' || error.kind === 'throttled') return { kind: 'again', problem: 'unavailable' };
  return { kind: 'failed', problem: error.kind === 'ambiguous' ? 'uncertain' : 'directory-refused', code };
};

const settle = async (ports: PagePorts, act: Act, outcome: Performed, next: string): Promise<SignInBegun | undefined> => {
  const at = ports.clock.now();
  switch (outcome.kind) {
    case 'done':
      await recordReset(ports, done(act), outcome.guestId, [actEvent('step-up.done', act, at)]);
      return stays(ports, act.id);
    case 'again':
      await changeAct(ports, reopen(act, outcome.problem), [actEvent('step-up.refused', act, at, { problem: outcome.problem })]);
      return stays(ports, act.id);
    case 'failed':
      await changeAct(ports, failed(act, outcome.problem), [actEvent('step-up.failed', act, at, { problem: outcome.problem, code: outcome.code })], [settling(act)]);
      return stays(ports, act.id);
    case 'challenged': {
      const asked = challenged(act, outcome.claims);
      if (asked === undefined) return settle(ports, act, { kind: 'failed', problem: 'challenge-unmet', code: 'graph/claims-challenge' }, next);
      await changeAct(ports, asked, [actEvent('step-up.refused', act, at, { problem: 'challenged' })]);
      return beginStepUp(ports, act.id, next);
    }
  }
};

const stays = async (ports: PagePorts, actId: string, problem?: ActProblem): Promise<SignInBegun | undefined> => {
  const act = await ports.store.read.act(actId);
  const view = act && (await viewStepUp(ports, act));
  return view && { kind: 'stays', view: problem === undefined ? view : { ...view, problem } };
};
