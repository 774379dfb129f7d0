import { type RequestView } from '../../../desk/requestView.ts';
import { type Fact, type Note } from '../models.ts';
import { type Voice } from '../voice.ts';
import { stageSentences } from './ruleWords.ts';

/** The rule of a request in words, and the answers so far. The usual rule with one answer explains itself; its words are in the details. */
export const approvalFacts = ({ approval, phase, viewer }: RequestView, voice: Voice): { readonly face: Fact[]; readonly details: Fact[] } => {
  if (approval.automaticFor !== null || (phase !== 'waiting' && approval.stages.every(({ votes }) => votes.length === 0))) return { face: [], details: [] };
  const isWaiting = phase === 'waiting';
  const rules = approval.stages.map((stage, index): Fact => {
    const isNow = isWaiting && index === approval.current;
    const words = stageSentences(stage, isNow ? approval.dueAt : null, isNow && approval.isEscalated, voice);
    return { label: approval.stages.length === 1 ? voice.say('fact.rule') : voice.say('approval.step', { step: index + 1, steps: approval.stages.length }), value: voice.aside(words.join(' ')) };
  });
  const votes = approval.stages.flatMap((stage) => stage.votes);
  const isTold = votes.length > 1 || (votes.length === 1 && isWaiting);
  const answers: Fact[] = isTold
    ? [{ label: voice.say('fact.answers'), value: voice.aside(voice.list(votes.map(({ by, verdict, at }) => voice.say('approval.vote', { verdict, who: by.id === viewer ? voice.say('value.you') : by.name, when: voice.moment(at) })), 'and')) }]
    : [];
  const isShort = approval.isUsual || !isWaiting;
  return { face: [...(isShort ? [] : rules), ...answers], details: isShort ? rules : [] };
};

/** Nobody is left who could decide: who was asked to choose. */
export const approvalNotes = ({ approval, phase, verbs }: RequestView, voice: Voice): Note[] =>
  phase !== 'waiting' || approval.choosers.length === 0 || verbs.includes('deciders.choose')
    ? []
    : [{ style: 'warning', text: voice.say('notice.nobodyDecides', { names: voice.list(approval.choosers.slice(0, 4).map(({ name }) => name), 'or') }) }];
