import { type UserId } from '../../core/ids.ts';
import { directoryRoles, type Standing } from '../../core/person.ts';
import { askReset as ask, mostHelpers } from '../../core/radar/askReset.ts';
import { mayDoAct } from '../../core/stepUp/checkAct.ts';
import { type Job, type Ports } from '../ports.ts';
import { pressRequest } from '../pressRequest.ts';
import { openStepUp } from '../stepUp/openStepUp.ts';
import { type RadarDesk } from './radarUseCases.ts';

type AskPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'settings' | 'admin' | 'reach'>;

/** Whose work it is; Global Administrators are asked only where none of them can be. */
const serviceDesk = [directoryRoles.helpdeskAdministrator, directoryRoles.userAdministrator];
const standIns = [directoryRoles.globalAdministrator];
/** People of the service desk who are looked at, in one round trip. */
const mostLookedAt = 20;

/**
 * `account.askReset`: who holds the role goes on to the act, as from `stepUp.open`. Owner and sponsor ask those who hold
 * it, read live, and whom Guest Desk can write to.
 */
export const askReset =
  (ports: AskPorts): RadarDesk['askReset'] =>
  async (actor, { requestId, version, at }) => {
    const standings = await ports.directory.standings([actor.id]);
    if (ports.admin !== null && mayDoAct('invitation.reset', standings.get(actor.id))) {
      const opened = await openStepUp(ports)(actor, { kind: 'invitation.reset', requestId, version, email: null, at });
      // Only a typed address can be wrong, and none is typed here.
      if (opened.kind !== 'problems') return opened;
    }
    return pressRequest(ports, actor, { requestId, version }, {
      verb: 'account.askReset',
      purposes: ['radar', 'sponsor', 'decide', 'status'],
      readLive: async ({ app, row }) => {
        const owners = await ports.directory.appOwners(app.servicePrincipalId);
        const mayAsk = owners.includes(actor.id) || row.request.sponsorId === actor.id;
        const found = mayAsk ? await findHelpers(ports, actor.id) : nobody;
        return { owners, isSetUp: ports.admin !== null, ...found, standings: new Map([...standings, ...found.standings]) };
      },
      rule: (row, _app, press, live) => ask(row, press, live),
      write: async (tx) => {
        // A card that is posted anew is seen; one of an earlier alarm would only change far up in the chat.
        const earlier = (await ports.store.read.postedCards(requestId)).filter(({ purpose }) => purpose === 'reset');
        for (const card of earlier) await tx.forgetPostedCard(card);
      },
      jobs: ({ request, invitation }) => [
        { name: 'cards.refresh', requestId: request.id },
        ...[...new Set((invitation?.watch.alarms ?? []).flatMap(({ confirmedAt, reset }) => (confirmedAt === null && reset !== null ? reset.of : [])))].map((to): Job => ({ name: 'card.post', requestId: request.id, to, purpose: 'reset' })),
      ],
    });
  };

type Found = { readonly helpers: readonly UserId[]; readonly unreachable: readonly UserId[]; readonly standings: ReadonlyMap<UserId, Standing> };
const nobody: Found = { helpers: [], unreachable: [], standings: new Map() };

const findHelpers = async (ports: AskPorts, asker: UserId): Promise<Found> => {
  const desk = await lookAt(ports, serviceDesk, asker);
  if (desk.helpers.length > 0) return desk;
  const others = await lookAt(ports, standIns, asker);
  return { helpers: others.helpers, unreachable: [...desk.unreachable, ...others.unreachable], standings: new Map([...desk.standings, ...others.standings]) };
};

/** Holders of these roles as the directory knows them now; those who have the app can be written to. */
const lookAt = async ({ directory, reach }: AskPorts, roleIds: readonly string[], asker: UserId): Promise<Found> => {
  const holders = (await directory.roleHolders(roleIds)).filter((id) => id !== asker).slice(0, mostLookedAt);
  const standings = holders.length === 0 ? nobody.standings : await directory.standings(holders);
  const able = holders.filter((id) => mayDoAct('invitation.reset', standings.get(id)));
  const reached = await Promise.all(able.map((id) => reach.reaches(id)));
  return { helpers: able.filter((_, index) => reached[index]).slice(0, mostHelpers), unreachable: able.filter((_, index) => !reached[index]), standings: new Map([...standings].filter(([id]) => able.includes(id))) };
};
