import { randomUUID } from 'node:crypto';
import { usualRule } from '../../bot/core/approvals/approvalRule.ts';
import { DeskError, isDeskError } from '../../bot/core/errors.ts';
import { type Actor } from '../../bot/core/person.ts';
import { type SharedApp } from '../../bot/core/sharedApp.ts';
import { createDesk, createDeskWork } from '../../bot/desk/createDesk.ts';
import { type Job, type Messenger, type Ports } from '../../bot/desk/ports.ts';
import { type JobOutcome } from '../../bot/desk/rows.ts';
import { type OnCallReview, type Page } from '../../bot/desk/onCall/onCallPorts.ts';
import { type PartOfRequests } from '../../bot/desk/waiting/waitingUseCases.ts';
import { type RequestVerb, type RequestView } from '../../bot/desk/requestView.ts';
import { type Desk, type DeskWork } from '../../bot/desk/useCases.ts';
import { type SubmitInput } from '../../bot/desk/inviteForm.ts';
import { type PressResult } from '../../bot/desk/outcomes.ts';
import { fakeOutside } from './fakes/outside.ts';
import { createStepUpPages } from '../../bot/desk/stepUp/stepUpPages.ts';
import { type StepUpView } from '../../bot/desk/stepUp/stepUpUseCases.ts';
import { fakeAdmin } from './fakes/admin.ts';
import { memoryStore } from './fakes/memoryStore.ts';
import { cast, fakeTenant, imaging } from './fakes/tenant.ts';
import { Death, troubled } from './fakes/troubled.ts';

export const tenantId = '7d0b1a4e-52c3-4a86-9f7e-3b1c5d2e8f60';
export const start = new Date('2026-01-05T09:00:00Z');
type Who = keyof typeof cast;

export const actor = (who: Who, change: Partial<Actor> = {}): Actor => ({
  id: cast[who], tenantId, name: who, locale: 'en-GB', timeZone: 'Europe/Berlin', conversationId: `a:${cast[who]}`, ...change,
});

/** A desk on fakes; `sharedApp` changes the rules Imaging is shared by, `null` leaves it unshared. */
export const makeDesk = ({ sharedApp = {}, ender = true, stepUp = true }: { sharedApp?: Partial<SharedApp> | null; ender?: boolean; stepUp?: boolean } = {}) => {
  let now = start.getTime();
  const clock = { now: () => new Date(now), pass: (seconds: number) => void (now += seconds * 1000) };
  const store = memoryStore(clock);
  const tenant = fakeTenant(clock);
  const posted = new Map<string, { to: string; view: RequestView }>();
  const unreachable = new Set<string>([cast.sam]);
  const messenger: Omit<Messenger, 'postDigest' | 'updateDigest' | 'postReview'> = {
    post: async (to, view) => {
      if (unreachable.has(to)) throw new DeskError('unreachable', { code: 'connector/not-in-roster' });
      const at = { conversationId: `a:${to}`, activityId: `card-${String(posted.size + 1)}` };
      posted.set(at.activityId, { to, view });
      return at;
    },
    update: async (at, view) => {
      const card = posted.get(at.activityId);
      if (card === undefined) throw new DeskError('not-found', { code: 'connector/activity' });
      posted.set(at.activityId, { ...card, view });
    },
    updateAct: async (at, view) => void acts.set(at.activityId, view),
  };
  const reviews: { to: string; review: OnCallReview }[] = [];
  const paged: Page[] = [];
  const digests = new Map<string, { to: string; part: PartOfRequests }>();
  const noteDigest = (at: { activityId: string }, to: string, part: PartOfRequests) => void digests.set(at.activityId, { to, part });
  const withDigests: Messenger = {
    ...messenger,
    postReview: async (to, review) => {
      reviews.push({ to, review });
      return { conversationId: `a:${to}`, activityId: `review-${String(reviews.length)}` };
    },
    postDigest: async (to, part) => {
      if (unreachable.has(to)) throw new DeskError('unreachable', { code: 'connector/not-in-roster' });
      const at = { conversationId: `a:${to}`, activityId: `digest-${String(digests.size + 1)}` };
      noteDigest(at, to, part);
      return at;
    },
    updateDigest: async (to, at, part) => {
      if (!digests.has(at.activityId)) throw new DeskError('not-found', { code: 'connector/activity' });
      noteDigest(at, to, part);
    },
  };
  const acts = new Map<string, StepUpView>();
  const admin = fakeAdmin(tenant);
  const { ports, trouble } = troubled({ store, directory: tenant.directory, signInLog: tenant.signInLog, people: tenant.people, messenger: withDigests, ender: tenant.ender, admin: admin.signIn });
  const outside = fakeOutside(clock);
  const all: Ports = {
    ...ports,
    preflight: outside,
    pager: { page: async (call) => void paged.push(call) },
    reach: { reaches: async (person) => !unreachable.has(person) },
    ender: ender ? ports.ender : null,
    admin: stepUp ? ports.admin : null,
    clock,
    ids: { next: () => randomUUID() },
    letters: { invitationMessage: ({ appName, inviterName, sponsorName, language }) => `${language} ${appName} ${inviterName} ${sponsorName}` },
    settings: { tenantId, directoryLagSeconds: 15, digestAfter: 5, mostWaiting: 20, publicUrl: 'https://desk.hospital.example', roleActivationUrl: 'https://portal.hospital.example/roles' },
  };
  const desk: Desk = createDesk(all);
  const work: DeskWork = createDeskWork(all);
  const pages = createStepUpPages(all);
  if (sharedApp !== null) {
    store.rows().apps.set('imaging', {
      id: 'imaging', version: 1, tenantId, servicePrincipalId: imaging.servicePrincipalId, name: 'Imaging', accessGroupId: imaging.groupId,
      redirectUrl: 'https://imaging.hospital.example/', roles: [], approvers: [cast.boris, cast.farid], defaultSponsorId: cast.dana, longestStayDays: 180,
      ownerInvitesDirectly: false, approval: usualRule, reminderDays: [3, 7, 14], sharedBy: cast.ada, sharedAt: start, ...sharedApp,
    });
    // Whoever shared it met them.
    for (const id of [cast.ada, cast.boris, cast.farid, cast.dana]) store.rows().names.set(id, tenant.accounts.get(id)?.name ?? '');
  }

  const perform = (job: Job): Promise<JobOutcome> => {
    switch (job.name) {
      case 'card.post':
        return work.postCard(job);
      case 'cards.refresh':
        return work.refreshCards(job);
      case 'approval.check':
        return work.checkApproval(job);
      case 'invitation.send':
        return work.sendInvitation(job);
      case 'invitation.resend':
        return work.resendInvitation(job);
      case 'access.end':
        return work.removeAccess(job);
      case 'onCall.page':
        return work.pageOnCall(job);
      case 'onCall.askReview':
        return work.askReview(job);
      case 'delegation.apply':
        return work.applyDelegation(job);
      case 'stepUp.settle':
        return work.settleStepUp(job);
      case 'redemption.check':
        return work.recordRedemption(job);
    }
  };

  /** Works off every job as the worker does: waits when told to, repeats what failed, goes on after a death. */
  const runJobs = async (): Promise<void> => {
    const queue = store.takeJobs();
    for (let turn = 0; queue.length > 0; turn += 1) {
      if (turn > 500) throw new Error(`jobs never end: ${queue.map((job) => job.name).join(' ')}`);
      const job = queue.shift();
      if (job === undefined) break;
      try {
        const outcome = await perform(job);
        if (outcome.kind === 'later') {
          clock.pass(outcome.seconds);
          queue.push(job);
        }
      } catch (error) {
        if (error instanceof Death) {
          trouble.revive();
          clock.pass(16);
        } else if (isDeskError(error)) clock.pass(error.detail.retryAfterSeconds ?? 5);
        else throw error;
        queue.push(job);
      }
      queue.push(...store.takeJobs());
    }
  };

  const ask = async (who: Who, input: Partial<SubmitInput> = {}, as: Partial<Actor> = {}): Promise<ReturnType<Desk['requestAccess']> extends Promise<infer R> ? R : never> => {
    const form = await desk.prepareRequest(actor(who, as), { email: null, name: null, app: null, sponsor: null, until: null, reason: null });
    if (form.kind !== 'form') return form;
    const at = { conversationId: `a:${cast[who]}`, activityId: `form-${form.draftId}` };
    const answer = await desk.requestAccess(actor(who, as), {
      draftId: form.draftId, email: 'cleo@clinic.example', name: 'Cleo Vance', app: 'imaging', sponsor: '', until: '2026-03-31', reason: 'she reads our scans', language: 'de', at, ...input,
    });
    // The status card takes the place of the form's message.
    if (answer.kind === 'shown') posted.set(at.activityId, { to: cast[who], view: answer.view });
    return answer;
  };
  /** The one request there is. */
  const request = () => {
    const [only, another] = [...store.rows().requests.values()];
    if (only === undefined || another !== undefined) throw new Error('expected one request');
    return only;
  };
  const invitation = () => {
    const found = store.rows().invitations.get(request().id);
    if (found === undefined) throw new Error('expected an invitation');
    return found;
  };
  const press = (who: Who, verb: RequestVerb, input: { version?: number; reason?: string | null; sponsor?: string; until?: string; hours?: number; keepsShift?: boolean; deciders?: readonly string[]; as?: Partial<Actor> } = {}): Promise<PressResult | Awaited<ReturnType<Desk['replaceSponsor']>>> => {
    const version = input.version ?? request().version + (store.rows().invitations.get(request().id)?.version ?? 0);
    const on = { requestId: request().id, version };
    const by = actor(who, input.as);
    switch (verb) {
      case 'request.approve':
        return desk.decideRequest(by, { ...on, verdict: 'approved', reason: null });
      case 'request.decline':
        return desk.decideRequest(by, { ...on, verdict: 'declined', reason: input.reason ?? null });
      case 'deciders.choose':
        return desk.chooseDeciders(by, { ...on, deciders: input.deciders ?? [] });
      case 'request.withdraw':
        return desk.withdrawRequest(by, on);
      case 'request.nudge':
        return desk.nudgeRequest(by, on);
      case 'request.urgent':
        return desk.askOnCall(by, { ...on, hours: input.hours ?? 4, keepsShift: input.keepsShift ?? false });
      case 'request.amend':
        return desk.amendRequest(by, { ...on, until: input.until ?? '2026-03-31', sponsor: input.sponsor ?? '' });
      case 'request.finish':
        return desk.finishInvitation(by, on);
      case 'request.retry':
        return desk.retryInvitation(by, on);
      case 'access.end':
        return desk.endAccess(by, on);
      case 'invitation.resend':
        return desk.resendInvitation(by, on);
      case 'account.confirm':
        return desk.confirmAccount(by, on);
      case 'account.askReset':
        return desk.askReset(by, { ...on, at: { conversationId: by.conversationId, activityId: 'pressed' } }).then((outcome) => {
          if (outcome.kind === 'opened') throw new Error('went on to the act itself');
          return outcome;
        });
      case 'sponsor.replace':
        return desk.replaceSponsor(by, { ...on, sponsor: input.sponsor ?? '' });
    }
  };
  /** What the person's cards show now, newest last. */
  const cardsOf = (who: Who): RequestView[] => [...posted.values()].filter((card) => card.to === cast[who]).map((card) => card.view);
  const eventNames = (): string[] => store.rows().events.map((event) => event.name);
  return { desk, work, pages, admin, acts, store, tenant, outside, clock, trouble, posted, digests, reviews, paged, unreachable, runJobs, ask, press, request, invitation, cardsOf, eventNames };
};
export type TestDesk = ReturnType<typeof makeDesk>;
