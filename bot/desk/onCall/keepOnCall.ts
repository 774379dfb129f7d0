import { endOf, type OnCallAccess, reviewAfter } from '../../core/onCall/onCall.ts';
import { amend } from '../../core/outcome.ts';
import { phaseOf } from '../../core/phase.ts';
import { type Job, type Ports, type Tx } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { type OnCallWork } from './onCallUseCases.ts';

type KeepPorts = Pick<Ports, 'store' | 'clock'>;

const pageSize = 100;

/** A round: each access moves on by itself as its request and the clock say; a step that was missed is made by the next round. */
export const keepOnCall =
  (ports: KeepPorts): OnCallWork['keepOnCall'] =>
  async () => {
    let after: string | null = null;
    for (;;) {
      const open: readonly OnCallAccess[] = await ports.store.read.openOnCall(after, pageSize);
      for (const access of open) await keep(ports, access);
      if (open.length < pageSize) return;
      after = open.at(-1)?.requestId ?? null;
    }
  };

const keep = async ({ store, clock }: KeepPorts, access: OnCallAccess): Promise<void> => {
  const now = clock.now();
  const isDue = access.state === 'asked' || access.state === 'ending' || (access.state === 'running' && access.endsAt !== null && access.endsAt <= now) || (access.state === 'reviewing' && access.reviewAt !== null && access.reviewAt <= now);
  if (!isDue) return;
  await store.transaction(async (tx) => {
    const row = await tx.lockRequest(access.requestId);
    if (row !== undefined) await step(tx, row, access, now);
  });
};

const step = async (tx: Tx, row: RequestRow, access: OnCallAccess, now: Date): Promise<void> => {
  const { request, invitation } = row;
  const move = (change: Partial<OnCallAccess>): Promise<boolean> => tx.moveOnCallAccess({ ...access, ...change }, access.state);
  const refresh: Job = { name: 'cards.refresh', requestId: request.id };
  switch (access.state) {
    case 'asked': {
      if (request.state === 'submitted') return;
      if (request.state !== 'approved' || request.decision === null) return void (await move({ state: 'closed' }));
      const endsAt = endOf(access, request.decision.at);
      if (await move({ state: 'running', endsAt })) await tx.commitWith([event('on-call.began', row, now, { endsAt: endsAt.toISOString() })], [refresh]);
      return;
    }
    case 'running': {
      // What is under way is let finish first, so that an addition cannot come after the removal.
      if (invitation === null || phaseOf(row) === 'sending') return;
      if (invitation.access === 'ending' || invitation.access === 'ended') return void (await move({ state: 'ending' }));
      if (!(await move({ state: 'ending' }))) return;
      await tx.saveInvitation(amend(invitation, { access: 'ending', endRequestedBy: null, attempts: 0, obstacle: null }));
      return tx.commitWith([event('access.end-requested', row, now, { onCall: true })], [{ name: 'access.end', requestId: request.id }, refresh]);
    }
    case 'ending': {
      if (invitation?.access !== 'ended') return;
      const endedAt = invitation.endedAt ?? now;
      await move({ state: 'reviewing', reviewAt: reviewAfter(endedAt, access.timeZone) });
      return;
    }
    case 'reviewing': {
      // Asked once; the card stays until somebody answers.
      if (await move({ reviewAt: null })) await tx.commitWith([event('on-call.review-asked', row, now, {})], [{ name: 'onCall.askReview', requestId: request.id }]);
      return;
    }
    case 'closed':
      return;
  }
};

const event = (name: 'on-call.began' | 'on-call.review-asked' | 'access.end-requested', { request }: RequestRow, at: Date, facts: Readonly<Record<string, string | boolean>>) =>
  ({ name, subject: request.id, by: null, at, facts }) as const;
