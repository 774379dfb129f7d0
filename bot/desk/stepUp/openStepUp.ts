import { domainOf, parseEmailAddress } from '../../core/emailAddress.ts';
import { versionOf } from '../../core/outcome.ts';
import { problem, type Problem, refuse } from '../../core/refusal.ts';
import { type Act, actLifeMs } from '../../core/stepUp/act.ts';
import { checkAct } from '../../core/stepUp/checkAct.ts';
import { offerActivation } from '../activation/offerActivation.ts';
import { metNames, nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { barActor, barChat, gone } from '../pressRequest.ts';
import { actEvent, settling } from './changeAct.ts';
import { type OpenStepUpInput, type StepUpDesk } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

type OpenPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'settings' | 'admin'>;

/**
 * `stepUp.open`: whoever holds the role gets an act of ten minutes and the way to its page. What is checked here is
 * checked again, live, after the sign-in.
 * @throws DeskError not-found (the request is gone), unavailable
 */
export const openStepUp =
  (ports: OpenPorts): StepUpDesk['openStepUp'] =>
  async (actor, input) => {
    const { store, clock, directory } = ports;
    const [row, cards, standings] = await Promise.all([store.read.request(input.requestId), store.read.postedCards(input.requestId), directory.standings([actor.id])]);
    if (row === undefined) return gone();
    const standing = standings.get(actor.id);
    const moved = input.version === versionOf(row) ? undefined : refuse('request-moved');
    const missing = ports.admin === null ? refuse('step-up-not-set-up') : undefined;
    const refusal = barActor(ports, actor, standings) ?? barChat(actor, cards) ?? checkAct(input.kind, row, standing) ?? missing ?? moved;
    if (refusal !== undefined) {
      await store.transaction((tx) =>
        tx.commitWith([{ name: 'step-up.refused', subject: input.requestId, by: actor.id, at: clock.now(), facts: { kind: input.kind, rule: refusal.rule } }], []),
      );
      const again = { verb: 'stepUp.open', requestId: row.request.id, version: versionOf(row), said: input.email ?? '', kind: input.kind } as const;
      return offerActivation(ports, await nameRefusal(store.read, refusal), { standing, allows: (other) => ports.admin !== null && checkAct(input.kind, row, other) === undefined, again });
    }
    const address = input.kind === 'invitation.changeAddress' ? await readAddress(ports, input, row) : null;
    if (typeof address === 'object' && address !== null) return { kind: 'problems', problems: { email: address } };

    const now = clock.now();
    const act: Act = {
      id: ports.ids.next(),
      version: 1,
      kind: input.kind,
      requestId: row.request.id,
      requestVersion: input.version,
      address,
      tenantId: actor.tenantId,
      askedBy: actor.id,
      locale: actor.locale,
      timeZone: actor.timeZone,
      conversationId: input.at.conversationId,
      activityId: input.at.activityId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + actLifeMs),
      state: 'open',
      binding: null,
      signInAt: null,
      signIns: 0,
      challenge: null,
      challenges: 0,
      problem: null,
    };
    await store.transaction(async (tx) => {
      await tx.insertAct(act);
      await tx.rememberNames(metNames(standings.values(), actor));
      await tx.commitWith([actEvent('step-up.opened', act, now)], [settling(act)]);
    });
    return { kind: 'opened', view: (await viewStepUp(ports, act, row)) ?? gone() };
  };

/** The new address as it is kept, or what is wrong with it. */
const readAddress = async ({ directory }: OpenPorts, { email }: OpenStepUpInput, { request, invitation }: RequestRow): Promise<string | Problem> => {
  if (email === null || email.trim() === '') return problem('missing');
  const address = parseEmailAddress(email);
  if (address === undefined) return problem('address-unusable');
  if (address === request.invitee.email) return problem('address-unchanged');
  const [owned, holder] = await Promise.all([directory.verifiedDomains(), directory.findUserByEmail(address)]);
  if (owned.includes(domainOf(address))) return problem('internal-address');
  return holder !== undefined && holder.id !== invitation?.guestId ? problem('address-in-use') : address;
};
