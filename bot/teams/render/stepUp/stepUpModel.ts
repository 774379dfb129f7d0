import { z } from 'zod';
import { type StepUpView } from '../../../desk/stepUp/stepUpUseCases.ts';
import { present } from '../requestModel.ts';
import { type Stripe } from '../models.ts';
import { type Voice } from '../voice.ts';

const line = z.strictObject({ text: z.string() });
const fact = z.strictObject({ label: z.string(), value: z.string() });

/** What `cards/stepUp.json` binds to. */
export const stepUpModel = z.strictObject({
  stripe: z.strictObject({ style: z.enum(['good', 'warning', 'attention', 'accent']), icon: z.string(), word: z.string() }),
  title: z.string(),
  leads: z.array(line),
  facts: z.array(fact),
  actId: z.string(),
  url: z.string(),
  isOpen: z.boolean(),
  /** The same act once more, where pressing again may help. */
  again: z.strictObject({ isOffered: z.boolean(), title: z.string(), requestId: z.string(), version: z.int(), kind: z.string(), email: z.string() }),
  foot: z.string(),
});
export type StepUpModel = z.output<typeof stepUpModel>;

const stripes: Readonly<Record<StepUpView['state'], Pick<Stripe, 'style' | 'icon'>>> = {
  open: { style: 'accent', icon: '○' },
  'signing-in': { style: 'accent', icon: '◐' },
  doing: { style: 'accent', icon: '◐' },
  done: { style: 'good', icon: '✓' },
  failed: { style: 'attention', icon: '!' },
  closed: { style: 'accent', icon: '↩' },
  expired: { style: 'warning', icon: '✕' },
};

/** An act as a card. The view must be plain already. */
export const stepUpModelOf = (view: StepUpView, voice: Voice): StepUpModel => ({
  stripe: { ...stripes[view.state], word: voice.say(`stepUp.status.${view.state}`) },
  title: voice.title(...titleOf(view)),
  leads: leadsOf(view, voice).map((text) => ({ text })),
  facts: present(voice, [
    ['guest', view.guest.name],
    ['address', view.guest.email],
    ['newAddress', view.state === 'done' ? null : view.address],
    ['app', view.appName],
  ]),
  actId: view.actId,
  url: view.url,
  isOpen: view.state === 'open' || view.state === 'signing-in',
  again: {
    isOffered: mayHelp(view),
    title: voice.say(view.kind === 'invitation.reset' ? 'action.resetRedemption' : 'action.changeAddress'),
    requestId: view.requestId,
    version: view.version,
    kind: view.kind,
    email: view.address ?? '',
  },
  foot: view.state === 'open' || view.state === 'signing-in' ? voice.say('stepUp.lead.until', { when: voice.moment(view.expiresAt) }) : '',
});

/** It is over without having been done, and nothing is known that would stop it again. */
const mayHelp = ({ state, problem }: StepUpView): boolean =>
  state === 'closed' || state === 'expired' || (state === 'failed' && problem !== null && ['request-moved', 'challenge-unmet'].includes(problem));

const whats = { 'invitation.reset': 'reset', 'invitation.changeAddress': 'address' } as const;

const titleOf = (view: StepUpView): [key: string, facts?: Record<string, string>] => {
  const facts = { guest: view.guest.name };
  const what = whats[view.kind];
  switch (view.state) {
    case 'open':
    case 'signing-in':
    case 'doing':
      return [`stepUp.title.${what}`, facts];
    case 'done':
      return [`stepUp.done.${what}`, facts];
    case 'failed':
      return [view.problem === 'uncertain' ? 'stepUp.uncertain' : `stepUp.failed.${what}`];
    case 'closed':
      return ['stepUp.closed.title'];
    case 'expired':
      return ['stepUp.expired.title'];
  }
};

const leadsOf = (view: StepUpView, voice: Voice): string[] => {
  const facts = { guest: view.guest.name, app: view.appName, email: view.guest.email, address: view.address ?? '' };
  const what = voice.say(`stepUp.lead.${whats[view.kind]}`, facts);
  const problem = view.problem === null ? [] : [voice.say(`stepUp.problem.${view.problem}`, { name: view.askedBy.name })];
  switch (view.state) {
    case 'open':
      return [...problem, what, voice.say('stepUp.lead.signIn')];
    case 'signing-in':
      return [what, voice.say('stepUp.lead.signingIn')];
    case 'doing':
      return [voice.say('stepUp.page.doingLead')];
    case 'done':
      return [what];
    case 'failed':
      return [...problem, ...(view.problem === 'request-moved' ? [voice.say('stepUp.page.now', { status: voice.say(`status.${view.phase}`) })] : [])];
    case 'closed':
      return [];
    case 'expired':
      return [voice.say('stepUp.expired.lead')];
  }
};
