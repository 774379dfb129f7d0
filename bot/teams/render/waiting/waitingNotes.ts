import { type RequestView } from '../../../desk/requestView.ts';
import { type Note } from '../models.ts';
import { doneBy } from '../requestWords.ts';
import { type Voice } from '../voice.ts';

/** Who reminds, and what a decider changed before deciding. */
export const waitingNotes = (view: RequestView, voice: Voice): Note[] => [
  ...(view.nudge === null ? [] : [{ style: 'accent', text: voice.say('notice.nudged', { ...doneBy(view, view.nudge.by), when: voice.moment(view.nudge.at) }) } satisfies Note]),
  ...changeLines(view, voice).map((text): Note => ({ style: 'emphasis', text })),
];

const changeLines = (view: RequestView, voice: Voice): string[] => {
  const { change } = view;
  if (change === null || view.purpose === 'sponsor') return [];
  const by = doneBy(view, change.by);
  return [
    ...(change.until === null ? [] : [voice.say('notice.changedUntil', { ...by, before: voice.day(change.until.before), after: voice.day(change.until.after) })]),
    ...(change.sponsor === null ? [] : [voice.say('notice.changedSponsor', { ...by, before: change.sponsor.before.name, after: change.sponsor.after.name })]),
  ];
};
