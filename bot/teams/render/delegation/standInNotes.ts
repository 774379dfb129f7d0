import { type RequestView } from '../../../desk/requestView.ts';
import { type Note } from '../models.ts';
import { type Voice } from '../voice.ts';

/** Most stand-ins a card names. */
const mostNamed = 3;

/** Who decides for whom, until when, while the request waits. */
export const standInNotes = (view: RequestView, voice: Voice): Note[] =>
  view.standIns.slice(0, mostNamed).map(({ who, for: absent, until }) => {
    const key = who.id === view.viewer ? 'standIn.you' : absent.id === view.viewer ? 'standIn.forYou' : 'standIn.other';
    return { style: 'emphasis', text: voice.say(key, { who: who.name, name: absent.name, day: voice.day(until) }) };
  });

/** "…, for Boris": who decided in whose place. */
export const forWhom = (said: string, decision: NonNullable<RequestView['decision']>, voice: Voice): string =>
  decision.onBehalfOf === undefined ? said : voice.say('standIn.decided', { said, name: decision.onBehalfOf.name });
