import { personalAccountsTenant } from '../../../core/radar/aliases.ts';
import { type RadarView, type RequestView } from '../../../desk/requestView.ts';
import { type Fact, type Note } from '../models.ts';
import { type Voice } from '../voice.ts';
import { asksToReset } from './radarLeads.ts';

/** Entries a card shows: how it began, and the newest. */
const [firstEntries, lastEntries] = [4, 9];

/** Evidence of another account, one note each. */
export const radarNotes = (view: RequestView, voice: Voice): Note[] => {
  const canDo = view.verbs.includes('account.askReset') ? 'radar.pressReset' : view.radar?.reset == null ? 'radar.askDesk' : null;
  const alarms = (view.radar?.alarms ?? []).map((alarm): Note => {
    const said = voice.say(`radar.${alarm.kind}`, { guest: view.guest.name, email: view.guest.email, account: accountWords(alarm, voice) });
    return { style: 'attention', text: canDo === null ? said : `${said} ${voice.say(canDo, { email: view.guest.email })}` };
  });
  return [...alarms, ...resetNotes(view, voice)];
};

/** Most names a sentence lists; more are counted. */
const mostNamed = 3;

/** Who asked whom to reset the redemption; to who was asked: what they are asked for, and why. */
const resetNotes = (view: RequestView, voice: Voice): Note[] => {
  const reset = view.radar?.reset ?? null;
  if (reset === null) return [];
  if (asksToReset(view)) return [{ style: 'accent', text: voice.say('radar.resetAsk', { who: reset.by.name, guest: view.guest.name }) }];
  const names = reset.of.map(({ name }) => name);
  const whom = names.length > mostNamed ? voice.say('radar.serviceDesk', { count: names.length }) : voice.list(names, 'and');
  return [{ style: 'accent', text: voice.say('radar.resetAsked', { who: reset.by.name, you: reset.by.id === view.viewer ? 'yes' : 'no', whom }) }];
};

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
