import { type StageView } from '../../../desk/approvals/approvalView.ts';
import { type Voice } from '../voice.ts';

/** Most names a sentence lists; more are counted. */
const mostNamed = 4;
const hoursPerDay = 24;

/** "8 hours", "2 days". */
export const sayHours = (hours: number, voice: Voice): string =>
  hours >= hoursPerDay && hours % hoursPerDay === 0 ? voice.say('value.days', { days: hours / hoursPerDay }) : voice.say('value.hours', { hours });

/** Who a stage asks: by name where few were asked, else by what they are. */
const sayWho = ({ who, people, group }: StageView, voice: Voice): string => {
  if (people.length > 0 && people.length <= mostNamed) return voice.list(people.map(({ name }) => name), 'and');
  return voice.say('approval.who', { who, count: people.length, group: group ?? '' });
};

/**
 * A stage in words: who is asked, how many must agree, what a no does, when an answer is due and what comes then.
 * `dueAt`: when its time runs out, if it is asked now. `isEscalated`: the fallback is asked already.
 */
export const stageSentences = (stage: StageView, dueAt: Date | null, isEscalated: boolean, voice: Voice): string[] => {
  const said = [
    voice.say('approval.asked', { who: sayWho(stage, voice) }),
    stage.of > stage.needed && stage.needed > 1 ? voice.say('approval.needOf', { needed: stage.needed, of: stage.of }) : voice.say('approval.need', { needed: stage.needed }),
    voice.say(stage.veto ? 'approval.veto' : 'approval.noVeto'),
  ];
  if (stage.limitHours !== null) said.push(...limitSentences(stage, stage.limitHours, dueAt, isEscalated, voice));
  if (stage.reasonOn !== 'none') said.push(voice.say('approval.reason', { on: stage.reasonOn }));
  return said;
};

const limitSentences = (stage: StageView, limitHours: number, dueAt: Date | null, isEscalated: boolean, voice: Voice): string[] => {
  const name = stage.fallback?.name ?? '–';
  const span = sayHours(limitHours, voice);
  if (isEscalated && dueAt !== null && stage.fallback !== null) return [voice.say('approval.escalated', { name, when: voice.moment(dueAt), then: stage.afterLimit })];
  const then = stage.fallback === null || isEscalated ? stage.afterLimit : 'fallback';
  const first = dueAt === null ? voice.say('approval.within', { span, then, name }) : voice.say('approval.due', { when: voice.moment(dueAt), then, name });
  return then === 'fallback' ? [first, voice.say('approval.afterFallback', { span, then: stage.afterLimit })] : [first];
};
