import { z } from 'zod';
import { type RequestView } from '../../../desk/requestView.ts';
import { type PartOfRequests, type RequestsPage } from '../../../desk/waiting/waitingUseCases.ts';
import { type Reader } from '../../reader.ts';
import { stripeIcon } from '../requestWords.ts';
import { type Voice } from '../voice.ts';

const line = z.strictObject({ text: z.string() });
const row = z.strictObject({ requestId: z.string(), purpose: z.string(), icon: z.string(), title: z.string(), line: z.string() });
const part = z.strictObject({ part: z.enum(['decide', 'mine']), heading: z.string(), rows: z.array(row), next: z.string(), more: z.string() });

export const requestsModel = z.strictObject({ title: z.string(), leads: z.array(line), parts: z.array(part), foot: z.string() });
export type RequestsModel = z.output<typeof requestsModel>;

export const digestModel = requestsModel.extend({ readerId: z.string() });
export type DigestModel = z.output<typeof digestModel>;

/** What waits for the reader and what the reader asked for; a part without rows is left out. The facts must be plain already. */
export const requestsModelOf = (page: RequestsPage, voice: Voice): RequestsModel => {
  const counts = Object.fromEntries(page.parts.map((one) => [one.part, one.count]));
  const shown = page.parts.filter(({ rows }) => rows.length > 0);
  return {
    title: voice.title('requests.title', { decide: counts.decide ?? 0, mine: counts.mine ?? 0 }),
    leads: [{ text: voice.say(shown.length === 0 ? 'requests.empty' : 'list.openHint') }],
    parts: shown.map((one) => partModel(one, voice)),
    foot: shown.length === 0 ? '' : voice.say('foot.list', { when: voice.now }),
  };
};

/** One card in place of many. */
export const digestModelOf = (waiting: PartOfRequests, reader: Reader, voice: Voice): DigestModel => ({
  title: voice.title('digest.title', { count: waiting.count }),
  leads: waiting.count === 0 ? [] : [{ text: voice.say('digest.lead') }],
  parts: waiting.rows.length === 0 ? [] : [partModel(waiting, voice)],
  foot: voice.say('foot.list', { when: voice.now }),
  readerId: reader.channelUserId,
});

const partModel = ({ part: name, count, rows, next }: PartOfRequests, voice: Voice): RequestsModel['parts'][number] => ({
  part: name,
  heading: voice.say(name === 'decide' ? 'requests.decide' : 'requests.mine', { count }),
  rows: rows.map((view) => ({
    requestId: view.id,
    purpose: view.purpose,
    icon: stripeIcon(view.phase),
    title: view.guest.name,
    line: lineOf(view, voice),
  })),
  next: next ?? '',
  more: voice.say(name === 'decide' ? 'requests.moreDecide' : 'requests.moreMine'),
});

const lineOf = (view: RequestView, voice: Voice): string => {
  const status = voice.say(`status.${view.phase}`);
  const place = { app: view.appName, until: voice.day(view.until) };
  if (view.requester.id === view.viewer) return `${status} · ${voice.say('list.requestLine', place)}`;
  const said = voice.say('requests.line', { status, ...place, who: view.requester.name });
  return view.nudge === null ? said : voice.say('requests.lineNudged', { line: said });
};
