import { cast, imaging } from '../../support/fakes/tenant.ts';
import { actor, makeDesk } from '../../support/makeDesk.ts';

const rosa = actor('rosa', { conversationId: '19:radiology@thread.v2' });

describe('a form from a message', () => {
  it('holds the first address and its name; the others are offered', async () => {
    const { desk } = makeDesk();
    const form = await desk.prepareFromMessage(rosa, { text: 'Cleo Marsh <cleo@clinic.example> and omar@praxis.example, as ada@hospital.example said', senderName: 'Omar Said' });
    expect(form).toMatchObject({
      kind: 'form', filled: { email: 'cleo@clinic.example', name: 'Cleo Marsh', appId: 'imaging' }, problems: {},
      offered: [{ email: 'cleo@clinic.example', name: 'Cleo Marsh' }, { email: 'omar@praxis.example', name: 'Omar Said' }],
    });
  });

  it('guesses a name where the message has none, and is empty without an address', async () => {
    const { desk } = makeDesk();
    expect(await desk.prepareFromMessage(rosa, { text: 'office@clinic.example', senderName: 'Omar Said' })).toMatchObject({ filled: { email: 'office@clinic.example', name: 'Office' } });
    expect(await desk.prepareFromMessage(rosa, { text: 'hello', senderName: null })).toMatchObject({ filled: { email: null, name: null }, offered: [] });
  });

  it('is no form for guests', async () => {
    expect(await makeDesk().desk.prepareFromMessage(actor('eve'), { text: 'cleo@clinic.example', senderName: null })).toMatchObject({ rule: 'outsider' });
  });

  it('makes one request, whose card comes to the own chat', async () => {
    const { desk, runJobs, cardsOf, request } = makeDesk();
    const form = await desk.prepareFromMessage(rosa, { text: 'cleo@clinic.example', senderName: null });
    if (form.kind !== 'form') throw new Error('expected a form');
    const input = { draftId: form.draftId, email: 'cleo@clinic.example', name: 'Cleo', app: 'imaging', sponsor: '', until: '2026-03-31', reason: 'x', language: null, at: null };
    expect(await desk.requestAccess(rosa, input)).toMatchObject({ kind: 'shown' });
    expect(await desk.requestAccess(rosa, input)).toMatchObject({ kind: 'shown' });
    await runJobs();
    expect(cardsOf('rosa').map(({ id, purpose }) => [id, purpose])).toEqual([[request().id, 'status']]);
    expect(cardsOf('ada').map(({ purpose }) => purpose)).toEqual(['decide']);
  });
});

describe('what needs one’s own name', () => {
  it('is what owners ask of apps that let them invite directly', async () => {
    expect(await makeDesk().desk.actsInOwnName(actor('ada'))).toBe(false);
    const { desk } = makeDesk({ sharedApp: { ownerInvitesDirectly: true } });
    expect(await desk.actsInOwnName(actor('ada'))).toBe(true);
    expect(await desk.actsInOwnName(rosa)).toBe(false);
  });
});

describe('a search', () => {
  it('finds what the person has a part in, by name, address or app', async () => {
    const { desk, ask } = makeDesk();
    await ask('rosa');
    const find = async (who: 'rosa' | 'ada' | 'dana' | 'sam', text: string, skip = 0, count = 25) => {
      const found = await desk.searchRequests(actor(who), { text, skip, count });
      return found.kind === 'found' ? found.rows.map(({ guest, purpose }) => [guest.email, purpose]) : found.rule;
    };
    for (const text of ['', 'vance', 'CLEO@', 'imag']) expect(await find('rosa', text)).toEqual([['cleo@clinic.example', 'status']]);
    expect(await find('ada', 'cleo')).toEqual([['cleo@clinic.example', 'decide']]);
    expect(await find('dana', '')).toHaveLength(1);
    expect(await find('sam', '')).toEqual([]);
    expect(await find('rosa', 'nobody')).toEqual([]);
    expect(await find('rosa', '', 1)).toEqual([]);
    expect(await find('rosa', '', -4, 9_999)).toHaveLength(1);
  });

  it('finds nothing for guests, and everything of an app one just came to own', async () => {
    const { desk, ask, tenant } = makeDesk();
    await ask('rosa');
    expect(await desk.searchRequests(actor('eve'), { text: '', skip: 0, count: 25 })).toMatchObject({ rule: 'outsider' });
    tenant.facts.appOwners.get(imaging.servicePrincipalId)?.push(cast.sam);
    expect(await desk.searchRequests(actor('sam'), { text: '', skip: 0, count: 25 })).toMatchObject({ rows: [{ guest: { name: 'Cleo Vance' } }] });
  });
});
