import { attackStage } from '../support/attackStage.ts';
import { textOf } from '../support/cardText.ts';
import { aGuest, invitationCalls, mailArrives } from '../support/stories.ts';

/** What people may write, and where links may lead: rows 19, 27-31 and 35 of the threat table. */
const stage = attackStage();

type Node = Record<string, unknown>;
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.flatMap(nodes) : typeof value === 'object' && value !== null ? [value as Node, ...Object.values(value).flatMap(nodes)] : []);

const nasty: readonly string[] = [
  '${1+1}', '${$root.secret}', '${string($root)}', '{"$when":"false"}', '[click](https://evil.example)', '![x](https://evil.example/p.png)', '<at>Ada</at> look', '{{DATE(2026-01-01,SHORT)}}',
  '**bold** _it_', '<script>alert(1)</script>', 'javascript:alert(1)', '# head\n- list', '"},{"type":"Action.OpenUrl","url":"https://evil.example"', 'a‮b​c', "x'; drop table access_requests; --",
];

const staysText = (card: unknown): void => {
  const json = JSON.stringify(card);
  expect(json).not.toContain('${');
  expect(json).not.toMatch(/\{\{(DATE|TIME)/);
  for (const node of nodes(card)) {
    if (node['type'] === 'TextBlock' || node['type'] === 'Fact' || node['type'] === 'FactSet') expect(JSON.stringify([node['text'], node['title'], node['value']])).not.toMatch(/evil\.example|end-of-reason/);
    if (node['type'] === 'Action.OpenUrl') expect(String(node['url'] as string)).toMatch(/^https:\/\//);
    expect(node['type']).not.toBe('mention');
  }
  expect(json).not.toMatch(/[‪-‮⁦-⁩​]/);
};

it.each(nasty)('rows 27-30: %p is answered in the form, and stays plain text where it is taken', async (text) => {
  const email = aGuest();
  await stage.cast.owner.say(`invite ${email} to Imaging until 31 March because harmless`);
  const answer = await stage.cast.owner.press('request.submit', { name: text.slice(0, 60), reason: `${text} end-of-reason` }, email);
  expect(answer.kind).toBe('card');
  expect(textOf(answer.card)).toMatch(/Nothing has been asked yet\. Please look at: Name/);
  staysText(answer.card);
  // The form is still there, and takes plain words; a reason to decline may be anything.
  await stage.cast.owner.press('request.submit', { name: 'Guest', reason: 'harmless' }, email);
  expect((await stage.cast.approver.card(email)).text).not.toContain('end-of-reason');
  await stage.cast.approver.press('request.decline', { decisionReason: `${text} end-of-reason` }, email);
  staysText((await stage.cast.owner.card(email, 'end-of-reason')).card);
});

describe('row 28: values that are no text', () => {
  it.each<[string, unknown]>([['an object', { type: 'Action.OpenUrl', url: 'https://evil.example' }], ['an array', ['x']], ['a number', 7], ['null', null], ['a boolean', true]])('%s is refused and nothing is asked', async (_, value) => {
    const email = aGuest();
    await stage.cast.owner.say(`invite ${email} to Imaging until 31 March because x`);
    const { message, card } = await stage.cast.owner.card(email);
    const draftId = /"draftId":"([^"]+)"/.exec(JSON.stringify(card))?.[1];
    const inputs = { email, name: 'N', app: 'Imaging', sponsor: stage.attacker.oid('sponsor'), until: '2027-03-31', reason: 'x', language: 'en' };
    for (const input of Object.keys(inputs)) {
      const reply = await stage.attacker.sendSigned(stage.attacker.press('owner', 'request.submit', { draftId, ...inputs, [input]: value }, { replyToId: message.id }));
      expect(reply.status).toBe(200);
      expect(reply.text).not.toContain('evil.example');
      if (input === 'sponsor' || input === 'language') break; // an absent sponsor or language has a default
    }
    expect((await stage.cast.approver.messages()).some((one) => textOf(one.card).includes(email))).toBe(false);
  });
});

it('row 35: the guest lands at the app, whatever a person writes', async () => {
  const email = aGuest();
  await stage.cast.owner.say(`invite ${email} to Imaging until 31 March because see https://evil.example redirect=https://evil.example`);
  const { message, card } = await stage.cast.owner.card(email);
  const draftId = /"draftId":"([^"]+)"/.exec(JSON.stringify(card))?.[1];
  const inputs = { draftId, email, name: 'Far Away', app: 'Imaging', sponsor: stage.attacker.oid('sponsor'), until: '2027-03-31', reason: 'see https://evil.example', language: 'en' };
  const smuggled = await stage.attacker.sendSigned(stage.attacker.press('owner', 'request.submit', { ...inputs, redirectUrl: 'https://evil.example', inviteRedirectUrl: 'https://evil.example' }, { replyToId: message.id }));
  expect(smuggled.status).toBe(200);
  if (!(await stage.cast.approver.messages()).some((one) => textOf(one.card).includes(email))) await stage.cast.owner.press('request.submit', { name: 'Far Away' }, email);
  await stage.cast.approver.press('request.approve', {}, email);
  await mailArrives(stage.sandbox, email);
  const body = (await invitationCalls(stage.sandbox, email))[0]?.body as { inviteRedirectUrl: string };
  expect(body.inviteRedirectUrl).toBe('https://imaging.hospital.example/');
  expect(JSON.stringify(body)).not.toContain('evil.example');
});

it('row 19: in a group nobody sees anything personal', async () => {
  const email = aGuest();
  const group = { id: '19:team@thread.tacv2', conversationType: 'channel', tenantId: stage.attacker.tenantId };
  const since = (await stage.sandbox.state()).clock.now;
  for (const text of [`invite ${email} to Imaging until 31 March because secret reason`, 'requests', 'guests']) {
    expect((await stage.attacker.sendSigned(stage.attacker.activity('owner', { text, conversation: group }))).status).toBeLessThan(300);
  }
  const posted = (await stage.sandbox.journal(since)).filter((entry) => entry.to === 'connector' && decodeURIComponent(entry.path).includes('19:team'));
  expect(JSON.stringify(posted.map((entry) => entry.body))).not.toMatch(/secret reason|clinic\.example/);
});

it('row 31: every link of every card is https and leads to a host of ours or of the app', async () => {
  const cards = (await Promise.all((['owner', 'approver', 'sponsor', 'requester'] as const).map((key) => stage.sandbox.chat(key)))).flat().flatMap((message) => (message.card ? [message.card] : []));
  expect(cards.length).toBeGreaterThan(3);
  const links = cards.flatMap(nodes).flatMap((node) => [node['url'], node['iconUrl']]).filter((url): url is string => typeof url === 'string');
  for (const link of links) {
    expect(link).toMatch(/^https:\/\//);
    expect(['imaging.hospital.example', 'localhost']).toContain(new URL(link).hostname);
  }
});
