import { type RequestView } from '../../../desk/requestView.ts';
import { type Note } from '../models.ts';
import { type Voice } from '../voice.ts';

/** What the lane means for this request. */
export const onCallNotes = ({ onCall, phase }: RequestView, voice: Voice): Note[] => {
  if (onCall === null) return [];
  if (phase === 'waiting') return [{ style: 'warning', text: voice.say(onCall.keepsShift ? 'onCall.noteShift' : 'onCall.note', { hours: onCall.hours }) }];
  return onCall.endsAt === null || phase === 'ended' ? [] : [{ style: 'emphasis', text: voice.say('onCall.endsAt', { when: voice.moment(onCall.endsAt) }) }];
};
