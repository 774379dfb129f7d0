import { z } from 'zod';
import { type RulesForm, type RulesSet, type StageInput } from '../../../desk/approvals/approvalsUseCases.ts';
import { type SayingModel } from '../models.ts';
import { peopleChoices } from '../requestModel.ts';
import { type Voice } from '../voice.ts';
import { sayHours, stageSentences } from './ruleWords.ts';

const choice = z.strictObject({ title: z.string(), value: z.string() });
const step = z.strictObject({
  number: z.string(),
  title: z.string(),
  isShown: z.boolean(),
  offersNext: z.boolean(),
  next: z.string(),
  nextTitle: z.string(),
  who: z.string(),
  whoChoices: z.array(choice),
  people: z.string(),
  group: z.string(),
  needed: z.int(),
  veto: z.enum(['true', 'false']),
  reason: z.string(),
  limit: z.string(),
  limitChoices: z.array(choice),
  fallback: z.string(),
  after: z.string(),
});

export const rulesFormModel = z.strictObject({
  title: z.string(),
  leads: z.array(z.strictObject({ text: z.string() })),
  notes: z.array(z.strictObject({ text: z.string(), style: z.string() })),
  draftId: z.string(),
  steps: z.array(step),
  candidates: z.array(choice),
  reasonChoices: z.array(choice),
  afterChoices: z.array(choice),
  automaticDomains: z.string(),
});
export type RulesFormModel = z.output<typeof rulesFormModel>;

const whoKinds = ['usual', 'owners', 'approvers', 'people', 'group'] as const;
const reasons = ['none', 'decline', 'approve', 'both'] as const;
const limits = [4, 8, 24, 48, 72, 168, 336];

const stepModel = (stage: StageInput, index: number, stages: readonly StageInput[], voice: Voice): RulesFormModel['steps'][number] => ({
  number: String(index + 1),
  title: voice.say('approval.step', { step: index + 1, steps: stages.length }),
  isShown: index === 0 || stage.who !== 'none',
  offersNext: stages[index + 1]?.who === 'none',
  next: `step${String(index + 2)}`,
  nextTitle: voice.say('action.addStep', { step: index + 2 }),
  who: stage.who,
  whoChoices: [...(index === 0 ? [] : (['none'] as const)), ...whoKinds].map((who) => ({ title: voice.say('rules.whoChoice', { who }), value: who })),
  people: stage.people.join(','),
  group: stage.group,
  needed: stage.needed,
  veto: stage.veto ? 'true' : 'false',
  reason: stage.reasonOn,
  limit: String(stage.limitHours),
  limitChoices: [
    { title: voice.say('rules.noLimit'), value: '0' },
    ...[...new Set([...limits, ...(stage.limitHours === 0 ? [] : [stage.limitHours])])].sort((a, b) => a - b).map((hours) => ({ title: sayHours(hours, voice), value: String(hours) })),
  ],
  fallback: stage.fallback,
  after: stage.afterLimit,
});

/** The form for an app's rules; the facts must be plain already. */
export const rulesFormModelOf = (form: RulesForm, voice: Voice): RulesFormModel => ({
  title: voice.title('rules.title', { app: form.appName }),
  leads: [{ text: voice.say('rules.lead') }],
  notes: form.inWords === null ? [] : [...ruleLines(form.inWords, voice), ...domainLines(form.automaticDomains, voice)].map((text) => ({ style: 'accent', text })),
  draftId: form.draftId,
  steps: form.stages.map((stage, index) => stepModel(stage, index, form.stages, voice)),
  candidates: peopleChoices(form.candidates, 8),
  reasonChoices: reasons.map((on) => ({ title: voice.say('rules.reasonChoice', { on }), value: on })),
  afterChoices: (['decline', 'remain'] as const).map((then) => ({ title: voice.say('rules.afterChoice', { then }), value: then })),
  automaticDomains: form.automaticDomains,
});

const ruleLines = (stages: RulesSet['stages'], voice: Voice): string[] =>
  stages.map((stage, index) => {
    const said = stageSentences(stage, null, false, voice).join(' ');
    return stages.length === 1 ? said : `${voice.say('approval.step', { step: index + 1, steps: stages.length })}: ${said}`;
  });

const domainLines = (domains: string, voice: Voice): string[] => (domains.trim() === '' ? [] : [voice.say('rules.domainsInWords', { domains })]);

/** What was set, in words. */
export const rulesSetModelOf = (set: RulesSet, voice: Voice): SayingModel & { readonly draftId: string } => ({
  stripe: { style: 'good', icon: '✓', word: voice.say('status.rulesSet') },
  title: voice.title(set.changed ? 'rules.done' : 'rules.same', { app: set.appName }),
  leads: [...ruleLines(set.stages, voice), ...domainLines(set.automaticDomains.join(', '), voice), voice.say('rules.doneLead')].map((text) => ({ text })),
  facts: [],
  details: [],
  foot: '',
  draftId: set.draftId,
});
