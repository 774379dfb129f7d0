import { type DomainEvent } from '../../core/events.ts';
import { type UserId } from '../../core/ids.ts';
import { type Actor, type Standing } from '../../core/person.ts';
import { refuse } from '../../core/refusal.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { type SubmitInput } from '../inviteForm.ts';
import { type Refused } from '../outcomes.ts';
import { type Checked } from './preflightUseCases.ts';
import { type Flown } from './runPreflight.ts';
import { tellChecked } from './tellChecked.ts';

type Stopped = { readonly app: SharedApp; readonly email: string; readonly owners: readonly UserId[]; readonly standings: ReadonlyMap<UserId, Standing> };

/**
 * Something blocks for certain: the request is not made, and the card says what is in the way. Each such answer tells
 * something, so an hour has twenty of them.
 */
export const stopRequest = async ({ store, clock }: Pick<Ports, 'store' | 'clock'>, actor: Actor, input: SubmitInput, { report }: Flown, { app, email, owners, standings }: Stopped): Promise<Checked | Refused> => {
  const at = clock.now();
  const spent = await store.preflight.spendLook(actor.id, 'stopped', at);
  if (spent.kind === 'none-left') return nameRefusal(store.read, refuse('too-many-looks', [], { at: spent.freeAt.toISOString() }));
  const keys = report.obstacles.filter(({ severity }) => severity === 'blocks').map(({ key }) => key);
  const event: DomainEvent = { name: 'access-request.refused', subject: app.id, by: actor.id, at, facts: { verb: 'request.submit', rule: 'preflight', obstacles: keys.join(',') } };
  await store.transaction((tx) => tx.commitWith([event], []));
  return tellChecked(store.read, standings.get(actor.id), {
    report,
    app,
    email,
    ownerIds: owners,
    met: standings,
    draftId: input.draftId,
    typed: { email: input.email, name: input.name, app: app.id, sponsor: input.sponsor, until: input.until, reason: input.reason, language: input.language },
    wasStopped: true,
  });
};
