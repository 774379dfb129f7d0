import { z } from 'zod';
import { type DelegateForm, type DelegationLine, type DelegationList } from '../../../desk/delegation/delegationUseCases.ts';
import { problemLines } from '../formModels.ts';
import { peopleChoices } from '../requestModel.ts';
import { type Voice } from '../voice.ts';

const line = z.strictObject({ text: z.string() });
const choice = z.strictObject({ title: z.string(), value: z.string() });

export const delegationsModel = z.strictObject({
  title: z.string(),
  leads: z.array(line),
  mine: z.array(z.strictObject({ id: z.string(), line: z.string(), end: z.string() })),
  forMe: z.array(line),
});
export type DelegationsModel = z.output<typeof delegationsModel>;

export const delegateFormModel = z.strictObject({
  title: z.string(),
  leads: z.array(line),
  notes: z.array(z.strictObject({ text: z.string(), style: z.literal('warning') })),
  people: z.array(choice),
  to: z.string(),
  today: z.string(),
  from: z.string(),
  until: z.string(),
});
export type DelegateFormModel = z.output<typeof delegateFormModel>;

/** Lines with a button of their own that one card can hold. */
const mostLines = 4;
const mostPeople = 20;

const span = ({ from, until }: DelegationLine, voice: Voice): { from: string; day: string } => ({ from: voice.day(from), day: voice.day(until) });

/** Who decides for the reader, and for whom the reader decides. The facts must be plain already. */
export const delegationsModelOf = (list: DelegationList, voice: Voice): DelegationsModel => {
  const made = list.mine.find(({ id }) => id === list.made);
  const title = made !== undefined ? voice.title('delegation.made', { name: made.who.name, ...span(made, voice) }) : voice.title('delegation.count', { count: list.mine.length });
  return {
    title,
    leads: list.mine.length === 0 ? [] : [{ text: voice.say('delegation.lead') }],
    mine: list.mine.slice(0, mostLines).map((one) => ({
      id: one.id,
      line: voice.say(one.holdsNow ? 'delegation.holds' : 'delegation.ahead', { name: one.who.name, ...span(one, voice) }),
      end: voice.say('delegation.endFor', { name: one.who.name }),
    })),
    forMe: list.forMe.slice(0, mostLines * 2).map((one) => ({ text: voice.say('delegation.forMe', { name: one.who.name, ...span(one, voice) }) })),
  };
};

export const delegateFormModelOf = (form: DelegateForm, voice: Voice): DelegateFormModel => ({
  title: voice.title('delegation.form'),
  leads: [{ text: voice.say('delegation.formLead') }],
  notes: problemLines(form.problems, voice).map((text) => ({ text, style: 'warning' })),
  people: peopleChoices([...(form.to === null ? [] : [form.to]), ...form.candidates], mostPeople),
  to: form.to?.id ?? '',
  today: form.today,
  from: form.from,
  until: form.until ?? '',
});
