import { type AccessRequest } from '../accessRequest.ts';
import { type UserId } from '../ids.ts';
import { alreadyDone, type Changed, type Outcome, type Pressed, type RequestState, stale } from '../outcome.ts';
import { directoryRoles, type Standing } from '../person.ts';
import { refuse } from '../refusal.ts';
import { isInsider } from '../rights.ts';
import { type SharedApp } from '../sharedApp.ts';
import { currentRun, type Succession, voteOf, withRun } from './approval.ts';
import { isReachable } from './stageCourse.ts';
import { ableNow, candidatesFor, type StageLive } from './stagePeople.ts';

/** How long the owners have before the administrators are asked as well. */
const ownersAloneMs = 86_400_000;

const choosingRoles: readonly string[] = [directoryRoles.globalAdministrator, directoryRoles.privilegedRoleAdministrator];

/** Who may choose who decides, besides the app's owners. */
export const isAdministrator = (standing: Standing | undefined): boolean => isInsider(standing) && standing.roleIds.some((role) => choosingRoles.includes(role));

/** Read live for choosing: besides the stage's people, who administers the tenant. */
export type SuccessionLive = StageLive & { readonly administrators: readonly UserId[] };

/** Who is asked to choose: owners who could, else (or when they took a day) the administrators. Never the requester. */
export const choosersFor = (request: Pick<AccessRequest, 'requestedBy'>, { owners, standings, administrators }: SuccessionLive, isWidened: boolean): readonly UserId[] => {
  const fit = (id: UserId): boolean => id !== request.requestedBy && isInsider(standings.get(id));
  const ableOwners = owners.filter(fit);
  return ableOwners.length > 0 && !isWidened ? ableOwners : [...new Set([...ableOwners, ...administrators.filter(fit)])];
};

export type Checked = { readonly change: Changed; /** Who is newly asked to decide. */ readonly toDecide: readonly UserId[]; /** Who is newly asked to choose. */ readonly toChoose: readonly UserId[] };

/**
 * Looks after a waiting request: when those asked cannot complete the stage any more, whoever the rule names now is
 * asked as well; when that is not enough either, owners and then administrators are asked to choose. Undefined when
 * nothing has to change. `lacksFallback`: a fallback named by the rule cannot decide, so somebody has to choose all the same.
 */
export const checkSuccession = (state: RequestState, app: Pick<SharedApp, 'approvers'>, live: SuccessionLive, at: Date, lacksFallback = false): Checked | undefined => {
  const { request } = state;
  if (request.state !== 'submitted') return undefined;
  // Once somebody stood in, a message that comes again has nothing to ask for.
  const mustChoose = lacksFallback && request.approval.escalatedAt !== null && currentRun(request.approval).standIns.length === 0;
  const open = request.approval.succession;
  if (open === null && !mustChoose && isReachable(request, app, live)) return undefined;

  const run = currentRun(request.approval);
  const found = candidatesFor(run.stage.who, request, app, live).filter((id) => !request.deciders.includes(id) && voteOf(request.approval, id) === undefined);
  const joined: AccessRequest = {
    ...request,
    version: request.version + 1,
    deciders: [...request.deciders, ...found],
    approval: withRun(request.approval, { asked: [...new Set([...run.asked, ...found])] }),
  };
  if (!mustChoose && isReachable(joined, app, live)) {
    const renewed = { ...joined, approval: { ...joined.approval, succession: null } };
    return changed(renewed, { name: 'deciders.renewed', facts: { stage: request.approval.current + 1, found: found.join(' ') } }, at, found, []);
  }

  const isWidened = open?.isWidened === true || (open !== null && at.getTime() - open.since.getTime() >= ownersAloneMs);
  const choosers = choosersFor(request, live, isWidened);
  const toChoose = choosers.filter((id) => open?.choosers.includes(id) !== true);
  if (open !== null && found.length === 0 && toChoose.length === 0 && open.isWidened === isWidened) return undefined;
  const succession: Succession = { since: open?.since ?? at, choosers: [...new Set([...(open?.choosers ?? []), ...choosers])], isWidened };
  return changed(
    { ...joined, approval: { ...joined.approval, succession } },
    { name: 'deciders.missing', facts: { stage: request.approval.current + 1, choosers: succession.choosers.join(' ') } },
    at, found, toChoose,
  );
};

const changed = (request: AccessRequest, event: { name: 'deciders.renewed' | 'deciders.missing'; facts: Readonly<Record<string, string | number>> }, at: Date, toDecide: readonly UserId[], toChoose: readonly UserId[]): Checked => ({
  change: { kind: 'changed', request, invitation: null, events: [{ ...event, subject: request.id, by: null, at }] },
  toDecide,
  toChoose,
});

/** How many people have to be chosen at least, so that the stage can be completed. */
export const fewestToChoose = (request: AccessRequest, app: Pick<SharedApp, 'approvers'>, live: StageLive): number => {
  const { stage, votes } = currentRun(request.approval);
  const yes = votes.filter(({ verdict }) => verdict === 'approved').length;
  return Math.max(1, stage.needed - yes - ableNow(request, app, live).length);
};

/**
 * Names who decides where nobody is left. Owners of the app may, and administrators once they were asked; never the
 * requester. `chosen` are members with working accounts (the caller looked), and enough of them.
 */
export const chooseDeciders = (state: RequestState, press: Pressed & { readonly chosen: readonly UserId[] }, live: StageLive): Outcome => {
  const { request } = state;
  const { succession } = request.approval;
  if (press.by === request.requestedBy) return refuse('own-request', succession?.choosers ?? request.deciders);
  const actor = live.standings.get(press.by);
  const mayChoose = live.owners.includes(press.by) || (isAdministrator(actor) && (succession === null || succession.choosers.includes(press.by)));
  if (!mayChoose) return refuse('not-owner', live.owners);
  const { standIns } = currentRun(request.approval);
  if (request.state !== 'submitted' || succession === null) {
    return request.state === 'submitted' && press.chosen.every((id) => standIns.includes(id)) ? alreadyDone : stale;
  }
  if (press.version !== request.version) return stale;
  const chosen = press.chosen.filter((id) => id !== request.requestedBy && voteOf(request.approval, id) === undefined);
  if (chosen.length === 0) return refuse('approver-unsuitable');
  const approval = withRun(request.approval, { standIns: [...new Set([...standIns, ...chosen])] });
  return {
    kind: 'changed',
    request: { ...request, version: request.version + 1, deciders: [...new Set([...request.deciders, ...chosen])], approval: { ...approval, succession: null } },
    invitation: null,
    events: [{ name: 'deciders.chosen', subject: request.id, by: press.by, at: press.at, facts: { stage: approval.current + 1, chosen: chosen.join(' ') } }],
  };
};
