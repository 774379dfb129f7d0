import { type Phase } from '../../core/invitation.ts';
import { type RequestView } from '../../desk/requestView.ts';
import { type NamedPerson } from '../../desk/namedPerson.ts';
import { type Line, type Stripe } from './models.ts';
import { asksToReset, doubtsAccount, radarLeads, radarTitleOf } from './radar/radarLeads.ts';
import { type Voice } from './voice.ts';

/** What a request card says in its face: stripe, title and the sentences under it. */

const stripes: Readonly<Record<Phase, Pick<Stripe, 'style' | 'icon'>>> = {
  waiting: { style: 'accent', icon: '○' },
  declined: { style: 'attention', icon: '✕' },
  withdrawn: { style: 'accent', icon: '↩' },
  expired: { style: 'warning', icon: '✕' },
  'finish-needed': { style: 'warning', icon: '◐' },
  sending: { style: 'good', icon: '✓' },
  'retry-needed': { style: 'attention', icon: '!' },
  invited: { style: 'good', icon: '✓' },
  redeemed: { style: 'good', icon: '✓' },
  ending: { style: 'warning', icon: '◐' },
  ended: { style: 'accent', icon: '✕' },
};

/** The stripe of a phase, as nobody in particular reads it. */
export const stripeOf = (phase: Phase, voice: Voice): Stripe => ({ ...stripes[phase], word: voice.say(`status.${phase}`) });

export const stripeIcon = (phase: Phase): string => stripes[phase].icon;

/** True when the card asks its reader to act: that decides the title and the stripe's word. */
const asksToDecide = (view: RequestView): boolean => view.phase === 'waiting' && view.verbs.includes('request.approve');
const asksToChoose = (view: RequestView): boolean => view.phase === 'waiting' && view.verbs.includes('deciders.choose');
const asksToFinish = (view: RequestView): boolean => view.phase === 'finish-needed' && view.verbs.includes('request.finish');

export const requestStripe = (view: RequestView, voice: Voice): Stripe => {
  if (asksToReset(view)) return { style: 'attention', icon: '!', word: voice.say('status.yourTurn') };
  if (doubtsAccount(view)) return { style: 'attention', icon: '!', word: voice.say('status.doubted') };
  if (radarTitleOf(view) !== undefined) return { style: 'warning', icon: '◐', word: voice.say('status.unaccepted') };
  return { ...stripes[view.phase], word: voice.say(asksToDecide(view) || asksToChoose(view) ? 'status.yourTurn' : `status.${view.phase}`) };
};

export const requestTitle = (view: RequestView, voice: Voice): string => {
  const names = { guest: view.guest.name, app: view.appName };
  const radarTitle = radarTitleOf(view);
  if (radarTitle !== undefined) return voice.title(radarTitle, names);
  switch (view.phase) {
    case 'waiting':
      if (asksToDecide(view)) return voice.title('title.decide', names);
      return asksToChoose(view) ? voice.title('title.choose', names) : waitingTitle(view, voice);
    case 'declined':
    case 'withdrawn':
      return voice.title(`title.${view.phase}`, doneBy(view, view.phase === 'withdrawn' ? view.requester : view.decision?.by));
    case 'expired':
      return voice.title('title.expired');
    case 'sending':
      return view.decision === null || view.decision.direct || view.approval.automaticFor !== null
        ? voice.title('title.sending', names)
        : voice.title('title.approved', doneBy(view, view.decision.by));
    case 'finish-needed':
      return asksToFinish(view) ? voice.title('title.finish', names) : voice.title('title.finishNeeded');
    case 'retry-needed':
      return voice.title('title.retry');
    case 'invited':
      return voice.title(view.isExistingGuest ? 'title.hasApp' : 'title.invited', names);
    case 'redeemed':
      return voice.title(view.isExistingGuest ? 'title.hasApp' : 'title.redeemed', names);
    case 'ending':
      return voice.title('title.ending', names);
    case 'ended':
      return voice.title('title.ended', names);
  }
};

/** The sentences under the title, in the order people ask: what happened, in whose name, what comes next. */
export const requestLeads = (view: RequestView, voice: Voice): Line[] => sentences(view, voice).map((text) => ({ text }));

const sentences = (view: RequestView, voice: Voice): string[] => {
  const guest = view.guest.name;
  switch (view.phase) {
    case 'waiting':
      return asksToDecide(view)
        ? [voice.say('lead.decide', { who: view.requester.name }), ...foretoldName(view, voice)]
        : [
            voice.say('lead.waiting', { ...doneBy(view, view.requester), guest, app: view.appName }),
            ...(asksToChoose(view) ? [voice.say('lead.choose')] : []),
          ];
    case 'declined':
    case 'withdrawn':
    case 'expired':
      return [voice.say(`lead.${view.phase}`, { guest })];
    case 'sending':
      return [voice.say('lead.sending', { guest }), ...(view.inviter === null ? [] : [inWhoseName(view, view.inviter, voice)])];
    case 'finish-needed':
      return [asksToFinish(view) ? finishLead(view, voice) : voice.say('lead.finishNeeded')];
    case 'retry-needed':
      return [voice.say('lead.retry', { guest })];
    case 'invited':
      return invitedLeads(view, voice);
    case 'redeemed':
      return [...redeemedLeads(view, voice), ...(view.sponsor.id === view.viewer ? [voice.say('lead.sponsor', { guest })] : [])];
    case 'ending':
      return [
        voice.say('lead.ending', doneBy(view, view.endRequestedBy)),
        ...(view.verbs.includes('access.end') ? [voice.say('lead.endingTask', { guest })] : []),
      ];
    case 'ended':
      return [
        view.endRequestedBy === null ? voice.say('lead.endedSelf') : voice.say('lead.ended', doneBy(view, view.endRequestedBy)),
        voice.say('lead.endedToken'),
      ];
  }
};

const waitingTitle = (view: RequestView, voice: Voice): string => {
  if (view.deciders.length === 0) return voice.title('title.nobodyDecides');
  const names = voice.list(
    view.deciders.map((decider) => decider.name),
    'or',
  );
  return view.deciders.length > 2 ? voice.title('title.waitingMany', { count: view.deciders.length }) : voice.title('title.waiting', { names });
};

const inWhoseName = (view: RequestView, inviter: NamedPerson, voice: Voice): string =>
  inviter.id === view.viewer ? voice.say('lead.nameYou') : voice.say('lead.nameOther', { name: inviter.name });

/** Most names a sentence lists; more are counted. */
const mostNamed = 3;

const foretoldName = (view: RequestView, voice: Voice): string[] => {
  if (view.ifApproved === null) return [];
  const { inviter, adder, finishers } = view.ifApproved;
  if (inviter !== null) return [inWhoseName(view, inviter, voice), ...(adder === null || adder.id === inviter.id ? [] : [voice.say('lead.nameAdder', { ...doneBy(view, adder), name: adder.name })])];
  if (finishers.length === 0) return [voice.say('lead.nameNobody')];
  if (finishers.length > mostNamed) return [voice.say('lead.nameFinishMany', { count: finishers.length })];
  return [voice.say('lead.nameFinish', { names: voice.list(finishers.map((person) => person.name), 'or') })];
};

const finishLead = (view: RequestView, voice: Voice): string =>
  view.approval.automaticFor === null ? approvedLead(view, voice) : voice.say('lead.finishAutomatic', { domain: view.approval.automaticFor });

const approvedLead = (view: RequestView, voice: Voice): string => voice.say('lead.finish', { who: view.decision?.by.name ?? view.requester.name });

const invitedLeads = (view: RequestView, voice: Voice): string[] => {
  const guest = view.guest.name;
  if (view.isExistingGuest) return [voice.say('lead.existing', { guest }), voice.say('lead.invited', { guest })];
  const sent = view.sentAt === null ? voice.say('lead.invited', { guest }) : voice.say('lead.sent', { guest, when: voice.moment(view.sentAt) });
  return [sent, ...radarLeads(view, voice)];
};

const redeemedLeads = (view: RequestView, voice: Voice): string[] => {
  const guest = view.guest.name;
  const existing = view.isExistingGuest ? [voice.say('lead.existing', { guest })] : [];
  if (view.provider === null) return existing.length > 0 ? existing : [voice.say('lead.redeemed', { guest })];
  const provider = voice.say('lead.redeemedWith', { guest, provider: voice.say(`provider.${view.provider.kind}`) });
  return [...existing, view.provider.account === null ? `${provider} ${voice.say('lead.accountHidden')}` : provider];
};

/** `who` did it, and whether that is the reader. */
export const doneBy = (view: RequestView, who: NamedPerson | null | undefined): { you: string; who: string } => ({
  you: who?.id === view.viewer ? 'yes' : 'no',
  who: who?.name ?? '–',
});
