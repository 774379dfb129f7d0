import { attackStage } from '../support/attackStage.ts';
import { type Reply } from '../support/attacker.ts';
import { type PersonKey } from '../support/control.ts';
import { formOf, textOf, type Card } from '../support/cardText.ts';
import { aGuest, invitationCalls } from '../support/stories.ts';

/** Looking before asking tells nobody what is not theirs to know: rows 21 and 32-36 of the threat table. */
const stage = attackStage();

const wordsOf = (reply: Reply): string => (typeof reply.body?.value === 'string' ? reply.body.value : textOf(reply.body?.value as Card) || JSON.stringify(reply.body?.value));
const typed = (email: string, change: Record<string, unknown> = {}) => ({ email, name: 'Cleo Vance', app: 'Imaging', sponsor: '', until: '2027-03-31', reason: 'she reads our scans', language: 'de', ...change });

/** A form on the requester's screen, and what its buttons carry. */
const aForm = async (who: 'requester' | 'owner' = 'requester'): Promise<{ email: string; data: Record<string, unknown>; cardId: string }> => {
  const email = aGuest();
  await stage.cast[who].say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  const { message, card } = await stage.cast[who].card(email, 'Check first');
  return { email, data: { draftId: formOf(card) }, cardId: message.id };
};
const pressAs = (as: PersonKey, verb: string, data: Record<string, unknown>, cardId: string): Promise<Reply> => stage.attacker.sendSigned(stage.attacker.press(as, verb, data, { replyToId: cardId }));
const check = async (email: string, change: Record<string, unknown> = {}) => {
  const { data, cardId } = await aForm();
  return pressAs('requester', 'request.check', { ...data, ...typed(email, change) }, cardId);
};

describe('row 32: addresses that deceive', () => {
  it.each(['cleo@cliniс.example', 'cleo@clinic.example\u202Emoc', 'cleo@@clinic.example', '"cleo"@clinic.example', `${'a'.repeat(300)}@clinic.example`])('%j is not looked up', async (email) => {
    expect(wordsOf(await check(email))).not.toMatch(/Nothing we can see|An administrator has to look/);
  });

  it('a domain in other letters is shown as it is really written', async () => {
    expect(wordsOf(await check('cleo@xn--e1afmkfd.example'))).toMatch(/mixes scripts: .*xn--e1afmkfd\.example/s);
  });
});

describe('row 33: our own', () => {
  it('an address of our own is no guest', async () => expect(wordsOf(await check('dana@hospital.example'))).toContain('colleagues need no invitation'));
});

describe('row 34: settings that cannot be read', () => {
  it('are never allowed', async () => {
    await stage.sandbox.advance('PT6M');
    await stage.sandbox.faults({ to: 'graph', method: 'GET', path: '/v1.0/policies/crossTenantAccessPolicy/default', times: 20, status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });
    const words = wordsOf(await check(aGuest()));
    expect(words).not.toContain('Nothing we can see stands in the way');
    expect(words).not.toMatch(/cross-tenant|graph\//i);
    await stage.sandbox.clearFaults();
    await stage.sandbox.advance('PT6M');
  });
});

describe('row 35: where a guest lands', () => {
  it.each(['request.check', 'request.edit'])('%s takes no address from anybody', async (verb) => {
    const { email, data, cardId } = await aForm();
    for (const more of [{ redirectUrl: 'https://evil.example/' }, { isExact: true }, { roleIds: ['62e90394-69f5-4237-9190-012177145e10'] }]) {
      expect(wordsOf(await pressAs('requester', verb, { ...data, ...typed(email), ...more }, cardId))).not.toMatch(/Nothing we can see|evil\.example/);
    }
  });
});

describe('row 36: who exists here', () => {
  it('reads the same whether the person is switched off, the domain is blocked, or the tenant is shut out', async () => {
    const { data, cardId } = await aForm();
    const seen = async (who: 'eve' | 'nobody'): Promise<string> =>
      wordsOf(await pressAs('requester', 'request.check', { ...data, ...typed(`${who}@praxis.example`) }, cardId)).replaceAll(`${who}@`, 'x@');
    await stage.sandbox.tenant({ domainList: { blocked: ['praxis.example'] } });
    await stage.sandbox.advance('PT6M');
    const listed = await seen('nobody');
    // What blocked is read again at once, so the next setting counts without waiting.
    await stage.sandbox.tenant({ domainList: { allowed: [], blocked: [] }, inbound: { domain: 'praxis.example', users: 'blocked' } });
    const shut = [await seen('nobody'), await seen('eve')];
    await stage.sandbox.tenant({ inbound: { domain: 'praxis.example', users: 'allowed' }, enabled: { person: 'outsider', enabled: false } });
    const off = await seen('eve');
    await stage.sandbox.tenant({ enabled: { person: 'outsider', enabled: true } });
    expect(off).toContain('An administrator has to look at this address');
    expect([listed, ...shut]).toEqual([off, off, off]);
    expect(await seen('eve')).toBe(await seen('nobody'));
  });

  it('a guest asks nothing, whatever is pressed or written', async () => {
    const { email, data, cardId } = await aForm();
    expect(wordsOf(await pressAs('outsider', 'request.check', { ...data, ...typed(email) }, cardId))).toMatch(/members of this organisation/);
    expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
  });

  it('twenty in an hour; then it says when', async () => {
    const { email, data, cardId } = await aForm('owner');
    let words = '';
    for (let count = 0; count < 21; count += 1) words = wordsOf(await pressAs('owner', 'request.check', { ...data, ...typed(email) }, cardId));
    expect(words).toContain('You have used this hour’s look-ups');
    expect(words).toMatch(/The next one is free on .*\d/);
  });
});

it('row 21: a form of another person, or of another chat, is not checked', async () => {
  const { email, data, cardId } = await aForm();
  for (const as of ['sponsor', 'admin'] as const) expect(wordsOf(await pressAs(as, 'request.check', { ...data, ...typed(email) }, cardId))).toMatch(/another chat/);
});
