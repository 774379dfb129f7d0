import { type Cast } from '../support/cast.ts';
import { textOf, valuesOf, verbsOf } from '../support/cardText.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, mailArrives } from '../support/stories.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

/** Conversations against the whole process: a request by keyboard words alone, through a restart, through the form and back. */
const desk = wholeDesk();

/** What the person sees last, as text. */
const lastOf = async (who: keyof Cast): Promise<string> => {
  const message = (await desk.sandbox.chat(who, 'peek')).at(-1);
  return message?.text ?? textOf(message?.card);
};
const hears = (who: keyof Cast, wanted: RegExp): Promise<string> =>
  eventually(async () => {
    const said = await lastOf(who);
    if (!wanted.test(said)) throw new Error(`${who} heard: ${said}`);
    return said;
  }, 10_000);

it('a whole request by words alone: asked, decided, invited', async () => {
  const email = aGuest();
  const { requester } = desk.cast;
  for (const [say, wanted] of [
    ['invite step by step', /e-mail address\?$/],
    ['cleo at the clinic', /name@[\s\S]*e-mail address\?$/],
    [email, /first and last\?/],
    ['Nina Frost', /sponsor/],
    ['skip', /Until which day/],
    ['31 March', /Why does/],
    ['guests need our scans', /Send it\? Write yes or no\.$/],
  ] as const) {
    await requester.say(say);
    await hears('requester', wanted);
  }
  await requester.say('yes');
  await eventually(async () => {
    const texts = (await desk.sandbox.chat('requester', 'peek')).map((message) => message.text ?? '');
    if (!texts.some((text) => /Waiting for Ada Berg[\s\S]*Receipt/.test(text))) throw new Error(texts.at(-1));
  });
  await requester.card('Nina Frost', /waiting/i);
  await desk.cast.owner.press('request.approve', {}, 'Nina Frost');
  await desk.cast.approver.press('request.finish', {}, 'Nina Frost');
  await mailArrives(desk.sandbox, email);
});

it('goes on after the bot was killed in the middle', async () => {
  const email = aGuest();
  const { requester } = desk.cast;
  await requester.say('invite step by step');
  await requester.say(email);
  await hears('requester', /first and last\?/);
  await desk.sandbox.bots('restart');
  await eventually(async () => {
    if ((await desk.sandbox.state()).bots[0]?.up !== true) throw new Error('the bot is not up yet');
  }, 30_000);
  await eventually(() => requester.say('Omar Reyes'), 20_000);
  await hears('requester', /sponsor/);
  await requester.say('cancel');
  await hears('requester', /^Cancelled/);
}, 60_000);

it('becomes the form with everything said, and text again with everything typed', async () => {
  const email = aGuest();
  const { requester } = desk.cast;
  await requester.say('invite step by step');
  await requester.say(email);
  await requester.say('Ida Roth');
  await requester.say('form');
  const form = await requester.card(email);
  expect(valuesOf(form.card)).toMatchObject({ email, name: 'Ida Roth' });
  const back = await requester.pressOn(form.message, 'dialog.begin', { until: '2027-02-28' });
  expect(textOf(back.card)).toContain('We go on in text');
  // The sponsor stood in the form.
  await hears('requester', /Why does/);
  await requester.say('she joins our board');
  const whole = await hears('requester', /Send it\?/);
  expect(whole).toContain('28 February 2027');
  await requester.say('yes');
  await requester.card('Ida Roth', /waiting/i);
});

it('a mistyped command is a button away, and a chosen language reaches cards that come unasked', async () => {
  const { owner } = desk.cast;
  await owner.say('sprache français');
  await hears('owner', /Guest Desk emploie désormais/);
  await owner.say('demades');
  const suggested = await owner.card('demandes');
  expect(verbsOf(suggested.card)).toContain('command.run');
  await owner.pressOn(suggested.message, 'command.run');
  const email = aGuest();
  await desk.cast.requester.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  await desk.cast.requester.press('request.submit', { name: 'Lea Font' }, email);
  expect((await owner.card('Lea Font')).text).toMatch(/Autoriser|vous demande|décid/i);
  await owner.say('language as in Teams');
  await hears('owner', /follows the language of your Teams/);
});
