import { answerOf } from '../support/cast.ts';
import { type Message } from '../support/control.ts';
import { textOf, verbsOf } from '../support/cardText.ts';
import { eventually } from '../support/eventually.ts';
import { type RunningSandbox } from '../support/sandbox.ts';
import { aGuest, ownerAsks } from '../support/stories.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

const desk = wholeDesk();

const radiology = (as: Parameters<RunningSandbox['shared']>[1]) => desk.sandbox.shared('radiology', as);
/** The newest card of the chat as this person sees it, once it says this. */
const seen = (as: Parameters<RunningSandbox['shared']>[1], says: string, chat = 'radiology'): Promise<Message> =>
  eventually(async () => {
    const last = (await desk.sandbox.shared(chat, as).messages()).findLast(({ card }) => card !== undefined);
    if (!last || !textOf(last.card).includes(says)) throw new Error(`${as} sees: ${textOf(last?.card)}`);
    return last;
  }, 15_000);

describe('a group chat', () => {
  it('was told once who added Guest Desk', async () => {
    const welcomes = (await radiology('requester').messages()).filter(({ card }) => textOf(card).includes('added Guest Desk'));
    expect(welcomes).toHaveLength(1);
    expect(textOf(welcomes[0]?.card)).toContain('Ada Berg');
  });

  it('hears nothing of what is asked there: the answer comes to the writer’s own chat', async () => {
    const email = aGuest();
    await radiology('requester').say(`has anybody asked for ${email}?`);
    await radiology('requester').mention(`invite ${email} to Imaging until 31 March because she reads our scans`);
    const form = await desk.cast.requester.card(email);
    expect(verbsOf(form.card)).toContain('request.submit');
    for (const reader of ['owner', 'requester'] as const) {
      const card = textOf((await seen(reader, 'I answered in your own chat')).card);
      expect(card).not.toContain(email);
    }
    expect(answerOf(await desk.cast.requester.press('request.submit', {}, email))).toContain('Ada Berg');
  });

  it('gets help in public, and the nearest command for what is none', async () => {
    await radiology('requester').mention('help');
    await seen('owner', 'What you can write to Guest Desk');
    await radiology('requester').mention('hlep');
    await seen('approver', 'help');
  });

  it('refuses a guest once, and tells her nothing', async () => {
    const before = (await radiology('owner').messages('peek')).length;
    await radiology('outsider').mention('requests');
    await radiology('outsider').mention('invite cleo@clinic.example to Imaging');
    const messages = (await radiology('owner').messages('peek')).slice(before);
    expect(messages.filter(({ from }) => from === 'bot')).toHaveLength(1);
    expect((await desk.cast.outsider.messages()).filter(({ card }) => textOf(card).includes('Imaging'))).toEqual([]);
  });
});

describe('a pasted request', () => {
  it('shows each person their part, and everybody else the app and how it stands', async () => {
    const email = aGuest();
    await ownerAsks(desk.cast, email);
    await desk.cast.approver.card(email);
    const found = await radiology('owner').find(email);
    expect(found).toMatchObject({ kind: 'found', rows: [{ title: `Guest ${email.split('@')[0]}`, text: expect.stringContaining('Imaging') as string }] });
    const { messageId } = await radiology('owner').paste(0);

    const at = async (as: 'owner' | 'approver' | 'requester' | 'outsider') => (await radiology(as).messages()).find(({ id }) => id === messageId);
    expect(textOf((await at('owner'))?.card)).toContain(email);
    expect(textOf((await at('approver'))?.card)).toContain('she reads our scans');
    const colleague = textOf((await at('requester'))?.card);
    expect(colleague).toContain('A request for Imaging');
    for (const secret of [email, 'she reads our scans', 'Ada', 'Boris', 'Dana']) expect(colleague).not.toContain(secret);
    expect(textOf((await at('outsider'))?.card)).not.toContain('Imaging');

    // Deciding moves to the approver's own chat, where it works.
    const before = (await desk.cast.approver.messages()).length;
    const moved = await radiology('approver').press(messageId, 'request.approve');
    expect(answerOf(moved)).toContain('This goes on in your own chat');
    await eventually(async () => expect((await desk.cast.approver.messages()).length).toBe(before + 1));
    expect(answerOf(await desk.cast.approver.press('request.approve', {}, email))).toContain('approved');
    await eventually(async () => expect(textOf((await at('requester'))?.card)).toMatch(/Approved|Invited|Sending|invitation/i), 20_000);
    expect(answerOf(await radiology('approver').press(messageId, 'request.show'))).toContain(email);
  });
});

describe('a channel', () => {
  const team = (as: Parameters<RunningSandbox['shared']>[1]) => desk.sandbox.shared('imagingTeam', as);

  it('is answered in the thread', async () => {
    const { messageId } = await team('requester').mention('help');
    const answer = await eventually(async () => {
      const found = (await team('owner').messages()).find((message) => message.from === 'bot' && (message as { thread?: string }).thread === messageId);
      if (!found) throw new Error('no answer in the thread');
      return found;
    });
    expect(textOf(answer.card)).toContain('What you can write');
  });

  it('tells who has no chat of their own how to get one', async () => {
    await team('unreachable').mention('requests');
    await seen('unreachable', 'I cannot write to you yet', 'imagingTeam');
    expect((await desk.sandbox.journal()).filter(({ to, path, status }) => to === 'connector' && path === '/v3/conversations' && status === 403)).not.toEqual([]);
  });

  it('is welcomed again after the app was removed and added', async () => {
    const welcomes = async () => (await team('owner').messages('peek')).filter(({ card }) => textOf(card).includes('added Guest Desk')).length;
    const before = await welcomes();
    await team('admin').app('remove');
    await team('admin').app('add');
    await eventually(async () => expect(await welcomes()).toBe(before + 1));
    await seen('owner', 'Grace Oduya added', 'imagingTeam');
  });
});
