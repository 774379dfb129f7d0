import { personalAccountsTenant } from '../../../core/radar/aliases.ts';
import { type RadarView, type RequestView } from '../../../desk/requestView.ts';
import { type Fact, type Note } from '../models.ts';
import { type Voice } from '../voice.ts';

/** Entries a card shows: how it began, and the newest. */
const [firstEntries, lastEntries] = [4, 9];

/** Evidence of another account, one note each. */
export const radarNotes = (view: RequestView, voice: Voice): Note[] =>
  (view.radar?.alarms ?? []).map((alarm) => {
    const said = voice.say(`radar.${alarm.kind}`, { guest: view.guest.name, email: view.guest.email, account: accountWords(alarm, voice) });
    return { style: 'attention', text: `${said} ${voice.say('radar.askDesk', { email: view.guest.email })}` };
  });

const accountWords = ({ kind, account, name }: RadarView['alarms'][number], voice: Voice): string => {
  if (kind === 'passcode-address') return account;
  return account === personalAccountsTenant ? voice.say('radar.personalAccount') : (name ?? account);
};

/** The way so far: when, and what happened, in the reader's zone. */
export const timelineFacts = (view: RequestView, voice: Voice): Fact[] => {
  const entries = view.radar?.timeline ?? [];
  const shown = entries.length <= firstEntries + lastEntries ? entries : [...entries.slice(0, firstEntries), ...entries.slice(-lastEntries)];
  return shown.map((entry) => ({ label: entry.at === null ? voice.say('timeline.unseen') : voice.moment(entry.at), value: voice.aside(sentence(entry, view, voice)) }));
};

const sentence = ({ key, who, facts }: RadarView['timeline'][number], view: RequestView, voice: Voice): string => {
  const said = { who: who?.name ?? '–', you: who?.id === view.viewer ? 'yes' : 'no', guest: view.guest.name, day: Number(facts['day'] ?? 0) };
  if (key !== 'redeemed') return voice.say(`timeline.${key}`, said);
  const account = typeof facts['account'] === 'string' ? facts['account'] : null;
  const redeemed = voice.say('timeline.redeemed', { ...said, provider: voice.say(`provider.${String(facts['provider'])}`) });
  return account === null ? `${redeemed} ${voice.say('lead.accountHidden')}` : voice.say('timeline.redeemedAs', { ...said, provider: voice.say(`provider.${String(facts['provider'])}`), account });
};
