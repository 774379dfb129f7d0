import { type RequestView } from '../../../desk/requestView.ts';
import { type Voice } from '../voice.ts';

/** What the radar adds to the face of a request card. */

export const doubtsAccount = (view: RequestView): boolean => (view.radar?.alarms.length ?? 0) > 0;

/** The card asks its reader, of the service desk, to reset the redemption. */
export const asksToReset = ({ radar, purpose, phase, viewer }: RequestView): boolean =>
  purpose === 'reset' && (phase === 'invited' || phase === 'redeemed') && radar?.reset?.of.some(({ id }) => id === viewer) === true;

/** The key of the title where the card asks about the account, or reminds; undefined where the phase says it. */
export const radarTitleOf = (view: RequestView): string | undefined => {
  if (asksToReset(view)) return 'title.resetAsked';
  if (doubtsAccount(view)) return 'title.doubted';
  return view.purpose === 'radar' && view.phase === 'invited' ? 'title.unaccepted' : undefined;
};

/** On a reminder: what the reader can do. Elsewhere: whether a further mail is on its way. */
export const radarLeads = ({ radar, purpose, guest, verbs }: RequestView, voice: Voice): string[] => {
  if (radar === null) return [];
  const left = voice.say('radar.mailsLeft', { count: radar.mailsLeft });
  return [
    ...(radar.isSending ? [voice.say('radar.sending')] : []),
    ...(purpose === 'radar' ? [voice.say('radar.ask', { guest: guest.name }), ...(verbs.includes('invitation.resend') || radar.mailsLeft === 0 ? [left] : [])] : []),
  ];
};
