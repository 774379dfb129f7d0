import { attackStage } from '../support/attackStage.ts';
import { textOf, type Card } from '../support/cardText.ts';
import { aSubmittedRequest } from '../support/stories.ts';
import { type PersonKey } from '../support/control.ts';

const stage = attackStage();
const group = { id: '19:7ad1000000004000800000000000c4a7@thread.v2', conversationType: 'groupChat', isGroup: true };
const inGroup = () => ({ conversation: { ...group, tenantId: stage.attacker.tenantId } });
const invoke = async (as: PersonKey, name: string, value: unknown, extra: Record<string, unknown> = {}) =>
  (await stage.attacker.sendSigned(stage.attacker.activity(as, { type: 'invoke', name, value, ...inGroup(), ...extra }))) as { status: number; text: string; body: { value?: unknown } | undefined };
const press = async (as: PersonKey, verb: string, data: Record<string, unknown>, extra: Record<string, unknown> = {}) => stage.attacker.sendSigned(stage.attacker.press(as, verb, data, { ...inGroup(), ...extra }));
const decisions = async (email: string): Promise<number> => (await stage.sandbox.mails(email)).length;
const fetchTask = { commandId: 'inviteToApp', commandContext: 'message', messagePayload: { body: { contentType: 'html', content: 'cleo@clinic.example' } } };

it('a pasted card carries no person, address or reason, and nothing of authority (row 19)', async () => {
  const { email, data } = await aSubmittedRequest(stage.cast);
  const found = await invoke('owner', 'composeExtension/query', { commandId: 'findGuests', parameters: [{ name: 'text', value: email }], queryOptions: { skip: 0, count: 25 } });
  const [{ content, preview }] = (JSON.parse(found.text) as { composeExtension: { attachments: [{ content: Card; preview: unknown }] } }).composeExtension.attachments;
  const pasted = JSON.stringify(content);
  for (const secret of [email, email.split('@')[0] ?? '', 'she reads our scans', 'Ada Berg', 'Boris', 'Dana', 'Rosa', stage.attacker.oid('owner'), stage.attacker.oid('approver')]) expect(pasted).not.toContain(secret);
  expect(pasted).not.toMatch(/"version":\d/);
  expect(pasted).toContain(data.requestId);
  expect(JSON.stringify(preview)).not.toContain('she reads our scans');
});

it('a card’s data, sent from a group, decides nothing and shows strangers nothing (row 21)', async () => {
  const { email, data } = await aSubmittedRequest(stage.cast);
  for (const verb of ['request.approve', 'request.decline', 'request.withdraw', 'access.end']) {
    for (const as of ['approver', 'owner', 'requester', 'outsider'] as const) await press(as, verb, data);
  }
  const asApprover = await press('approver', 'request.approve', data);
  expect(textOf(asApprover.body?.value as Card)).toContain('This goes on in your own chat');
  for (const as of ['requester', 'outsider', 'unreachable'] as const) {
    const { text } = await press(as, 'request.show', { requestId: data.requestId, purpose: 'decide' });
    for (const secret of [email, 'she reads our scans', 'Boris', 'Dana Holm']) expect(text).not.toContain(secret);
  }
  expect((await press('outsider', 'request.show', { requestId: data.requestId })).text).not.toContain('Imaging');
  expect(await decisions(email)).toBe(0);
  await stage.cast.approver.press('request.approve', {}, email);
});

it('a chat that only claims to be personal is not taken for one’s own', async () => {
  const { data } = await aSubmittedRequest(stage.cast);
  const pretended = { conversation: { id: group.id, conversationType: 'personal', tenantId: stage.attacker.tenantId } };
  expect((await press('approver', 'request.approve', data, pretended)).text).toContain('This goes on in your own chat');
  const other = await stage.attacker.sendSigned(stage.attacker.press('approver', 'request.approve', data, { conversation: { id: 'a:elsewhere', conversationType: 'personal', tenantId: stage.attacker.tenantId } }));
  expect(textOf(other.body?.value as Card)).not.toMatch(/You approved/);
  // The bot must not write there from now on.
  await stage.attacker.sendSigned(stage.attacker.activity('approver', {}));
});

it('guests and people nobody knows get nothing from the extension', async () => {
  const stranger = { from: { id: '29:x', name: 'X', aadObjectId: '99999999-0000-4000-8000-000000000001' } };
  for (const extra of [{}, stranger]) {
    expect((await invoke('outsider', 'composeExtension/fetchTask', fetchTask, extra)).text).not.toMatch(/draftId|Imaging/);
    expect((await invoke('outsider', 'composeExtension/query', { commandId: 'findGuests', parameters: [], queryOptions: {} }, extra)).text).not.toMatch(/attachments|Imaging/);
  }
  expect((await invoke('outsider', 'composeExtension/fetchTask', fetchTask, { from: { id: '28:a-bot', name: 'Bot' } })).text).not.toMatch(/draftId/);
});

it('a form works for nobody else, in no other chat, and by no other verb', async () => {
  const fetched = await invoke('requester', 'composeExtension/fetchTask', fetchTask);
  const draftId = /"draftId":"([^"]+)"/u.exec(fetched.text)?.[1] ?? '';
  expect(draftId).not.toBe('');
  const apps = /"choices":\[\{"title":"[^"]*","value":"([^"]+)"/u.exec(fetched.text.slice(fetched.text.indexOf('"id":"app"')))?.[1] ?? '';
  const filled = { draftId, email: 'stolen@clinic.example', name: 'Stolen', app: apps, sponsor: '', until: `${new Date().getUTCFullYear() + 1}-01-05`, reason: 'x', language: 'en' };
  const send = (as: PersonKey, data: Record<string, unknown>, extra: Record<string, unknown> = {}) => invoke(as, 'composeExtension/submitAction', { commandId: 'inviteToApp', data }, extra);
  await send('owner', { verb: 'request.submit', ...filled });
  await send('requester', { verb: 'request.submit', ...filled }, { conversation: { id: '19:other@thread.v2', conversationType: 'groupChat', tenantId: stage.attacker.tenantId } });
  for (const verb of ['request.approve', 'app.share', 'request.show']) expect((await send('requester', { verb, ...filled })).text).toBe('{}');
  expect(await invoke('owner', 'composeExtension/query', { commandId: 'findGuests', parameters: [{ name: 'text', value: 'stolen@' }], queryOptions: {} })).toMatchObject({ text: expect.stringContaining('"message"') as string });
});

it('what is typed into a form is answered to insiders alone, and hostile text finds nothing', async () => {
  const type = async (as: PersonKey, queryText: unknown, extra: Record<string, unknown> = {}, dataset = 'shared-apps') =>
    JSON.parse((await stage.attacker.sendSigned(stage.attacker.activity(as, { type: 'invoke', name: 'application/search', value: { queryText, queryOptions: { skip: 0, top: 15 }, dataset }, ...extra }))).text) as { statusCode: number; value: { results?: { title: string }[] } };
  const results = async (...asked: Parameters<typeof type>) => (await type(...asked)).value.results?.map(({ title }) => title);
  expect(await results('requester', 'imag')).toEqual([expect.stringContaining('Imaging')]);
  const stranger = { from: { id: '29:x', name: 'X', aadObjectId: '99999999-0000-4000-8000-000000000001' } };
  for (const extra of [{}, stranger, inGroup()]) expect(await results('outsider', 'imag', extra)).toEqual([]);
  expect(await type('outsider', 'imag', { from: { id: '28:a-bot', name: 'Bot' } })).toMatchObject({ statusCode: 400 });
  expect(await results('requester', 'imag', { ...inGroup(), replyToId: 'a-card' })).toEqual([]);
  for (const dataset of ['graph.microsoft.com/users', '__proto__', '../shared-apps']) expect(await results('requester', 'imag', {}, dataset)).toEqual([]);
  for (const text of ["%' or 1=1 --", '.*', '${x}{{y}}', 'i'.repeat(65), ['imag'], { $gt: '' }, null]) expect(await results('requester', text)).toEqual([]);
});

it('hostile values are answered like none', async () => {
  for (const value of [null, [], 'x', { commandId: 'inviteToApp', data: { verb: '__proto__' } }, { commandId: 'findGuests', parameters: 'x' }, { commandId: 'findGuests', queryOptions: { skip: -1 } }, { commandId: 'findGuests', queryOptions: { count: 1e9 } }, { commandId: 'inviteToApp', authentication: { token: {} } }]) {
    for (const name of ['query', 'submitAction', 'selectItem', 'querySettingUrl', 'anonymousQueryLink']) expect((await invoke('requester', `composeExtension/${name}`, value)).status).toBe(200);
  }
  const nasty = `%' or 1=1 -- \u0000\u202e\${x}{{y}}`;
  expect((await invoke('requester', 'composeExtension/query', { commandId: 'findGuests', parameters: [{ name: 'text', value: nasty }], queryOptions: {} })).text).toContain('"message"');
});

it('nobody else’s single sign-on token signs a person in', async () => {
  const token = 'eyJhbGciOiJub25lIn0.e30.x';
  expect(await invoke('requester', 'composeExtension/fetchTask', { ...fetchTask, authentication: { connectionName: 'people', token } })).toMatchObject({ status: 412 });
});
