import { type AccessRequest } from '../../../bot/core/accessRequest.ts';
import { type DomainEvent } from '../../../bot/core/events.ts';
import { type Invitation } from '../../../bot/core/invitation.ts';
import { type Act } from '../../../bot/core/stepUp/act.ts';
import { type SharedApp } from '../../../bot/core/sharedApp.ts';
import { type Clock, type Draft, type Job, type Page, type PostedCard, type RequestRow, type Store, type Tx } from '../../../bot/desk/ports.ts';

type Rows = {
  readonly requests: Map<string, AccessRequest>;
  readonly invitations: Map<string, Invitation>;
  readonly apps: Map<string, SharedApp>;
  readonly drafts: Map<string, Draft>;
  readonly cards: Map<string, PostedCard>;
  readonly names: Map<string, string>;
  readonly acts: Map<string, Act>;
  readonly events: DomainEvent[];
  readonly jobs: Job[];
};

export type MemoryStore = Store & { readonly rows: () => Rows; readonly takeJobs: () => Job[] };

const copy = (rows: Rows): Rows => ({
  requests: new Map(rows.requests), invitations: new Map(rows.invitations), apps: new Map(rows.apps), drafts: new Map(rows.drafts),
  cards: new Map(rows.cards), names: new Map(rows.names), acts: new Map(rows.acts), events: [...rows.events], jobs: [...rows.jobs],
});

/** The store in memory: transactions run one after another and leave nothing behind when they throw. */
export const memoryStore = (clock: Clock): MemoryStore => {
  let rows: Rows = { requests: new Map(), invitations: new Map(), apps: new Map(), drafts: new Map(), cards: new Map(), names: new Map(), acts: new Map(), events: [], jobs: [] };
  const leases = new Map<string, { holder: string; until: number }>();
  const marks = new Map<string, string>();
  const languages = new Map<string, string>();
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
  const keyOf = (at: { conversationId: string; activityId: string }): string => `${at.conversationId} ${at.activityId}`;

  const txOn = (draft: Rows): Tx => ({
    lockRequest: async (id) => rowOf(draft, id),
    insertRequest: async (request) => {
      if ([...draft.requests.values()].some((one) => one.draftId === request.draftId)) return 'draft-used';
      draft.requests.set(request.id, request);
      return 'inserted';
    },
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
    rememberNames: async (names) => names.forEach((name, id) => draft.names.set(id, name)),
    commitWith: async (events, jobs) => {
      draft.events.push(...events);
      draft.jobs.push(...jobs);
    },
  });

  return {
    rows: () => rows,
    takeJobs: () => rows.jobs.splice(0),
    read: {
      request: async (id) => rowOf(rows, id),
      requestByDraft: async (id) => [...rows.requests.values()].find((one) => one.draftId === id),
      openRequestsFor: async (appId, email) => all().filter((row) => row.request.appId === appId && row.request.invitee.email === email && isOpen(row)),
      requestsOf: async (person, cursor, limit) =>
        page(all().filter((row) => (row.request.state === 'submitted' && row.request.deciders.includes(person)) || (row.request.requestedBy === person && isOpen(row))), cursor, limit),
      guestsOf: async (person, apps, cursor, limit) =>
        page(all().filter(({ request }) => request.state === 'approved' && (request.requestedBy === person || request.sponsorId === person || apps.includes(request.appId))), cursor, limit),
      awaitingRedemption: async (guestId) => all().filter((row) => row.invitation?.guestId === guestId && isUnredeemed(row)),
      guestsAwaitingRedemption: async (after, limit) =>
        [...new Set(all().filter(isUnredeemed).map((row) => row.invitation?.guestId ?? ''))].filter((id) => id > (after ?? '')).sort().slice(0, limit),
      act: async (id) => rows.acts.get(id),
      requestsOfGuest: async (guestId) => all().filter((row) => row.invitation?.guestId === guestId),
      sharedApps: async () => [...rows.apps.values()],
      sharedApp: async (id) => rows.apps.get(id),
      sharedAppOf: async (id) => [...rows.apps.values()].find((app) => app.servicePrincipalId === id),
      draft: async (id) => rows.drafts.get(id),
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
    languageOf: async (person) => languages.get(person) ?? null,
    chooseLanguage: async (person, language) => void (language === null ? languages.delete(person) : languages.set(person, language)),
    mark: async (name) => marks.get(name) ?? null,
    setMark: async (name, value) => void (value === null ? marks.delete(name) : marks.set(name, value)),
  };
};
