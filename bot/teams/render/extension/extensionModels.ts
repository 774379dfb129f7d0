import { z } from 'zod';
import { type Glance } from '../../../desk/extension/extensionUseCases.ts';
import { type RequestView } from '../../../desk/requestView.ts';
import { line, stripe, type GuideModel } from '../models.ts';
import { choiceTitle } from '../plainText.ts';
import { stripeOf } from '../requestWords.ts';
import { guide } from '../sayingModels.ts';
import { type Voice } from '../voice.ts';

/**
 * Why somebody goes on in their own chat. `answered`: what they wrote is answered there; `moved`: what they pressed waits
 * there; `pressThere`: it can only be pressed there; `unreachable`: they have no such chat yet.
 */
export type Continue = { readonly kind: 'answered' | 'moved' | 'pressThere' | 'unreachable'; readonly chatLink: string; readonly requestId: string | null };

export const continueModel = z.strictObject({ title: z.string(), leads: z.array(line), chatLink: z.string(), requestId: z.string() });
export type ContinueModel = z.output<typeof continueModel>;

const continueKeys: Readonly<Record<Continue['kind'], { readonly title: string; readonly lead: string }>> = {
  answered: { title: 'extension.answeredTitle', lead: 'extension.answeredLead' },
  moved: { title: 'extension.movedTitle', lead: 'extension.movedLead' },
  pressThere: { title: 'extension.pressThereTitle', lead: 'extension.pressThereLead' },
  unreachable: { title: 'extension.unreachableTitle', lead: 'extension.unreachableLead' },
};

export const continueModelOf = ({ kind, chatLink, requestId }: Continue, voice: Voice): ContinueModel => ({
  title: voice.title(continueKeys[kind].title),
  leads: [{ text: voice.say(continueKeys[kind].lead) }],
  chatLink,
  requestId: requestId ?? '',
});

export const glanceModel = z.strictObject({ stripe, title: z.string(), leads: z.array(line), requestId: z.string(), foot: z.string() });
export type GlanceModel = z.output<typeof glanceModel>;

/** What a pasted card says to everybody: the app, how it stands, and that there is more for those concerned. */
export const glanceModelOf = ({ appName, phase, requestId }: Glance, voice: Voice): GlanceModel => ({
  stripe: stripeOf(phase, voice),
  title: voice.title('extension.glanceTitle', { app: appName }),
  leads: [{ text: voice.say('extension.glanceLead') }],
  requestId,
  foot: voice.say('extension.glanceFoot', { when: voice.now }),
});

/** The welcome of a chat that several people read; `installer`: who added the bot, where that is known. */
export const sharedChatWelcomeModelOf = (installer: string | null, voice: Voice): GuideModel => ({
  title: voice.title('extension.welcomeTitle'),
  leads: [
    { text: installer === null ? voice.say('extension.welcomeAdded') : voice.say('extension.welcomeAddedBy', { name: installer }) },
    { text: voice.say('extension.welcomeHow') },
    { text: voice.say('extension.welcomeSetUp') },
  ],
  commands: guide(['invite', 'requests'], voice),
  limits: voice.say('extension.welcomeLimits'),
});

/** A line of a search. Clients read markup in it, so it is taken out. */
export const foundLineOf = (view: RequestView, voice: Voice): { readonly title: string; readonly text: string } => ({
  title: choiceTitle(view.guest.name),
  text: voice.say('extension.resultLine', { app: choiceTitle(view.appName), phase: voice.say(`status.${view.phase}`), until: voice.day(view.until) }),
});
