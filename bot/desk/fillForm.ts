import { type Read } from '../core/readAsk.ts';
import { type Day } from '../core/ids.ts';
import { type Problem, problem } from '../core/refusal.ts';
import { type NamedPerson } from './namedPerson.ts';
import { type AppChoice, type FormAgain, type InviteForm, type SubmitInput } from './inviteForm.ts';

/**
 * What stays in an input when it could not be used: what the person wrote, so that nothing has to be typed twice; a mended
 * address takes its place.
 */
export const keepTyped = (said: string, { key, facts }: Problem): string => (key === 'address-mended' ? String(facts['email']) : said.trim());

/** A day that can be read two ways ("03/04") is asked for, with both readings. */
export const readOneDay = (until: Day, other: Day | undefined, read: (day: Day) => Read<Day>): Read<Day> =>
  other === undefined ? read(until) : { problem: problem('day-ambiguous', { day: until, other }) };

type FormFacts = { readonly apps: readonly AppChoice[]; readonly appIds: readonly string[]; readonly sponsor: NamedPerson | null; readonly locale: string };

/** The form again, as it was sent. */
export const formAgain = (input: Omit<SubmitInput, 'at'>, problems: FormAgain['problems'], { apps, appIds, sponsor, locale }: FormFacts): FormAgain => {
  const kept = (name: 'email' | 'name' | 'reason'): string => {
    const found = problems[name];
    return found === undefined ? input[name] : keepTyped(input[name], found);
  };
  const hasNoDay = ['missing', 'day-unreadable', 'day-ambiguous'].includes(problems['until']?.key ?? '');
  const form: InviteForm = {
    kind: 'form',
    draftId: input.draftId,
    apps,
    filled: { email: kept('email'), name: kept('name'), appId: appIds[0] ?? null, moreAppIds: appIds.slice(1), sponsor, until: hasNoDay ? null : input.until, reason: kept('reason'), language: input.language ?? locale },
    problems,
  };
  return { kind: 'problems', problems, form };
};
