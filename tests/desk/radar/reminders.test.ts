import { DeskError } from '../../../bot/core/errors.ts';
import { makeDesk } from '../../support/makeDesk.ts';
import { daySeconds, invitedDesk } from '../../support/radarDesk.ts';

const mails = (kit: Awaited<ReturnType<typeof invitedDesk>>): number => kit.tenant.facts.mails.length;

describe('an invitation that waits', () => {
  it('is remembered on days 3, 7 and 14: owner and sponsor are told, the guest gets the mail again', async () => {
    const kit = await invitedDesk();
    expect(mails(kit)).toBe(1);
    const told: number[] = [];
    for (let day = 0; day <= 20; day += 1) {
      await kit.work.sendReminders();
      await kit.runJobs();
      told.push(mails(kit));
      kit.clock.pass(daySeconds);
    }
    expect([told[2], told[3], told[6], told[7], told[13], told[14], told[20]]).toEqual([1, 2, 2, 3, 3, 4, 4]);
    expect(kit.invitation().watch).toMatchObject({ remindedDays: [3, 7, 14], mailsAgain: 3, resend: null });
    expect(kit.tenant.facts.mails.every(({ by }) => by === kit.invitation().inviterId)).toBe(true);
    expect(kit.eventNames().filter((name) => name === 'reminder.sent')).toHaveLength(3);
    // Each reminder is a card of its own; the newest one is kept up to date.
    expect(kit.cardsOf('dana').filter(({ purpose }) => purpose === 'radar')).toHaveLength(3);
    expect(kit.cardsOf('ada').filter(({ purpose }) => purpose === 'radar').at(-1)).toMatchObject({ phase: 'invited', radar: { mailsLeft: 0 } });
    expect(kit.cardsOf('dana').at(-1)?.radar?.timeline.map(({ key }) => key)).toEqual(['asked', 'approved', 'invited', 'mail-unseen', 'reminded', 'resent', 'reminded', 'resent', 'reminded', 'resent']);
  });

  it('is remembered once after an outage of weeks', async () => {
    const kit = await invitedDesk();
    kit.clock.pass(30 * daySeconds);
    await kit.work.sendReminders();
    await kit.work.sendReminders();
    await kit.runJobs();
    expect(mails(kit)).toBe(2);
    expect(kit.invitation().watch.remindedDays).toEqual([3, 7, 14]);
  });

  it('is remembered on the app’s own days, or never', async () => {
    const off = await invitedDesk({ sharedApp: { reminderDays: [] } });
    off.clock.pass(30 * daySeconds);
    await off.work.sendReminders();
    expect(off.invitation().watch.remindedDays).toEqual([]);
    const early = await invitedDesk({ sharedApp: { reminderDays: [1] } });
    early.clock.pass(daySeconds);
    await early.work.sendReminders();
    expect(early.invitation().watch.remindedDays).toEqual([1]);
  });

  it('is not remembered when the guest accepted unnoticed: that is recorded instead', async () => {
    const kit = await invitedDesk();
    kit.clock.pass(3 * daySeconds);
    kit.tenant.redeem('cleo@clinic.example');
    await kit.work.sendReminders();
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ state: 'redeemed', watch: { remindedDays: [] } });
    expect(mails(kit)).toBe(1);
    expect(kit.cardsOf('dana')).toMatchObject([{ purpose: 'sponsor', phase: 'redeemed' }]);
  });

  it('is told without a mail when the inviter is signed out; the mail does not count', async () => {
    const kit = await invitedDesk();
    await kit.tenant.people.signOut(kit.invitation().inviterId ?? '');
    kit.clock.pass(3 * daySeconds);
    await kit.work.sendReminders();
    await kit.runJobs();
    expect(mails(kit)).toBe(1);
    expect(kit.invitation().watch).toMatchObject({ remindedDays: [3], mailsAgain: 0, resend: null });
    expect(kit.cardsOf('ada').at(-1)?.radar?.timeline.map(({ key }) => key)).toContain('resend-failed');
  });

  it('of many pages is remembered each once', async () => {
    const kit = await invitedDesk();
    const [row, invitation] = [kit.request(), kit.invitation()];
    for (let n = 0; n < 250; n += 1) {
      const id = `more-${String(n).padStart(3, '0')}`;
      kit.store.rows().requests.set(id, { ...row, id, draftId: id });
      kit.store.rows().invitations.set(id, { ...invitation, requestId: id, guestId: null });
    }
    kit.clock.pass(3 * daySeconds);
    await kit.work.sendReminders();
    expect([...kit.store.rows().invitations.values()].filter(({ watch }) => watch.remindedDays.includes(3))).toHaveLength(251);
    expect(kit.eventNames().filter((name) => name === 'reminder.sent')).toHaveLength(251);
  });
});

describe('sending again', () => {
  it('is for who may invite, in their own name, three times in all', async () => {
    const kit = await invitedDesk();
    for (let n = 0; n < 3; n += 1) {
      expect(await kit.press('boris', 'invitation.resend')).toMatchObject({ kind: 'shown', view: { radar: { isSending: true, mailsLeft: 2 - n } } });
      await kit.runJobs();
    }
    expect(mails(kit)).toBe(4);
    expect(await kit.press('boris', 'invitation.resend')).toMatchObject({ kind: 'refused', rule: 'mails-used-up' });
    await kit.runJobs();
    expect(mails(kit)).toBe(4);
    expect(kit.cardsOf('rosa').at(-1)?.radar).toMatchObject({ isSending: false, mailsLeft: 0 });
  });

  it.each(['rosa', 'ada', 'dana', 'grace'] as const)('%s may not invite, or has no part in it', async (who) => {
    const kit = await invitedDesk();
    expect(await kit.press(who, 'invitation.resend')).toMatchObject({ kind: 'refused', rule: 'may-not-invite' });
    await kit.runJobs();
    expect(mails(kit)).toBe(1);
  });

  it('needs the presser’s sign-in before anything is written', async () => {
    const kit = await invitedDesk();
    await kit.tenant.people.signOut(kit.invitation().inviterId ?? '');
    await expect(kit.press('boris', 'invitation.resend')).rejects.toMatchObject({ kind: 'sign-in-needed' });
    expect(kit.invitation().watch).toMatchObject({ mailsAgain: 0, resend: null });
  });

  it('pressed twice at once, by one or by two, sends one mail', async () => {
    const kit = await invitedDesk();
    const version = kit.request().version + kit.invitation().version;
    const answers = await Promise.all([kit.press('boris', 'invitation.resend', { version }), kit.press('boris', 'invitation.resend', { version }), kit.press('farid', 'invitation.resend', { version })]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['conflict', 'shown', 'shown']);
    await kit.runJobs();
    expect(mails(kit)).toBe(2);
  });

  it('never sends twice, wherever the process dies', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; nth < 26; nth += 1) {
        const kit = await invitedDesk();
        await kit.press('boris', 'invitation.resend');
        kit.trouble.dieAt(nth, when);
        await kit.runJobs();
        expect(mails(kit)).toBeLessThanOrEqual(2);
        expect(kit.invitation().watch.resend).toBeNull();
        expect(kit.eventNames().filter((name) => name === 'invitation.resent')).toHaveLength(1);
      }
    }
  });

  it.each([
    ['ambiguous', 'before', 1, 'resent-maybe'], ['ambiguous', 'after', 2, 'resent-maybe'], ['tenant-denies', 'before', 1, 'resend-failed'], ['throttled', 'before', 2, 'resent'], ['unavailable', 'before', 2, 'resent'],
  ] as const)('answered %s %s its effect: %p mails, told as %s', async (kind, when, wanted, key) => {
    const kit = await invitedDesk();
    await kit.press('boris', 'invitation.resend');
    kit.trouble.fail('people.invite', new DeskError(kind, { code: 'graph/x' }), when);
    await kit.runJobs();
    expect(mails(kit)).toBe(wanted);
    expect(kit.cardsOf('ada').at(-1)?.radar?.timeline.at(-1)?.key).toBe(key);
  });

  it('to somebody who accepted meanwhile sends nothing', async () => {
    const kit = await invitedDesk();
    await kit.press('boris', 'invitation.resend');
    kit.tenant.redeem('cleo@clinic.example');
    await kit.runJobs();
    expect(mails(kit)).toBe(1);
    expect(kit.invitation().watch).toMatchObject({ mailsAgain: 0, resend: null });
  });
});

describe('a fresh process', () => {
  it('takes up what an earlier one left half done, although its jobs are lost', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; nth < 60; nth += 4) {
        const kit = await invitedDesk();
        await kit.press('boris', 'invitation.resend');
        kit.trouble.dieAt(nth, when);
        const [job] = kit.store.takeJobs().filter(({ name }) => name === 'invitation.resend');
        await kit.work.resendInvitation(job as never).catch(() => undefined);
        kit.trouble.revive();
        kit.clock.pass(16);
        // Every job that was written meanwhile is lost with the process.
        kit.store.takeJobs();
        await kit.work.resumeUnsettled();
        await kit.runJobs();
        expect(kit.invitation().watch.resend).toBeNull();
        expect(mails(kit)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('invites, lets in, tells the sponsor, ends and asks the deciders, all without the lost jobs', async () => {
    const kit = makeDesk();
    const loseAndResume = async (): Promise<void> => {
      kit.store.takeJobs();
      await kit.work.resumeUnsettled();
      await kit.runJobs();
    };
    await kit.ask('ada');
    await loseAndResume();
    expect(kit.cardsOf('boris')).toMatchObject([{ purpose: 'decide', phase: 'waiting' }]);
    await kit.press('boris', 'request.approve');
    await loseAndResume();
    expect(kit.invitation()).toMatchObject({ state: 'sent', access: 'granted' });
    kit.tenant.redeem('cleo@clinic.example');
    await kit.work.recordRedemption({ userId: kit.invitation().guestId ?? '' });
    await loseAndResume();
    expect(kit.cardsOf('dana')).toMatchObject([{ purpose: 'sponsor', phase: 'redeemed' }]);
    await loseAndResume();
    expect(kit.cardsOf('dana')).toHaveLength(1);
    await kit.press('ada', 'access.end');
    await loseAndResume();
    expect(kit.invitation().access).toBe('ended');
    expect(kit.tenant.facts.mails).toHaveLength(1);
    await kit.work.resumeUnsettled();
    expect(kit.store.takeJobs()).toEqual([]);
  });
});
