import { type UserId } from '../../core/ids.ts';
import { timelineOf } from '../../core/radar/timeline.ts';
import { mostMailsAgain, openAlarms, openReset } from '../../core/radar/watch.ts';
import { type DomainEvent } from '../../core/events.ts';
import { type Part } from '../../core/requestVerbs.ts';
import { type RequestRow } from '../rows.ts';
import { type RadarView } from '../requestView.ts';
import { type NamedPerson } from '../namedPerson.ts';

/** What the radar shows to somebody with this part; null where it is none of their business or nothing went out yet. */
export const viewRadar = (row: RequestRow, events: readonly DomainEvent[], part: Part, named: (id: UserId) => NamedPerson): RadarView | null => {
  const { watch } = row.invitation ?? {};
  if (watch === undefined || !(part.isRequester || part.isOwner || part.isSponsor || part.isFinisher || part.isResetter)) return null;
  const follows = part.isOwner || part.isSponsor;
  const seesAlarms = follows || part.isResetter;
  const reset = openReset(watch);
  return {
    mailsLeft: Math.max(0, mostMailsAgain - watch.mailsAgain),
    isSending: watch.resend !== null,
    alarms: seesAlarms ? openAlarms(watch).map(({ kind, seen, seenName }) => ({ kind, account: seen, name: seenName })) : [],
    reset: seesAlarms && reset !== undefined ? { by: named(reset.by), of: reset.of.map(named) } : null,
    timeline: follows ? timelineOf(row, events).map((entry) => ({ ...entry, who: entry.who === null ? null : named(entry.who) })) : [],
  };
};
