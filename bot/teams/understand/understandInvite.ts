import { type InviteWords } from '../../desk/inviteForm.ts';
import { cutSentence, type Stretch } from './cutSentence.ts';
import { isJapanese, understandJapaneseInvite } from './japaneseInvite.ts';
import { tidySentence } from './tidySentence.ts';
import { understandDay, understandStay, type Moment } from './understandDay.ts';

/** Longest values taken out of a sentence, in characters; the form and the desk decide what is allowed. */
const longest = { email: 320, name: 64, app: 200, sponsor: 254, reason: 500 } as const;

const quoted = /["“”„«]\s*([^"“”„«»]{1,500}?)\s*["“”»]/gu;
const filler = /(?<![\p{L}\p{N}])(?:please|kindly|bitte|svp|s['’]il (?:te|vous) pla[iî]t|من فضلك|the guest|guest|den gast|die gästin|our colleague|l['’]invitée?|and|und|et|with|mit|avec|ein|por favor|el invitado|la invitada|nuestr[oa] colega|con)(?![\p{L}\p{N}])/giu;
const edges = /^[\s.,;:!?<>()[\]–-]+|[\s.,;:!?<>([\]–-]+$/gu;

/**
 * What an invite sentence says, in any order: address, name, app, sponsor, last day, reason. What it does not say is null;
 * what cannot be read is left out, so that the form asks for it. Never throws.
 */
export const understandInvite = (text: string, moment: Moment): InviteWords => {
  const sentence = tidySentence(text);
  if (isJapanese(sentence, moment.locale)) return understandJapaneseInvite(sentence, moment);
  const { masked, unmask } = maskQuotes(sentence);
  const stretches = cutSentence(masked, moment);
  const said = (part: Stretch['part']): string | null => {
    const found = stretches.find((stretch) => stretch.part === part);
    return found === undefined ? null : clean(unmask(found.text));
  };
  const day = readDay(stretches, unmask, moment);
  const free = readFree(stretches, unmask);
  return {
    email: limited(said('email'), longest.email),
    name: limited(said('name')?.replace(filler, ' ') ?? free.name, longest.name),
    app: limited(appName(said('app')) ?? free.app, longest.app),
    sponsor: limited(said('sponsor')?.replace(filler, ' ') ?? null, longest.sponsor),
    until: day.until,
    ...(day.other === undefined ? {} : { untilOther: day.other }),
    reason: limited(said('reason') ?? day.leftOver, longest.reason),
  };
};

/** Quoted parts are one word to the markers: `to "Path to Care"`. */
const maskQuotes = (sentence: string): { masked: string; unmask: (text: string) => string } => {
  const parts: string[] = [];
  const masked = sentence.replace(quoted, (_, inner: string) => (inner.includes('@') ? ` ${inner} ` : `\uE000${parts.push(inner) - 1}\uE001`));
  return { masked, unmask: (text) => text.replace(/\uE000(\d+)\uE001/gu, (_, index: string) => parts[Number(index)] ?? '') };
};

const readDay = (stretches: readonly Stretch[], unmask: (text: string) => string, moment: Moment): { until: string | null; other?: string; leftOver: string | null } => {
  const stretch = stretches.find(({ part }) => part === 'until' || part === 'stay');
  if (stretch === undefined) return { until: null, leftOver: null };
  const text = unmask(stretch.text);
  const found = stretch.part === 'stay' ? understandStay(text, moment) : (understandDay(text, moment) ?? understandStay(text, moment));
  if (found === null) return { until: null, leftOver: null };
  const leftOver = clean(text.slice(found.length).replace(filler, ' '));
  return { until: found.day, ...(found.other === undefined ? {} : { other: found.other }), leftOver: leftOver.split(' ').length > 2 ? leftOver : null };
};

/** Words that no marker introduced: before the address a name, after it a name of several words or an app. */
const readFree = (stretches: readonly Stretch[], unmask: (text: string) => string): { name: string | null; app: string | null } => {
  const at = stretches.findIndex(({ part }) => part === 'email');
  const free = stretches.map(({ part, text }) => (part === 'free' && text.length <= 200 ? clean(unmask(text).replace(filler, ' ')).replace(/^a (?=\p{Lu})/u, '') : ''));
  const before = free.slice(0, Math.max(at, 0)).find(isName) ?? null;
  const after = at < 0 ? [] : free.slice(at).filter(isName);
  const name = before ?? after.find((words) => words.includes(' ')) ?? null;
  return { name, app: after.find((words) => words !== name) ?? null };
};

const isName = (text: string): boolean => /^[\p{Lu}\p{Lt}\p{Lo}]/u.test(text) && text.split(' ').length <= 6 && !/[\d@]/u.test(text);

const appName = (text: string | null): string | null => {
  const name = clean(text?.replace(/^(?:the app|the|die app|das|der|die|l['’]application|l['’]|la aplicación|la app|el|la|le)\s*(?=\S)(?<=\s|['’])/u, '').replace(/\s+(?:app|ein|please|bitte|svp)$/u, '') ?? '');
  return name === '' ? null : name;
};

const clean = (text: string): string => text.replace(/ {2,}/g, ' ').replace(edges, '').replace(/^[^()]*\)$/u, (inner) => inner.slice(0, -1)).trim();

const limited = (text: string | null, limit: number): string | null => {
  const cleaned = text === null ? '' : clean(text);
  return cleaned === '' ? null : Array.from(cleaned).slice(0, limit).join('').trim();
};
