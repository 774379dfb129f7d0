import { z } from 'zod';
import { explainSignInCode } from '../../../core/radar/signInCodes.ts';
import { type Explained } from '../../../desk/radar/radarUseCases.ts';
import { requestModel, type Fact, type Line, type Note } from '../models.ts';
import { present, receiptLength } from '../requestModel.ts';
import { timelineFacts } from './radarWords.ts';
import { type Voice } from '../voice.ts';

const other = z.strictObject({ requestId: z.string(), title: z.string(), line: z.string() });

export const whyModel = requestModel.pick({ stripe: true, title: true, leads: true, facts: true, notes: true, timeline: true, details: true, foot: true }).extend({
  press: z.strictObject({ requestId: z.string(), version: z.int() }),
  can: z.strictObject({ retry: z.boolean(), finish: z.boolean(), resend: z.boolean(), confirmAccount: z.boolean(), again: z.boolean(), reset: z.boolean(), changeAddress: z.boolean() }),
  others: z.array(other),
});
export type WhyModel = z.output<typeof whyModel>;

type Cause = Explained['causes'][number];

/** Causes under which nothing is wrong: the card says so, calmly. */
const calm: readonly string[] = ['waiting', 'sending', 'nothing-found', 'not-signed-in'];
const mostOtherCauses = 3;

/** What keeps the guest out: the cause in the title, what to do under it, then the evidence with its age. The facts must be plain already. */
export const whyModelOf = (explained: Explained, voice: Voice): WhyModel => {
  const { view, causes } = explained;
  const [first, ...rest] = causes;
  const names = { guest: view?.guest.name ?? explained.about, app: view?.appName ?? '', email: explained.about };
  const verbs: readonly string[] = view?.verbs ?? [];
  const offers = (verb: string): boolean => verbs.includes(verb) && causes.some((cause) => (cause.verbs as readonly string[]).includes(verb));
  return {
    stripe: calm.includes(first?.key ?? '') ? { style: 'accent', icon: '○', word: voice.say('status.explained') } : { style: 'warning', icon: '!', word: voice.say('status.explained') },
    title: first === undefined ? '' : voice.title(`cause.${first.key}.title`, names),
    leads: first === undefined ? [] : leadsOf(first, names, voice),
    facts: [
      ...present(voice, [['guest', names.guest], ['address', view === null ? null : explained.about], ['app', names.app], ['until', view === null ? null : voice.day(view.until)], ['sponsor', view?.sponsor.name]]),
      ...(first === undefined ? [] : evidence(first, voice)),
    ],
    notes: [
      ...rest.slice(0, mostOtherCauses).map((cause): Note => ({ style: 'emphasis', text: voice.say('why.also', { cause: voice.say(`cause.${cause.key}.title`, names) }) })),
      ...(explained.unread.length === 0 ? [] : [{ style: 'warning', text: voice.say('why.unread', { what: voice.list(explained.unread.map((fact) => voice.say(`why.${fact}`)), 'and') }) } satisfies Note]),
    ],
    timeline: view === null ? [] : timelineFacts(view, voice),
    details: view === null ? [] : present(voice, [['code', first?.code == null ? null : `AADSTS${String(first.code)}`], ['deciders', view.deciders.length === 0 ? null : voice.list(view.deciders.map(({ name }) => name), 'or')], ['conditionalAccess', voice.say('why.notLookedAt')], ['receipt', view.id]]),
    foot: view === null ? '' : voice.say('foot.state', { receipt: view.id.slice(0, receiptLength), when: voice.moment(explained.readAt) }),
    press: { requestId: view?.id ?? '', version: view?.version ?? 0 },
    can: {
      retry: offers('request.retry'),
      finish: offers('request.finish'),
      resend: offers('invitation.resend'),
      confirmAccount: offers('account.confirm'),
      reset: explained.acts.includes('invitation.reset'),
      changeAddress: explained.acts.includes('invitation.changeAddress'),
      again: view !== null && first?.verbs.includes('request.again') === true,
    },
    others: explained.others.map(({ requestId, guest, appName }) => ({ requestId, title: guest.name, line: `${guest.email} · ${appName}` })),
  };
};

const leadsOf = (cause: Cause, names: Record<string, string>, voice: Voice): Line[] => {
  const who = cause.who.length > 0 ? voice.say('why.who', { names: voice.list(cause.who.map(({ name }) => name), 'or') }) : cause.helper === null ? null : voice.say(`why.helper.${cause.helper}`, names);
  const means = cause.code === null ? null : voice.say(`aadsts.${explainSignInCode(cause.code).meaning}`, names);
  return [means, voice.say(`cause.${cause.key}.lead`, names), who].flatMap((text) => (text === null ? [] : [{ text }]));
};

/** Where it was seen, when that took place, and how old the reading is. */
const evidence = (cause: Cause, voice: Voice): Fact[] =>
  present(voice, [
    ['seenIn', voice.say(`why.source.${cause.source}`)],
    ['happened', cause.at && voice.moment(cause.at)],
    ['readAt', cause.readAt && voice.moment(cause.readAt)],
  ]);
