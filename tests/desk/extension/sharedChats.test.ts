import { cast, imaging } from '../../support/fakes/tenant.ts';
import { actor, makeDesk } from '../../support/makeDesk.ts';

const group = { conversationId: '19:radiology@thread.v2' };

describe('looking at a request where others read along', () => {
  it('shows their own part to those who have one, and to everybody else the app and how it stands', async () => {
    const { desk, ask, runJobs, request } = makeDesk();
    await ask('rosa');
    await runJobs();
    const { id } = request();
    expect(await desk.glanceAtRequest(actor('rosa', group), { requestId: id })).toMatchObject({ kind: 'shown', view: { purpose: 'status', viewer: cast.rosa, reason: 'she reads our scans' } });
    expect(await desk.glanceAtRequest(actor('ada', group), { requestId: id })).toMatchObject({ kind: 'shown', view: { purpose: 'decide', viewer: cast.ada } });
    expect(await desk.glanceAtRequest(actor('sam', group), { requestId: id })).toEqual({ kind: 'glance', requestId: id, appName: 'Imaging', phase: 'waiting' });
  });

  it('shows it to an owner who became one meanwhile', async () => {
    const { desk, ask, tenant, request } = makeDesk();
    await ask('rosa');
    tenant.facts.appOwners.get(imaging.servicePrincipalId)?.push(cast.sam);
    expect(await desk.glanceAtRequest(actor('sam', group), { requestId: request().id })).toMatchObject({ kind: 'shown' });
  });

  it('shows guests, strangers and unknown requests nothing', async () => {
    const { desk, ask, request } = makeDesk();
    await ask('rosa');
    const { id } = request();
    for (const who of [actor('eve', group), actor('gone', group), actor('rosa', { ...group, tenantId: 'elsewhere' })]) {
      expect(await desk.glanceAtRequest(who, { requestId: id })).toMatchObject({ kind: 'refused', rule: 'outsider' });
      expect(await desk.meetPerson(who)).toMatchObject({ kind: 'refused', rule: 'outsider' });
    }
    await expect(desk.glanceAtRequest(actor('rosa', group), { requestId: 'none' })).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('going on in one’s own chat', () => {
  it('posts the card there anew, below an earlier one, and it can be pressed', async () => {
    const { desk, ask, runJobs, request, cardsOf, press } = makeDesk();
    await ask('rosa');
    await runJobs();
    expect(cardsOf('ada')).toHaveLength(1);
    expect(await desk.continueInChat(actor('ada', group), { requestId: request().id })).toBe('posted');
    await runJobs();
    expect(cardsOf('ada').map(({ purpose, verbs }) => [purpose, verbs.includes('request.approve')])).toEqual([['decide', true], ['decide', true]]);
    expect(await press('ada', 'request.approve')).toMatchObject({ kind: 'shown' });
  });

  it('posts nothing to people without a part, to guests, or of no request', async () => {
    const { desk, ask, runJobs, request, posted } = makeDesk();
    await ask('rosa');
    await runJobs();
    const before = posted.size;
    expect(await desk.continueInChat(actor('sam', group), { requestId: request().id })).toBe('nothing');
    expect(await desk.continueInChat(actor('rosa', group), { requestId: 'none' })).toBe('nothing');
    expect(await desk.continueInChat(actor('eve', group), { requestId: request().id })).toMatchObject({ rule: 'outsider' });
    await runJobs();
    expect(posted.size).toBe(before);
  });

  it('leaves the rule of the chat in force: a copy of a card works only where its card was posted', async () => {
    const { ask, runJobs, press } = makeDesk();
    await ask('rosa');
    await runJobs();
    expect(await press('ada', 'request.approve', { as: group })).toMatchObject({ kind: 'refused', rule: 'wrong-chat' });
  });
});
