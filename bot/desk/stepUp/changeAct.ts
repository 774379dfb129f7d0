import { DeskError } from '../../core/errors.ts';
import { type DomainEvent, type EventName } from '../../core/events.ts';
import { type Act } from '../../core/stepUp/act.ts';
import { type Job, type Ports } from '../ports.ts';

export type ActPorts = Pick<Ports, 'store' | 'clock'>;

/**
 * Writes an act that moved on, with its audit entry and jobs.
 * @returns false when somebody was faster; then nothing is written
 */
export const changeAct = (ports: ActPorts, act: Act, events: readonly DomainEvent[], jobs: readonly Job[] = []): Promise<boolean> =>
  ports.store.transaction(async (tx) => {
    if ((await tx.saveAct(act)) === 'conflict') return false;
    await tx.commitWith(events, jobs);
    return true;
  });

/** Acts are told of under their request; their own id opens a page and stays out of the audit chain. */
export const actEvent = (name: EventName, act: Act, at: Date, facts: DomainEvent['facts'] = {}): DomainEvent => ({
  name,
  subject: act.requestId,
  by: act.askedBy,
  at,
  facts: { kind: act.kind, ...facts },
});

/** Shows what became of the act where it was asked for. */
export const settling = (act: Act): Job => ({ name: 'stepUp.settle', actId: act.id });

/** @throws DeskError not-found */
export const noAct = (): never => {
  throw new DeskError('not-found', { code: 'desk/act-gone' });
};
