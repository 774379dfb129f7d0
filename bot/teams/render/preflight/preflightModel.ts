import { z } from 'zod';
import { type Obstacle } from '../../../core/preflight/obstacles.ts';
import { type SeenReport } from '../../../core/preflight/whoSees.ts';
import { type Checked } from '../../../desk/preflight/preflightUseCases.ts';
import { type PreflightView } from '../../../desk/preflight/preflightView.ts';
import { type NamedPerson } from '../../../desk/namedPerson.ts';
import { type Fact, type Note } from '../models.ts';
import { type Voice } from '../voice.ts';

const line = z.strictObject({ text: z.string() });
const fact = z.strictObject({ label: z.string(), value: z.string() });

/** The facts that `cards/preflight.json` binds to. */
export const preflightModel = z.strictObject({
  stripe: z.strictObject({ style: z.enum(['good', 'warning', 'attention', 'accent']), icon: z.string(), word: z.string() }),
  title: z.string(),
  leads: z.array(line),
  facts: z.array(fact),
  notes: z.array(z.strictObject({ text: z.string(), style: z.enum(['good', 'warning', 'attention', 'accent', 'emphasis']) })),
  details: z.array(fact),
  foot: z.string(),
  draftId: z.string(),
  typed: z.strictObject({ email: z.string(), name: z.string(), app: z.string(), sponsor: z.string(), until: z.string(), reason: z.string(), language: z.string() }),
  /** `ask`: the form's request goes out as typed · `open`: a form opens, filled in · `change`: back to the form. */
  can: z.strictObject({ ask: z.boolean(), askAnyway: z.boolean(), open: z.boolean(), change: z.boolean() }),
});
export type PreflightModel = z.output<typeof preflightModel>;

const stripes = {
  fine: { style: 'good', icon: '✓' },
  blocked: { style: 'attention', icon: '✕' },
  uncertain: { style: 'warning', icon: '?' },
  administrator: { style: 'warning', icon: '!' },
} as const;

/** One face for everything that only an administrator may be told: blocked and unknown look alike. */
const faceOf = ({ verdict, obstacles, needsAdministrator }: SeenReport): keyof typeof stripes =>
  needsAdministrator && !obstacles.some(({ severity }) => severity === 'blocks') ? 'administrator' : verdict;

/** Every obstacle between an address and an app, and what to do now. The facts must be plain already. */
export const preflightModelOf = (checked: Checked, voice: Voice): PreflightModel => {
  const { seen, typed, draftId, wasStopped } = checked;
  const face = faceOf(seen);
  const mayAsk = seen.verdict !== 'blocked';
  const isFilled = draftId !== null && typed.name !== '' && typed.until !== '' && typed.reason !== '';
  return {
    stripe: { ...stripes[face], word: voice.say(`preflight.status.${face}`) },
    title: voice.title(`preflight.title.${face}`),
    leads: [{ text: voice.say(wasStopped ? 'preflight.stopped' : 'preflight.unasked') }],
    facts: facts(voice, [['address', checked.email], ['app', checked.appName], ['way', seen.way && voice.say(`preflight.way.${seen.way}`)]]),
    notes: notesOf(seen, checked.owners, voice),
    details: codesOf(seen, voice),
    foot: ageOf(seen.readAt, voice),
    draftId: draftId ?? '',
    typed: { ...typed, language: typed.language ?? '' },
    can: { ask: mayAsk && isFilled && face === 'fine', askAnyway: mayAsk && isFilled && face !== 'fine', open: mayAsk && !isFilled, change: !mayAsk || isFilled },
  };
};

/** The same in plain text, for who is asked question by question. */
export const preflightText = (checked: Checked, voice: Voice): string => {
  const { title, leads, notes } = preflightModelOf(checked, voice);
  return [title, ...leads.map(({ text }) => text), ...notes.map(({ text }) => text), voice.say('preflight.standing')].join('\n');
};

/** More than can stand in the way at once; a card has an end. */
const mostNotes = 16;

const styles = { blocks: 'attention', unknown: 'warning', warns: 'emphasis' } as const;

const notesOf = (seen: SeenReport, owners: readonly NamedPerson[], voice: Voice): Note[] => [
  ...(seen.needsAdministrator ? [{ style: 'warning', text: voice.say('preflight.administrator') } as const] : []),
  ...seen.obstacles.slice(0, mostNotes).map((each): Note => ({ style: styles[each.severity], text: obstacleWords(each, owners, voice) })),
];

const obstacleWords = (each: Obstacle, owners: readonly NamedPerson[], voice: Voice): string => {
  const { on, twin } = each.facts;
  const values = { ...each.facts, ...(on !== undefined && { on: voice.moment(new Date(on)) }), named: twin === undefined ? 'no' : 'yes', twin: twin ?? '' };
  return [voice.say(`preflight.severity.${each.severity}`, { text: voice.say(`preflight.obstacle.${each.key}`, values) }), ...removerWords(each, owners, voice)].join(' ');
};

const mostNamed = 3;

const removerWords = ({ remover }: Obstacle, owners: readonly NamedPerson[], voice: Voice): string[] => {
  if (remover === 'nobody') return [];
  if (remover !== 'owner' || owners.length === 0) return [voice.say(`preflight.remover.${remover}`)];
  return [voice.say('preflight.remover.ownerNamed', { names: voice.list(owners.slice(0, mostNamed).map(({ name }) => name), 'or') })];
};

/** Why something could not be read, for those who may look it up. */
const codesOf = ({ obstacles }: SeenReport, voice: Voice): Fact[] =>
  obstacles.flatMap(({ key, facts: { why } }) => (why === undefined || why === '' ? [] : [{ label: voice.say('fact.code'), value: voice.aside(`${key}: ${why}`) }]));

const ageOf = (readAt: Date | null, voice: Voice): string =>
  readAt === null ? voice.say('preflight.unaged') : voice.say('preflight.age', { minutes: Math.max(0, Math.floor((voice.at.getTime() - readAt.getTime()) / 60_000)) });

const facts = (voice: Voice, found: readonly (readonly [string, string | null])[]): Fact[] =>
  found.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ label: voice.say(`fact.${name}`), value: voice.aside(value) }]));

/** What a decider's card says in its face: only what is in the way or could not be seen. */
export const preflightNotes = (view: PreflightView | null, voice: Voice): Note[] => {
  if (view === null) return [];
  const { seen } = view;
  return notesOf({ ...seen, obstacles: seen.obstacles.filter(({ severity }) => severity !== 'warns') }, [], voice);
};

/** What folds away: the outcome with its age, what is good to know, and who the partner is. */
export const preflightDetails = (view: PreflightView | null, voice: Voice): Fact[] => {
  if (view === null) return [];
  const { seen, passport } = view;
  const known = seen.obstacles.filter(({ severity }) => severity === 'warns').map((each) => obstacleWords(each, [], voice));
  const hidden = passport.failedShare === null ? voice.say('preflight.hidden') : null;
  return [
    ...facts(voice, [
      ['preflight', [voice.say(`preflight.title.${faceOf(seen)}`), ageOf(seen.readAt, voice)].join('. ')],
      ...known.map((text) => ['preflight', text] as const),
      ['way', seen.way && voice.say(`preflight.way.${seen.way}`)],
      ['partner', passport.tenantName ?? voice.say('preflight.noTenant')],
      ['trust', passport.trust && voice.say('preflight.trust', { mfa: passport.trust.mfa ? 'yes' : 'no', device: passport.trust.device ? 'yes' : 'no' })],
      ['guestsSoFar', String(passport.guests)],
      ['daysToRedeem', hidden ?? (passport.medianDays === null ? null : voice.say('preflight.days', { days: Math.round(passport.medianDays) }))],
      ['failedShare', hidden ?? voice.say('preflight.share', { share: passport.failedShare ?? 0 })],
    ]),
    ...codesOf(seen, voice),
  ];
};
