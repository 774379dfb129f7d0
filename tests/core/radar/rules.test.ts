import { isSameMailbox } from '../../../bot/core/radar/aliases.ts';
import { dueReminder, readReminderDays, remind } from '../../../bot/core/radar/remind.ts';
import { timelineOf } from '../../../bot/core/radar/timeline.ts';
import { unwatched, type Watch } from '../../../bot/core/radar/watch.ts';
import { evidenceOf, type FoundTenant, needsTenants } from '../../../bot/core/radar/wrongAccount.ts';
import { type RequestState } from '../../../bot/core/outcome.ts';
import { at, requestStates } from '../../support/requestStates.ts';

describe('two addresses', () => {
  it.each<[string, string, boolean]>([
    ['cleo@clinic.example', 'Cleo@Clinic.Example', true],
    ['cleo@clinic.example', 'cleo+scans@clinic.example', true],
    ['cleo@clinic.example', 'cleo@clinic.example.', true],
    ['c.leo@gmail.com', 'cleo@googlemail.com', true],
    ['c.leo@clinic.example', 'cleo@clinic.example', false],
    ['cleo@clinic.example', 'cleo@elm.example', false],
    ['cleo@clinic.example', 'cleo.vance@clinic.example', false],
    ['cleo@clinic.example', 'cleo@clinic.example.evil.example', false],
    ['cleo@clinic.example', 'cle0@clinic.example', false],
  ])('%s and %s: one mailbox %p', (one, other, same) => {
    expect(isSameMailbox(one, other)).toBe(same);
    expect(isSameMailbox(other, one)).toBe(same);
  });

  it('of one organisation are one where the local part is', () => {
    expect(isSameMailbox('cleo@clinic.example', 'cleo@elm.example', true)).toBe(true);
    expect(isSameMailbox('cleo@clinic.example', 'eve@elm.example', true)).toBe(false);
  });
});

describe('evidence of another account', () => {
  const tenants: Record<string, FoundTenant> = { 'clinic.example': 'elm', 'elm.example': 'elm', 'praxis.example': 'praxis', 'freemail.example': null };
  const passcode = (account: string | null) => ({ kind: 'one-time-passcode', account }) as const;
  const entra = { kind: 'entra', account: null } as const;
  it.each<[string, string, Parameters<typeof evidenceOf>[0]['provider'], readonly string[], readonly string[]]>([
    ['nothing seen', 'cleo@clinic.example', entra, [], []],
    ['the invited organisation', 'cleo@clinic.example', entra, ['elm'], []],
    ['our own tenant, as passcode guests show', 'cleo@clinic.example', passcode('cleo@clinic.example'), ['own'], []],
    ['no tenant in the log', 'cleo@clinic.example', entra, ['', '00000000-0000-0000-0000-000000000000'], []],
    ['another organisation', 'cleo@clinic.example', entra, ['praxis'], ['praxis']],
    ['another one twice and the right one', 'cleo@clinic.example', entra, ['praxis', 'elm', 'praxis'], ['praxis']],
    ['a domain without an organisation', 'cleo@freemail.example', entra, ['praxis'], []],
    ['a domain nobody could ask about', 'cleo@elsewhere.example', entra, ['praxis'], []],
    ['the invited address', 'cleo@freemail.example', passcode('cleo@freemail.example'), [], []],
    ['an alias of it', 'cleo@clinic.example', passcode('cleo+x@clinic.example'), [], []],
    ['another domain of the same organisation', 'cleo@clinic.example', passcode('cleo@elm.example'), [], []],
    ['another person of the same organisation', 'cleo@clinic.example', passcode('eve@elm.example'), [], ['eve@elm.example']],
    ['another address', 'cleo@freemail.example', passcode('cleo@home.example'), [], ['cleo@home.example']],
    ['no address to be seen', 'cleo@freemail.example', passcode(null), [], []],
    ['an account that is no address', 'cleo@freemail.example', passcode('118a7'), [], []],
    ['another provider, which shows nothing', 'cleo@clinic.example', { kind: 'google', account: 'cleo@gmail.com' }, [], []],
  ])('%s', (_, invited, provider, homeTenants, wanted) => {
    const seen = { invited, provider, homeTenants, ownTenant: 'own' };
    const asked = needsTenants(seen);
    // Only what was asked for is known: the rule has to say what it needs.
    const evidence = evidenceOf({ ...seen, tenantOf: (domain) => (asked.includes(domain) ? tenants[domain] : undefined) });
    expect(evidence.map((one) => one.seen)).toEqual(wanted);
  });
});

const invited = (watch: Partial<Watch> = {}): RequestState => {
  const { request, invitation } = requestStates['invited']!;
  return { request, invitation: { ...invitation!, watch: { ...unwatched, ...watch } } };
};
const after = (days: number): Date => new Date(at('10:01').getTime() + days * 86_400_000);

describe('a reminder', () => {
  it.each<[number, readonly number[], readonly number[], number | undefined]>([
    [0, [3, 7, 14], [], undefined], [2.99, [3, 7, 14], [], undefined], [3, [3, 7, 14], [], 3], [6, [3, 7, 14], [3], undefined], [7, [3, 7, 14], [3], 7],
    [20, [3, 7, 14], [], 14], [20, [3, 7, 14], [3, 7, 14], undefined], [400, [], [], undefined], [8, [3, 5], [3, 5, 7], undefined],
  ])('%p days after the mail, rule %j, dealt with %j: %p', (days, rule, remindedDays, due) => {
    expect(dueReminder(invited({ remindedDays }), rule, after(days))).toBe(due);
  });

  it.each(Object.keys(requestStates).filter((name) => !['invited', 'sent, not added'].includes(name)))('never for a request that is %s', (name) => {
    expect(dueReminder(requestStates[name]!, [3], after(30))).toBeUndefined();
  });

  it('brings one mail, and none when three went out or one is under way', () => {
    const [first] = [remind(invited(), [3, 7, 14], after(15))];
    expect(first?.invitation?.watch).toMatchObject({ remindedDays: [3, 7, 14], mailsAgain: 1, resend: { by: 'approver', day: 14, callStartedAt: null } });
    expect(remind(first!, [3, 7, 14], after(16))).toBeUndefined();
    const used = remind(invited({ mailsAgain: 3 }), [3], after(3));
    expect(used?.invitation?.watch).toMatchObject({ remindedDays: [3], mailsAgain: 3, resend: null });
    expect(used?.events).toMatchObject([{ name: 'reminder.sent', facts: { day: 3, mail: false } }]);
  });

  it.each<[string, readonly number[] | undefined]>([
    ['3, 7, 14', [3, 7, 14]], ['14 3;7', [3, 7, 14]], ['', []], ['  ', []], ['３，７', [3, 7]], ['3، 7', [3, 7]], ['7、3', [3, 7]], ['3,3', [3]],
    ['0', undefined], ['91', undefined], ['-3', undefined], ['1,2,3,4,5,6', undefined], ['three', undefined], ['3.5', undefined], ['1e1', undefined],
  ])('days written %j are %j', (text, days) => expect(readReminderDays(text)).toEqual(days));
});

describe('the timeline', () => {
  const keys = (name: string, watch: Partial<Watch> = {}): string[] => {
    const state = requestStates[name]!;
    return timelineOf({ request: state.request, invitation: state.invitation && { ...state.invitation, watch: { ...state.invitation.watch, ...watch } } }, []).map(({ key }) => key);
  };
  it('is told in order, with what cannot be seen', () => {
    expect(keys('waiting')).toEqual(['asked']);
    expect(keys('declined')).toEqual(['asked', 'declined']);
    expect(keys('invited')).toEqual(['asked', 'approved', 'invited', 'mail-unseen']);
    expect(keys('redeemed')).toEqual(['asked', 'approved', 'invited', 'mail-unseen', 'redeemed', 'sign-in-unread']);
    expect(keys('redeemed', { signInLog: 'no-licence' }).at(-1)).toBe('sign-in-no-licence');
    expect(keys('redeemed', { signInLog: 'readable' }).at(-1)).toBe('sign-in-none');
    expect(keys('redeemed', { signInLog: 'readable', firstSignInAt: at('11:30') }).at(-1)).toBe('signed-in');
    expect(keys('ended')).toEqual(['asked', 'approved', 'invited', 'mail-unseen', 'ended']);
  });

  it('holds reminders, further mails, resets and doubts where they came', () => {
    const state = requestStates['redeemed']!;
    const event = (name: Parameters<typeof timelineOf>[1][number]['name'], time: string, facts = {}) => ({ name, subject: 'request', by: 'approver', at: at(time), facts });
    const told = timelineOf(state, [event('reminder.sent', '10:30', { day: 3 }), event('invitation.resent', '10:31', { certain: true }), event('invitation.resent', '10:40', { certain: false }), event('invitation.reset', '11:10'), event('account.confirmed', '11:20')]);
    expect(told.map(({ key }) => key)).toEqual(['asked', 'approved', 'invited', 'mail-unseen', 'reminded', 'resent', 'resent-maybe', 'redeemed', 'reset', 'confirmed', 'sign-in-unread']);
  });
});
