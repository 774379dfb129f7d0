import { randomUUID } from 'node:crypto';
import { onTestServer } from '../support/database.ts';
import { anApp, anEvent, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
let database: string;
beforeAll(async () => {
  bench = await openBench();
  database = new URL(bench.url).pathname.slice(1);
});
afterAll(() => bench.store.close());

const count = async (table: string): Promise<number> => Number((await onTestServer(`select count(*) from ${table}`, database))[0]?.['count']);

describe('a transaction', () => {
  it('keeps row, audit entry and job together', async () => {
    const app = anApp();
    const request = aRequest(app);
    await bench.store.transaction(async (tx) => {
      await tx.insertSharedApp(app);
      await tx.insertRequest(request);
      await tx.commitWith([anEvent({ subject: request.id })], [{ name: 'cards.refresh', requestId: request.id }, { name: 'card.post', requestId: request.id, to: 'ada', purpose: 'decide' }]);
    });
    expect(await bench.store.read.request(request.id)).toBeDefined();
    expect(await count(`audit where subject = '${request.id}'`)).toBe(1);
    expect(await count(`pgboss.job where data->>'requestId' = '${request.id}'`)).toBe(2);
  });

  it('drops row, audit entry and job together, and the chain has no gap', async () => {
    const app = anApp();
    const request = aRequest(app);
    const attempt = bench.store.transaction(async (tx) => {
      await tx.insertSharedApp(app);
      await tx.insertRequest(request);
      await tx.commitWith([anEvent({ subject: request.id })], [{ name: 'cards.refresh', requestId: request.id }]);
      throw new RangeError('changed my mind');
    });
    await expect(attempt).rejects.toThrow(new RangeError('changed my mind'));
    expect(await bench.store.read.request(request.id)).toBeUndefined();
    expect(await count(`audit where subject = '${request.id}'`)).toBe(0);
    expect(await count(`pgboss.job where data->>'requestId' = '${request.id}'`)).toBe(0);
    await bench.store.transaction((tx) => tx.commitWith([anEvent()], []));
    expect(await count('audit')).toBe(Number((await onTestServer('select max(sequence) as top from audit', database))[0]?.['top']));
  });

  it('says unavailable when a row stays locked, and names no row content', async () => {
    const app = anApp();
    const request = aRequest(app);
    await stored(bench.store, { app, requests: [request] });
    let release = (): void => undefined;
    const holding = bench.store.transaction(async (tx) => {
      await tx.lockRequest(request.id);
      await new Promise<void>((resolve) => (release = resolve));
    });
    await expect(bench.store.transaction((tx) => tx.lockRequest(request.id))).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'store/55p03' } });
    release();
    await holding;
  });

  it('hides what the server says of a row', async () => {
    const app = anApp();
    const canary = `canary-${randomUUID()}`;
    const error: unknown = await bench.store.transaction(async (tx) => {
      await tx.insertSharedApp(app);
      await tx.insertRequest(aRequest(app, { reason: canary, state: 'unheard-of' as 'submitted' }));
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'bug', detail: { code: 'store/23514' } });
    const cause = (error as { detail: { cause: Error } }).detail.cause;
    expect(`${cause.message} ${cause.stack} ${JSON.stringify(cause)}`).not.toContain(canary);
    expect(cause.message).toContain('access_requests');
  });

  it('tells a lost connection from a refusal', async () => {
    const attempt = bench.store.transaction(async (tx) => {
      await tx.rememberNames(new Map([['ada', 'Ada']]));
      await onTestServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and application_name = 'guest-desk' and state = 'idle in transaction'`);
      await tx.rememberNames(new Map([['ada', 'Ada B']]));
    });
    await expect(attempt).rejects.toMatchObject({ kind: 'unavailable' });
    await bench.store.ping();
  });

  it('calls a connection lost at commit ambiguous', async () => {
    const attempt = bench.store.transaction(async (tx) => {
      await tx.rememberNames(new Map([['ada', 'Ada']]));
      await onTestServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and application_name = 'guest-desk' and state = 'idle in transaction'`);
    });
    await expect(attempt).rejects.toMatchObject({ kind: 'ambiguous' });
  });
});

describe('shared apps, drafts, cards and names', () => {
  it('shares an app once and changes it by compare-and-set', async () => {
    const app = anApp({ name: 'Shift Planner' });
    const twin = anApp({ servicePrincipalId: app.servicePrincipalId });
    expect(await bench.store.transaction((tx) => tx.insertSharedApp(app))).toBe('inserted');
    expect(await bench.store.transaction((tx) => tx.insertSharedApp(twin))).toBe('already-shared');
    const changed = { ...app, version: 2, approvers: ['boris'], ownerInvitesDirectly: true };
    expect(await bench.store.transaction((tx) => tx.saveSharedApp(changed))).toBe('saved');
    expect(await bench.store.transaction((tx) => tx.saveSharedApp(changed))).toBe('conflict');
    expect(await bench.store.read.sharedAppOf(app.servicePrincipalId)).toEqual(changed);
    expect(await bench.store.read.sharedApp(app.id)).toEqual(changed);
    expect((await bench.store.read.sharedApps()).map(({ name }) => name)).toEqual((await bench.store.read.sharedApps()).map(({ name }) => name).toSorted());
  });

  it('keeps a draft for a day', async () => {
    const draft = { id: randomUUID(), kind: 'share', by: 'ada', conversationId: 'a:ada', servicePrincipalId: 'sp', createdAt: bench.clock.now() } as const;
    await bench.store.transaction((tx) => tx.insertDraft(draft));
    expect(await bench.store.read.draft(draft.id)).toEqual(draft);
    bench.clock.move(86_401);
    expect(await bench.store.read.draft(draft.id)).toBeUndefined();
    await bench.store.tidy();
    expect(await count('drafts')).toBe(0);
  });

  it('knows one card per request, person and purpose, and one request per message', async () => {
    const app = anApp();
    const [request, other] = [aRequest(app), aRequest(app)];
    await stored(bench.store, { app, requests: [request, other] });
    const card = { conversationId: 'a:ada', activityId: '1', requestId: request.id, to: 'ada', purpose: 'decide' } as const;
    const save = (posted: Parameters<Parameters<Parameters<typeof bench.store.transaction>[0]>[0]['savePostedCard']>[0]) => bench.store.transaction((tx) => tx.savePostedCard(posted));
    await save(card);
    await save({ ...card, activityId: '2' });
    expect(await bench.store.read.postedCards(request.id)).toEqual([{ ...card, activityId: '2' }]);
    await save({ ...card, activityId: '2', requestId: other.id });
    expect(await bench.store.read.postedCards(request.id)).toEqual([]);
    await bench.store.transaction((tx) => tx.forgetPostedCard({ conversationId: 'a:ada', activityId: '2' }));
    expect(await bench.store.read.postedCards(other.id)).toEqual([]);
  });

  it('remembers the last name of each person', async () => {
    await bench.store.transaction((tx) => tx.rememberNames(new Map([['n1', 'Ada'], ['n2', 'Boris']])));
    await bench.store.transaction((tx) => tx.rememberNames(new Map([['n1', 'Ada Berg']])));
    expect(await bench.store.read.names(['n1', 'n2', 'n3'])).toEqual(new Map([['n1', 'Ada Berg'], ['n2', 'Boris']]));
    expect(await bench.store.read.names([])).toEqual(new Map());
  });
});

it('keeps the time of the Clock, not of the server', async () => {
  const app = anApp();
  const request = aRequest(app, { submittedAt: noon });
  await stored(bench.store, { app, requests: [request] });
  expect((await bench.store.read.request(request.id))?.request.submittedAt.toISOString()).toBe(noon.toISOString());
});
