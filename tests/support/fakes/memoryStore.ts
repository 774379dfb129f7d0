import { type AskDialog } from '../../../bot/core/dialogs/askDialog.ts';
import { type AccessRequest } from '../../../bot/core/accessRequest.ts';
import { type DomainEvent } from '../../../bot/core/events.ts';
import { type Invitation } from '../../../bot/core/invitation.ts';
import { type Act } from '../../../bot/core/stepUp/act.ts';
import { type SharedApp } from '../../../bot/core/sharedApp.ts';
import { type KeptPreflight } from '../../../bot/desk/preflight/preflightPorts.ts';
import { type DelegationRow, memoryDelegations, memoryDelegationTx } from './memoryDelegations.ts';
import { type Amendment } from '../../../bot/core/waiting/amendRequest.ts';
import { type Nudge } from '../../../bot/core/waiting/nudge.ts';
import { type Digest } from '../../../bot/desk/waiting/waitingPorts.ts';
import { type OnCallAccess, type OnCallRule } from '../../../bot/core/onCall/onCall.ts';
import { memoryOnCall, memoryOnCallTx } from './memoryOnCall.ts';
import { memoryWaiting, memoryWaitingTx } from './memoryWaiting.ts';
import { type Clock, type Draft, type Job, type PostedCard, type Store, type Tx } from '../../../bot/desk/ports.ts';
import { type Page, type RequestRow } from '../../../bot/desk/rows.ts';

type Rows = {
  readonly requests: Map<string, AccessRequest>;
  readonly invitations: Map<string, Invitation>;
  readonly apps: Map<string, SharedApp>;
  readonly drafts: Map<string, Draft>;
  readonly cards: Map<string, PostedCard>;
  readonly names: Map<string, string>;
  readonly delegations: Map<string, DelegationRow>;
  readonly preflights: Map<string, KeptPreflight>;
  readonly acts: Map<string, Act>;
  readonly onCallRules: Map<string, OnCallRule>;
  readonly onCall: Map<string, OnCallAccess>;
  readonly nudges: Map<string, Nudge>;
  readonly amendments: Amendment[];
  readonly digests: Map<string, Digest>;
  readonly events: DomainEvent[];
  readonly jobs: Job[];
};

export type MemoryStore = Store & { readonly rows: () => Rows; readonly takeJobs: () => Job[] };

const copy = (rows: Rows): Rows => ({
  requests: new Map(rows.requests), invitations: new Map(rows.invitations), apps: new Map(rows.apps), drafts: new Map(rows.drafts),
  cards: new Map(rows.cards), names: new Map(rows.names), delegations: new Map(rows.delegations), onCallRules: new Map(rows.onCallRules), onCall: new Map(rows.onCall), nudges: new Map(rows.nudges), amendments: [...rows.amendments], digests: new Map(rows.digests), preflights: new Map(rows.preflights), acts: new Map(rows.acts), events: [...rows.events], jobs: [...rows.jobs],
});

/** The store in memory: transactions run one after another and leave nothing behind when they throw. */
export const memoryStore = (clock: Clock): MemoryStore => {
  let rows: Rows = { requests: new Map(), invitations: new Map(), apps: new Map(), drafts: new Map(), cards: new Map(), names: new Map(), delegations: new Map(), onCallRules: new Map(), onCall: new Map(), nudges: new Map(), amendments: [], digests: new Map(), preflights: new Map(), acts: new Map(), events: [], jobs: [] };
  const leases = new Map<string, { holder: string; until: number }>();
  const marks = new Map<string, string>();
  const languages = new Map<string, string>();
  const dialogs = new Map<string, AskDialog>();
  let last: Promise<unknown> = Promise.resolve();

  const rowOf = (from: Rows, id: string): RequestRow | undefined => {
    const request = from.requests.get(id);
    return request && { request, invitation: from.invitations.get(id) ?? null };
  };
  const all = (): RequestRow[] => [...rows.requests.keys()].map((id) => rowOf(rows, id)).filter((row) => row !== undefined);
  const isOpen = ({ request, invitation }: RequestRow): boolean => request.state === 'submitted' || (request.state === 'approved' && invitation?.access !== 'ended');
  const isUnredeemed = ({ invitation }: RequestRow): boolean => invitation?.redeemedAt === null && (invitation.state === 'sent' || invitation.access === 'granted');
  const page = (found: RequestRow[], cursor: string | null, limit: number): Page<RequestRow> => {
    const newestFirst = [...found].reverse();
    const from = cursor === null ? 0 : Number(cursor);
    return { rows: newestFirst.slice(from, from + limit), next: newestFirst.length > from + limit ? String(from + limit) : null };
  };
  const from = (after: string | null, limit: number, fits: (row: RequestRow) => boolean): RequestRow[] =>
    all().filter((row) => row.request.id > (after ?? '') && fits(row)).sort((a, b) => (a.request.id < b.request.id ? -1 : 1)).slice(0, limit);
  const keyOf = (at: { conversationId: string; activityId: string }): string => `${at.conversationId} ${at.activityId}`;

  const txOn = (draft: Rows): Tx => ({
    lockRequest: async (id) => rowOf(draft, id),
    insertRequest: async (request) => {
      if ([...draft.requests.values()].some((one) => one.draftId === request.draftId)) return 'draft-used';
      draft.requests.set(request.id, request);
      return 'inserted';
    },
    lockOpenRequestsFor: async (appId, email) => [...draft.requests.keys()].map((id) => rowOf(draft, id)).filter((row) => row !== undefined).filter((row) => row.request.appId === appId && row.request.invitee.email === email && isOpen(row)),
    saveRequest: async (request) => {
      if (draft.requests.get(request.id)?.version !== request.version - 1) throw new Error('the request moved');
      draft.requests.set(request.id, request);
    },
    insertInvitation: async (invitation) => {
      if (draft.invitations.has(invitation.requestId)) throw new Error('a second invitation');
      draft.invitations.set(invitation.requestId, invitation);
    },
    saveInvitation: async (invitation) => {
      if (draft.invitations.get(invitation.requestId)?.version !== invitation.version - 1) throw new Error('the invitation moved');
      draft.invitations.set(invitation.requestId, invitation);
    },
    insertSharedApp: async (app) => {
      if ([...draft.apps.values()].some((one) => one.servicePrincipalId === app.servicePrincipalId)) return 'already-shared';
      draft.apps.set(app.id, app);
      return 'inserted';
    },
    saveSharedApp: async (app) => {
      if (draft.apps.get(app.id)?.version !== app.version - 1) return 'conflict';
      draft.apps.set(app.id, app);
      return 'saved';
    },
    keepPreflight: async (id, kept) => void draft.preflights.set(id, kept),
    insertAct: async (act) => void draft.acts.set(act.id, act),
    saveAct: async (act) => {
      if (draft.acts.get(act.id)?.version !== act.version - 1) return 'conflict';
      draft.acts.set(act.id, act);
      return 'saved';
    },
    insertDraft: async (form) => void draft.drafts.set(form.id, form),
    savePostedCard: async (card) => {
      for (const [key, one] of draft.cards) if (one.requestId === card.requestId && one.to === card.to && one.purpose === card.purpose) draft.cards.delete(key);
      draft.cards.set(keyOf(card), card);
    },
    forgetPostedCard: async (at) => void draft.cards.delete(keyOf(at)),
    ...memoryDelegationTx(draft),
    ...memoryWaitingTx(draft),
    ...memoryOnCallTx(draft),
    rememberNames: async (names) => names.forEach((name, id) => draft.names.set(id, name)),
    commitWith: async (events, jobs) => {
      draft.events.push(...events);
      draft.jobs.push(...jobs);
    },
  });

  const looks: { person: string; kind: string; at: number }[] = [];
  const freeAt = (person: string, kind: string, at: Date): Date | undefined => {
    const counting = looks.filter((look) => look.person === person && look.kind === kind && look.at > at.getTime() - 3_600_000).map((look) => look.at);
    return counting.length < 20 ? undefined : new Date((counting.at(-20) ?? 0) + 3_600_000);
  };

  return {
    preflight: {
      looksLeft: async (person, kind, at) => {
        const free = freeAt(person, kind, at);
        return free === undefined ? { kind: 'spent' } : { kind: 'none-left', freeAt: free };
      },
      spendLook: async (person, kind, at) => {
        const free = freeAt(person, kind, at);
        if (free !== undefined) return { kind: 'none-left', freeAt: free };
        looks.push({ person, kind, at: at.getTime() });
        return { kind: 'spent' };
      },
      partnerHistory: async (domain) => ({ guests: new Set(all().filter((row) => row.invitation !== null && row.request.invitee.email.endsWith(`@${domain}`)).map((row) => row.request.invitee.email)).size, daysToRedeem: [], failed: 0 }),
      partnerDomains: async () => [...new Set(all().filter((row) => row.request.state === 'approved').map((row) => row.request.invitee.email.split('@')[1] ?? ''))],
    },
    rows: () => rows,
    takeJobs: () => rows.jobs.splice(0),
    read: {
      ...memoryDelegations(() => rows, all, clock),
      ...memoryOnCall(() => rows),
      ...memoryWaiting(() => rows, all, page, isOpen),
      request: async (id) => rowOf(rows, id),
      requestsOfBundle: async (bundleId) => all().filter(({ request }) => request.bundleId === bundleId),
      requestByDraft: async (id) => [...rows.requests.values()].find((one) => one.draftId === id),
      openRequestsFor: async (appId, email) => all().filter((row) => row.request.appId === appId && row.request.invitee.email === email && isOpen(row)),
      guestsOf: async (person, apps, cursor, limit) =>
        page(all().filter(({ request }) => request.state === 'approved' && (request.requestedBy === person || request.sponsorId === person || apps.includes(request.appId))), cursor, limit),
      waitingRequests: async (after, limit) => all().filter(({ request }) => request.state === 'submitted' && request.id > (after ?? '')).sort((a, b) => (a.request.id < b.request.id ? -1 : 1)).slice(0, limit),
      dueRequests: async (at, limit) => all().filter(({ request }) => request.state === 'submitted' && request.approval.dueAt !== null && request.approval.dueAt <= at).slice(0, limit),
      searchRequests: async (person, apps, text, skip, count) =>
        all()
          .filter(({ request }) => request.requestedBy === person || request.sponsorId === person || request.deciders.includes(person) || apps.includes(request.appId))
          .filter(({ request }) => [request.invitee.name, request.invitee.email, rows.apps.get(request.appId)?.name ?? ''].some((one) => one.toLowerCase().includes(text.toLowerCase())))
          .reverse()
          .slice(skip, skip + count),
      awaitingRedemption: async (guestId) => all().filter((row) => row.invitation?.guestId === guestId && isUnredeemed(row)),
      guestsAwaitingRedemption: async (after, limit) =>
        [...new Set(all().filter(isUnredeemed).map((row) => row.invitation?.guestId ?? ''))].filter((id) => id > (after ?? '')).sort().slice(0, limit),
      eventsOf: async (id, names) => rows.events.filter((event) => event.subject === id && names.includes(event.name)).slice(-100),
      awaited: async (after, limit) => from(after, limit, ({ request, invitation }) => request.state === 'approved' && invitation?.state === 'sent' && !invitation.access.startsWith('end')),
      notSeenYet: async (since, after, limit) =>
        from(after, limit, ({ invitation }) => invitation?.state === 'redeemed' && invitation.access === 'granted' && invitation.watch.firstSignInAt === null && (invitation.redeemedAt ?? since) >= since),
      unsettled: async (after, limit) =>
        from(after, limit, ({ request, invitation }) => request.state === 'approved' && invitation?.obstacle === null && (['none', 'ending'].includes(invitation.access) || invitation.watch.resend !== null)),
      untold: async (since, after, limit) => {
        const isTold = (id: string, sponsor: string): boolean => rows.events.some(({ subject, name, facts }) => subject === id && name === 'sponsor.notified' && facts?.['sponsor'] === sponsor);
        return from(after, limit, ({ request, invitation }) =>
          (request.state === 'submitted' && request.submittedAt >= since) || (invitation?.state === 'redeemed' && invitation.access === 'granted' && invitation.sponsorReachable && !isTold(request.id, request.sponsorId)));
      },
      about: async (words, limit) => all().filter(({ request: { invitee } }) => ('email' in words ? invitee.email === words.email : invitee.name.toLowerCase().startsWith(words.name.toLowerCase()))).reverse().slice(0, limit),
      act: async (id) => rows.acts.get(id),
      requestsOfGuest: async (guestId) => all().filter((row) => row.invitation?.guestId === guestId),
      sharedApps: async () => [...rows.apps.values()],
      sharedApp: async (id) => rows.apps.get(id),
      sharedAppOf: async (id) => [...rows.apps.values()].find((app) => app.servicePrincipalId === id),
      draft: async (id) => rows.drafts.get(id),
      keptPreflight: async (id) => rows.preflights.get(id),
      postedCards: async (id) => [...rows.cards.values()].filter((card) => card.requestId === id),
      names: async (ids) => new Map(ids.flatMap((id) => (rows.names.has(id) ? [[id, rows.names.get(id) ?? ''] as const] : []))),
    },
    transaction: (work) => {
      const run = last.then(async () => {
        const draft = copy(rows);
        const result = await work(txOn(draft));
        rows = draft;
        return result;
      });
      last = run.catch(() => undefined);
      return run;
    },
    lease: async (key, holder, seconds) => {
      const now = clock.now().getTime();
      const held = leases.get(key);
      if (held !== undefined && held.holder !== holder && held.until > now) return false;
      leases.set(key, { holder, until: now + seconds * 1000 });
      return true;
    },
    release: async (key, holder) => {
      if (leases.get(key)?.holder === holder) leases.delete(key);
    },
    dialog: async (person, conversation) => dialogs.get(`${person} ${conversation}`),
    beginDialog: async (dialog) => void dialogs.set(`${dialog.personId} ${dialog.conversationId}`, dialog),
    saveDialog: async (dialog) => {
      const key = `${dialog.personId} ${dialog.conversationId}`;
      if (dialogs.get(key)?.version !== dialog.version - 1) return 'moved';
      dialogs.set(key, dialog);
      return 'saved';
    },
    endDialog: async (person, conversation) => void dialogs.delete(`${person} ${conversation}`),
    languageOf: async (person) => languages.get(person) ?? null,
    chooseLanguage: async (person, language) => void (language === null ? languages.delete(person) : languages.set(person, language)),
    mark: async (name) => marks.get(name) ?? null,
    setMark: async (name, value) => void (value === null ? marks.delete(name) : marks.set(name, value)),
  };
};
