import { type AskDialog } from '../../bot/core/dialogs/askDialog.ts';
import { onTestServer } from '../support/database.ts';
import { type Bench, noon, openBench } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const dialog = (change: Partial<AskDialog> = {}): AskDialog => ({
  personId: 'ada', conversationId: 'a:ada', draftId: 'draft-1', version: 1, lastActivityId: 'm1', step: 'name', language: 'de', begunAt: noon,
  said: { email: 'cleo@clinic.example', name: null, app: null, sponsor: null, until: '2027-03-31', reason: "it's 'quoted' {{x}}" }, ...change,
});
const find = () => bench.store.dialog('ada', 'a:ada');

it('comes back as it was kept, for its person and chat alone', async () => {
  await bench.store.beginDialog(dialog());
  expect(await find()).toEqual(dialog());
  expect(await bench.store.dialog('ada', 'a:other')).toBeUndefined();
  expect(await bench.store.dialog('boris', 'a:ada')).toBeUndefined();
});

it('of several answers to one question one is kept', async () => {
  await bench.store.beginDialog(dialog());
  const saved = await Promise.all(['a', 'b', 'c', 'd'].map((name) => bench.store.saveDialog(dialog({ version: 2, step: 'app', said: { ...dialog().said, name } }))));
  expect(saved.filter((outcome) => outcome === 'saved')).toHaveLength(1);
  expect((await find())?.version).toBe(2);
});

it('gives way to a new one, which answers to the old one do not touch', async () => {
  await bench.store.beginDialog(dialog({ draftId: 'draft-2' }));
  expect(await bench.store.saveDialog(dialog({ version: 2 }))).toBe('moved');
  expect(await find()).toMatchObject({ draftId: 'draft-2', version: 1 });
});

it('forgets what was said after a day, and that there was one after a week', async () => {
  const { url, clock, store } = bench;
  await store.beginDialog(dialog());
  clock.move(86_399);
  await store.tidy();
  expect(await find()).toEqual(dialog());
  clock.move(1);
  await store.tidy();
  expect(await find()).toMatchObject({ begunAt: noon, said: { email: null, reason: null } });
  expect(JSON.stringify(await onTestServer('select * from dialogs', new URL(url).pathname.slice(1)))).not.toContain('cleo@clinic.example');
  clock.move(6 * 86_400);
  await store.tidy();
  expect(await find()).toBeUndefined();
});

it('ends', async () => {
  await bench.store.beginDialog(dialog());
  await bench.store.endDialog('ada', 'a:ada');
  expect(await find()).toBeUndefined();
});
