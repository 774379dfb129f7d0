import { type BundlePart, type RequestView } from '../../../desk/requestView.ts';
import { type Reader } from '../../reader.ts';
import { present, receiptLength } from '../requestModel.ts';
import { stripeIcon, stripeOf } from '../requestWords.ts';
import { type Voice } from '../voice.ts';
import { type BundleModel } from './dialogsModels.ts';

/** Several apps asked for at once: each with where it stands. The view must be plain already. */
export const bundleModelOf = (view: RequestView, parts: readonly BundlePart[], reader: Reader, voice: Voice): BundleModel => {
  const [first] = parts;
  const isOneWay = first !== undefined && parts.every(({ phase }) => phase === first.phase);
  return {
    stripe: isOneWay ? stripeOf(first.phase, voice) : { style: 'accent', icon: '◐', word: voice.say('status.parts') },
    title: voice.title('title.bundle', { guest: view.guest.name, count: parts.length }),
    leads: [{ text: voice.say('lead.bundle') }],
    rows: parts.map(({ requestId, appName, phase, until }) => ({
      requestId,
      purpose: 'status',
      icon: stripeIcon(phase),
      title: appName,
      line: `${voice.say(`status.${phase}`)} · ${voice.say('list.requestLine', { app: appName, until: voice.day(until) })}`,
    })),
    facts: present(voice, [
      ['guest', view.guest.name],
      ['address', view.guest.email],
      ['sponsor', view.sponsor.id === view.viewer ? null : view.sponsor.name],
      ['reason', view.reason],
    ]),
    foot: voice.say('foot.state', { receipt: view.id.slice(0, receiptLength), when: voice.now }),
    press: { requestId: view.id, purpose: view.purpose },
    readerId: reader.channelUserId,
  };
};
