import { findMarkers, type Marker, type Part } from './inviteMarkers.ts';
import { understandDay, understandStay, type Moment } from './understandDay.ts';

/** A stretch of the sentence and what it says; `free` is what no marker introduced. */
export type Stretch = { readonly part: Part | 'free' | 'email'; readonly text: string };

type Event = Marker | { readonly part: 'email'; readonly word: string; readonly start: number; readonly end: number };
type Open = { readonly part: Stretch['part']; readonly from: number };

const address = /[^\s<>()[\]"“”„«»,;:]+@[^\s<>()[\]"“”„«»,;:]+/gu;
const pronoun = /^\s*(?:she|he|they|we|our|her|his|it|this|the)\b/iu;
const startsAsName = /^\s*[\p{Lu}\p{Lt}\p{Lo}\uE000]/u;

/**
 * Cuts a sentence where a marker or the guest's address begins something new. Markers may come in any order and each part
 * comes once; inside the reason a marker counts only when what follows proves it ("because she speaks to us" names no app).
 * `sentence` is tidy, with quoted parts masked.
 */
export const cutSentence = (sentence: string, moment: Moment): Stretch[] => {
  const events = eventsOf(sentence, moment.locale);
  const hasReason = events.some((event) => event.part === 'reason');
  const stretches: Stretch[] = [];
  const taken = new Set<Stretch['part']>();
  let open: Open = { part: 'free', from: 0 };
  const close = (at: number): void => void stretches.push({ part: open.part, text: sentence.slice(open.from, at) });
  const begin = (part: Stretch['part'], event: Event, from = event.end): void => {
    close(event.start);
    taken.add(part);
    open = { part, from };
  };

  for (const event of events) {
    if (event.start < open.from) continue;
    const rest = sentence.slice(event.end);
    if (event.part === 'email') {
      if (open.part === 'sponsor' && !/[\p{L}\p{N}]/u.test(sentence.slice(open.from, event.start))) {
        close(event.end);
        open = { part: 'free', from: event.end };
      } else if (!taken.has('email')) {
        begin('email', event, event.start);
        close(event.end);
        open = { part: 'free', from: event.end };
      }
      continue;
    }
    const part = partOf(event, rest, { inside: open.part, taken, hasReason, moment });
    if (part !== null) begin(part, event, part === 'reason' && event.part !== 'reason' && event.word !== 'as' ? event.start : event.end);
  }
  close(sentence.length);
  return stretches;
};

const eventsOf = (sentence: string, locale: string): Event[] => {
  const addresses = [...sentence.matchAll(address)].map((match) => ({ part: 'email' as const, word: match[0], start: match.index, end: match.index + match[0].length }));
  const isInAddress = (marker: Marker): boolean => addresses.some(({ start, end }) => marker.start >= start && marker.start < end);
  // "invitar a cleo@…", "invitar a Cleo Vance <cleo@…>": the guest stands here, no app.
  const isOfAddress = ({ part, word, start, end }: Marker): boolean =>
    part === 'app' && addresses.some((one) => one.start >= end && (/^\s*$/u.test(sentence.slice(end, one.start)) || (word === 'a' && sentence.slice(0, start).trim() === '')));
  return [...addresses, ...findMarkers(sentence, locale).filter((marker) => !isInAddress(marker) && !isOfAddress(marker))].sort((a, b) => a.start - b.start);
};

type Situation = { readonly inside: Stretch['part']; readonly taken: ReadonlySet<Stretch['part']>; readonly hasReason: boolean; readonly moment: Moment };

/** What a marker begins here; null when it is an ordinary word. */
const partOf = (marker: Marker, rest: string, { inside, taken, hasReason, moment }: Situation): Part | null => {
  const isFree = (part: Part): boolean => !taken.has(part);
  const isInReason = inside === 'reason';
  switch (marker.part) {
    case 'reason':
      return isFree('reason') ? 'reason' : null;
    case 'until':
      return isFree('until') && !taken.has('stay') && (understandDay(rest, moment) !== null || (!isInReason && marker.word !== 'by')) ? 'until' : null;
    case 'stay':
      return isFree('stay') && !taken.has('until') && understandStay(rest, moment) !== null ? 'stay' : null;
    case 'sponsor':
      return isFree('sponsor') && (!isInReason || marker.word.endsWith(':') || startsAsName.test(rest)) ? 'sponsor' : null;
    case 'name':
      if (isInReason) return null;
      if (isFree('name') && startsAsName.test(rest)) return 'name';
      return marker.word === 'as' && isFree('reason') && pronoun.test(rest) ? 'reason' : null;
    case 'app':
      if (isFree('app')) return !isInReason || isAppName(rest, moment) ? 'app' : null;
      if (isFree('until') && !taken.has('stay') && !isInReason && marker.word === 'to' && understandDay(rest, moment) !== null) return 'until';
      return isPurpose(marker, rest, inside) && !hasReason && isFree('reason') ? 'reason' : null;
  }
};

/** After a reason only a short run of capitalised words is an app: "… to Imaging", not "… to read our scans". */
const isAppName = (rest: string, { locale }: Moment): boolean => {
  const next = eventsOf(rest, locale)[0];
  const words = rest.slice(0, next?.start ?? rest.length).replace(/[.,;!?]+\s*$/u, '').trim().split(/[\s,;]+/u);
  return words.length <= 4 && words.every((word) => /^[\p{Lu}\p{Lt}\p{N}\uE000]/u.test(word));
};

/** "to Imaging to read our scans": a second "to" with a small letter after it says what for. */
const isPurpose = (marker: Marker, rest: string, inside: Stretch['part']): boolean =>
  (inside === 'app' || inside === 'until' || inside === 'stay') && /^(?:to|for|zum|zur|für|pour|para)$/u.test(marker.word) && /^\s*\p{Ll}/u.test(rest);
