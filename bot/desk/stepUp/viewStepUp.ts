import { appOf } from '../../core/offers.ts';
import { type Act, isOver, mostSignIns } from '../../core/stepUp/act.ts';
import { versionOf } from '../../core/outcome.ts';
import { phaseOf } from '../../core/phase.ts';
import { namesOf, toNamed } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { type StepUpView } from './stepUpUseCases.ts';

type ViewPorts = Pick<Ports, 'store' | 'clock' | 'settings'>;

/** The act as its card and its page show it; undefined when its request is gone. */
export const viewStepUp = async ({ store: { read }, clock, settings }: ViewPorts, act: Act, known?: RequestRow): Promise<StepUpView | undefined> => {
  const row = known ?? (await read.request(act.requestId));
  if (row === undefined) return undefined;
  const [app, names] = await Promise.all([read.sharedApp(row.request.appId), namesOf(read, [act.askedBy])]);
  if (app === undefined) return undefined;
  const isExpired = isOver(act, clock.now()) && !['done', 'failed', 'closed'].includes(act.state);
  return {
    actId: act.id,
    url: `${settings.publicUrl}/step-up/${encodeURIComponent(act.id)}`,
    kind: act.kind,
    state: isExpired ? 'expired' : act.state,
    requestId: act.requestId,
    version: versionOf(row),
    guest: { name: row.request.invitee.name, email: row.request.invitee.email },
    address: act.address,
    appName: appOf(app, row.request).name,
    askedBy: toNamed(names, act.askedBy),
    problem: act.problem,
    phase: phaseOf(row),
    isChallenged: act.challenge !== null,
    signInsLeft: mostSignIns - act.signIns,
    expiresAt: act.expiresAt,
    locale: act.locale,
    timeZone: act.timeZone,
  };
};
