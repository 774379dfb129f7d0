import { attackStage } from '../support/attackStage.ts';
import { formOf, pressDataOf, textOf, valuesOf, type Card } from '../support/cardText.ts';
import { type PersonKey } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, invitationCalls, mailArrives } from '../support/stories.ts';
import { seedIds } from '../../sandbox/seed.ts';

/** What a form or a card names may be forged: roles, apps, parts of a bundle (rows 12, 15, 22 of the threat table). */
const stage = attackStage();
const { reports, shiftPlanner, imaging } = seedIds;
const nameOf = (email: string): string => `Guest ${email.split('@')[0]}`;

let shareCard = '';

/** The owner shares Reports with these roles, named by id, whatever her card offers. */
const ownerShares = async (...roles: string[]): Promise<string> => {
  const { owner } = stage.cast;
  await owner.say('share Reports');
  const { message, card } = await eventually(async () => {
    const newest = await owner.card(/^(?:Share|Change how) Reports/);
    // The card of the time before stays in the chat.
    if (newest.message.id === shareCard) throw new Error('the new card is not there yet');
    return newest;
  });
  shareCard = message.id;
  const data = { draftId: formOf(card), approvers: stage.attacker.oid('approver'), sponsor: stage.attacker.oid('sponsor'), longestStay: 365, roles: roles.join(',') };
  return textOf((await stage.attacker.sendSigned(stage.attacker.press('owner', 'app.share', data, { replyToId: message.id }))).body?.value as Card);
};

/** The requester's form for Imaging and a role of Reports, and a press of its button with some of the data altered. */
const aForm = async () => {
  const email = aGuest();
  await stage.cast.requester.say(`invite ${email} to Imaging and Reports as viewer until 31 March because she reads our scans`);
  const { message, card } = await stage.cast.requester.card(email);
  const { app = '', moreApps = '' } = valuesOf(card);
  const filled = { draftId: formOf(card), email, name: nameOf(email), sponsor: stage.attacker.oid('sponsor'), until: `${new Date().getUTCFullYear() + 1}-01-05`, reason: 'she reads our scans', language: 'en' };
  const send = (data: Record<string, unknown>) => stage.attacker.sendSigned(stage.attacker.press('requester', 'request.submit', { ...filled, ...data }, { replyToId: message.id }));
  return { email, app, moreApps, reportsId: moreApps.split('#')[0] ?? '', send };
};

const hasHeard = async (who: PersonKey & keyof typeof stage.cast, email: string): Promise<boolean> => (await stage.cast[who].messages()).some(({ card }) => textOf(card).includes(nameOf(email)));

beforeAll(async () => {
  expect(await ownerShares(reports.viewer.appRole, reports.reporter.appRole)).toContain('Viewer and Reporter');
}, 30_000);

it('roles and apps that are not offered are refused at their input, with the whole bundle, and ask nobody', async () => {
  const { email, app, moreApps, reportsId, send } = await aForm();
  expect(moreApps).toMatch(/#viewer$/);
  const forged: Record<string, unknown>[] = [
    // A role where there is none, one of no app, an app without the role it needs.
    { app: `${app}#viewer` }, { app: `${app}#reporter`, moreApps }, { app: `${reportsId}#admin` }, { app: `${reportsId}#__proto__` }, { app: reportsId }, { app, moreApps: `${reportsId}#` }, { app: '#viewer' },
    // Ids of the directory in place of ours.
    { app: `${reportsId}#${reports.reporter.appRole}` }, { app: `${reportsId}#${reports.reporter.group}` }, { app: reports.servicePrincipal }, { app: imaging.group },
    // Apps that nobody shares here, alone or beside one that is shared.
    { app: shiftPlanner.servicePrincipal }, { app: 'Shift Planner' }, { app, moreApps: 'Shift Planner' }, { app, moreApps: `${moreApps},00000000-0000-4000-8000-000000000000` }, { app: `${app},${shiftPlanner.appId}` },
    // More apps than there can be.
    { app, moreApps: [moreApps, ...Array.from({ length: 40 }, (_, index) => `${reportsId}#role${index}`)].join(',') },
  ];
  for (const data of forged) {
    const reply = await send(data);
    expect([data, reply.status, reply.body?.statusCode, textOf(reply.body?.value as Card).includes('App:')]).toEqual([data, 200, 200, true]);
  }
  // What the form has no input for is no form of ours.
  for (const data of [{ app: [app] }, { app: { id: app } }, { app, role: 'reporter' }, { app, groupId: reports.reporter.group }, { app, moreApps, bundleId: 'mine' }, { app, moreApps: 'x'.repeat(4_001) }]) {
    const reply = await send(data);
    expect([data, reply.status < 500, /asked for|waiting/i.test(reply.text)]).toEqual([data, true, false]);
  }
  for (const who of ['owner', 'approver', 'sponsor', 'requester'] as const) expect([who, await hasHeard(who, email)]).toEqual([who, false]);
  // The form is still good: nothing but the data was against them.
  expect(textOf((await send({ app, moreApps })).body?.value as Card)).toMatch(/2 apps asked for/);
}, 60_000);

it('a role that the owner took back after the form was sent is not to be had any more', async () => {
  const { email, reportsId, app, send } = await aForm();
  expect(await ownerShares(reports.reporter.appRole)).not.toContain('Viewer');
  expect(textOf((await send({ app, moreApps: `${reportsId}#viewer` })).body?.value as Card)).toContain('App:');
  expect(await hasHeard('owner', email)).toBe(false);
});

it('the owner’s own card offers no role of another app, and none without a group', async () => {
  const shared = await ownerShares(reports.viewer.appRole, imaging.group, reports.reporter.group, '00000000-0000-0000-0000-000000000000', seedIds.elmClinic);
  expect(/^Roles\n(.*)$/mu.exec(shared)?.[1]).toBe('Viewer');
});

it('who decides one part decides no other', async () => {
  const { email, app, moreApps, send } = await aForm();
  await stage.sandbox.tenant({ owner: { op: 'add', of: 'app', name: 'Reports', person: 'approver' } });
  await stage.sandbox.tenant({ owner: { op: 'remove', of: 'app', name: 'Reports', person: 'owner' } });
  await send({ app, moreApps });
  const theirs = await stage.cast.approver.card(nameOf(email), 'Reports · Viewer', /Approve/);
  const own = await stage.cast.owner.card(nameOf(email), 'Imaging', /Approve/);
  const part = pressDataOf(theirs.card);
  expect(part.requestId).not.toBe(pressDataOf(own.card).requestId);
  for (const verb of ['request.approve', 'request.decline']) {
    for (const as of ['owner', 'requester', 'sponsor'] as const) await stage.attacker.sendSigned(stage.attacker.press(as, verb, { ...part, ...(verb === 'request.decline' ? { decisionReason: 'x' } : {}) }, { replyToId: own.message.id }));
  }
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
  // Still open for who does decide it, and for nothing but it.
  await stage.cast.approver.pressOn(theirs.message, 'request.approve');
  await mailArrives(stage.sandbox, email);
  await stage.cast.owner.card(nameOf(email), 'Imaging', /Approve/);
  const { guests, groups } = await stage.sandbox.state();
  const guest = guests.find(({ mail }) => mail === email)?.id ?? '';
  expect(groups.filter(({ members, id }) => members.includes(guest) && id !== reports.viewer.group)).toEqual([]);
}, 60_000);
