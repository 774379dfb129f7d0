import { anApp, approved, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const at = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);
const invitee = (name: string, email: string) => ({ name, email, language: 'en' });

it('finds requests by part and by text as it is written, newest first, page by page', async () => {
  const imaging = anApp({ name: 'Imaging 100% sharp' });
  const planner = anApp({ name: 'Shift_Planner' });
  const who = `seeker-${imaging.id}`;
  const asked = aRequest(imaging, { requestedBy: who, invitee: invitee('Cleo Marsh', 'cleo@clinic.example'), submittedAt: at(1) });
  const decided = aRequest(planner, { deciders: [who], invitee: invitee('Omar\\Said', 'omar@praxis.example'), submittedAt: at(2) });
  const sponsored = approved(aRequest(imaging, { sponsorId: who, invitee: invitee('Dana X', 'dana_x@clinic.example'), submittedAt: at(3) }));
  const foreign = aRequest(imaging, { invitee: invitee('Else', 'else@clinic.example'), submittedAt: at(4) });
  await stored(bench.store, { app: imaging, requests: [asked, sponsored, foreign] });
  await stored(bench.store, { app: planner, requests: [decided] });
  const find = async (text: string, apps: string[] = [], skip = 0, count = 25) => (await bench.store.read.searchRequests(who, apps, text, skip, count)).map(({ request }) => request.id);

  expect(await find('')).toEqual([sponsored.id, decided.id, asked.id]);
  expect(await find('', [imaging.id])).toEqual([foreign.id, sponsored.id, decided.id, asked.id]);
  expect(await find('', [], 1, 1)).toEqual([decided.id]);
  expect(await find('CLEO')).toEqual([asked.id]);
  expect(await find('praxis')).toEqual([decided.id]);
  expect(await find('100%')).toEqual([sponsored.id, asked.id]);
  expect(await find('a%k')).toEqual([]);
  expect(await find('t_p')).toEqual([decided.id]);
  expect(await find('a_x')).toEqual([sponsored.id]);
  expect(await find('r\\s')).toEqual([decided.id]);
  expect(await find(`' or 1=1 --`)).toEqual([]);
});

it('claims a refusal once a day and chat, and forgets a welcome when the app is removed', async () => {
  const { store } = bench;
  expect([await store.claimRefusal('29:eve', '19:a'), await store.claimRefusal('29:eve', '19:a'), await store.claimRefusal('29:eve', '19:b')]).toEqual([true, false, true]);
  expect([await store.claimWelcome('19:a'), await store.claimWelcome('19:a')]).toEqual([true, false]);
  await store.forgetWelcome('19:a');
  expect(await store.claimWelcome('19:a')).toBe(true);
});
