import { z } from 'zod';
import { type OnCallReview } from '../../../desk/onCall/onCallPorts.ts';
import { type OnCallForm, type OnCallSet } from '../../../desk/onCall/onCallUseCases.ts';
import { type SayingModel, sayingModel } from '../models.ts';
import { peopleChoices, present } from '../requestModel.ts';
import { type Voice } from '../voice.ts';

const line = z.strictObject({ text: z.string() });
const choice = z.strictObject({ title: z.string(), value: z.string() });

export const onCallFormModel = z.strictObject({ title: z.string(), leads: z.array(line), draftId: z.string(), people: z.array(choice), roster: z.string(), hours: z.int(), shiftEnds: z.string() });
export type OnCallFormModel = z.output<typeof onCallFormModel>;

export const onCallReviewModel = sayingModel.extend({ asks: z.boolean(), requestId: z.string() });
export type OnCallReviewModel = z.output<typeof onCallReviewModel>;

const mostPeople = 20;

export const onCallFormModelOf = (form: OnCallForm, voice: Voice): OnCallFormModel => ({
  title: voice.title('onCall.form', { app: form.appName }),
  leads: [{ text: voice.say('onCall.formLead') }, { text: voice.say('onCall.shiftRule') }],
  draftId: form.draftId,
  people: peopleChoices([...form.roster, ...form.candidates], mostPeople),
  roster: form.roster.map(({ id }) => id).join(','),
  hours: form.longestHours,
  shiftEnds: form.shiftEnds.join(', '),
});

/** The rule in words. */
export const onCallSetModelOf = (set: OnCallSet, voice: Voice): SayingModel => {
  const isOpen = set.roster.length > 0;
  return {
    stripe: { style: isOpen ? 'good' : 'accent', icon: isOpen ? '✓' : '✕', word: voice.say(isOpen ? 'onCall.open' : 'onCall.closed') },
    title: voice.title(isOpen ? 'onCall.opened' : 'onCall.closedTitle', { app: set.appName }),
    leads: isOpen ? [{ text: voice.say('onCall.ruleWords', { hours: set.longestHours }) }, ...(set.shiftEnds.length === 0 ? [] : [{ text: voice.say('onCall.shiftRule') }])] : [],
    facts: present(voice, [['roster', isOpen ? voice.list(set.roster.map(({ name }) => name), 'and') : null], ['shiftEnds', set.shiftEnds.join(', ')]]),
    details: [],
    foot: '',
  };
};

/** The morning after: what happened, and whether it was right. */
export const onCallReviewModelOf = (review: OnCallReview, voice: Voice): OnCallReviewModel => {
  const { verdict } = review;
  const said = verdict === null ? null : voice.say(verdict.kind === 'right' ? 'onCall.saidRight' : 'onCall.saidLook', { you: verdict.by.id === review.viewer ? 'yes' : 'no', who: verdict.by.name, when: voice.moment(verdict.at) });
  return {
    stripe: { style: verdict === null ? 'warning' : verdict.kind === 'right' ? 'good' : 'attention', icon: verdict === null ? '○' : verdict.kind === 'right' ? '✓' : '!', word: voice.say(verdict === null ? 'onCall.reviewAsked' : 'onCall.reviewed') },
    title: voice.title('onCall.review', { guest: review.guest, app: review.appName }),
    leads: [{ text: said ?? voice.say('onCall.reviewLead', { hours: review.hours }) }],
    facts: present(voice, [
      ['requester', review.requester.name],
      ['approvedBy', voice.list(review.approvedBy.map(({ name }) => name), 'and')],
      ['reason', review.reason],
      ['began', voice.moment(review.from)],
      ['ended', voice.moment(review.endedAt)],
    ]),
    details: [],
    foot: '',
    asks: verdict === null,
    requestId: review.requestId,
  };
};
