import { z } from 'zod';
import { cardPurposes } from '../../desk/requestView.ts';

/** The facts each template binds to. Strict: a field too many or of another kind is a mistake of ours. */

export const line = z.strictObject({ text: z.string() });
const fact = z.strictObject({ label: z.string(), value: z.string() });
const choice = z.strictObject({ title: z.string(), value: z.string() });
export const stripe = z.strictObject({ style: z.enum(['good', 'warning', 'attention', 'accent']), icon: z.string(), word: z.string() });
const note = z.strictObject({ text: z.string(), style: z.enum(['good', 'warning', 'attention', 'accent', 'emphasis']) });

export type Line = z.output<typeof line>;
export type Fact = z.output<typeof fact>;
export type Choice = z.output<typeof choice>;
export type Stripe = z.output<typeof stripe>;
export type Note = z.output<typeof note>;

export const requestModel = z.strictObject({
  stripe,
  title: z.string(),
  leads: z.array(line),
  facts: z.array(fact),
  notes: z.array(note),
  timeline: z.array(fact),
  details: z.array(fact),
  foot: z.string(),
  press: z.strictObject({ requestId: z.string(), version: z.int(), purpose: z.enum(cardPurposes) }),
  can: z.strictObject({
    approve: z.boolean(),
    approveWithReason: z.boolean(),
    declineNeedsReason: z.boolean(),
    chooseDeciders: z.boolean(),
    decline: z.boolean(),
    withdraw: z.boolean(),
    nudge: z.boolean(),
    urgent: z.boolean(),
    amend: z.boolean(),
    finish: z.boolean(),
    retry: z.boolean(),
    resend: z.boolean(),
    confirmAccount: z.boolean(),
    askReset: z.boolean(),
    reset: z.boolean(),
    endAccess: z.boolean(),
    replaceSponsor: z.boolean(),
  }),
  confirm: z.strictObject({ end: z.string(), decline: z.string() }),
  urgent: z.strictObject({ lead: z.string(), longest: z.int(), hasShifts: z.boolean() }),
  amend: z.strictObject({ until: z.string(), sponsor: z.string() }),
  sponsors: z.array(choice),
  candidates: z.array(choice),
  readerId: z.string(),
});
export type RequestModel = z.output<typeof requestModel>;

export const inviteFormModel = z.strictObject({
  title: z.string(),
  leads: z.array(line),
  notes: z.array(note),
  draftId: z.string(),
  /** What to mend, by input; empty where nothing is. */
  problems: z.strictObject({ email: z.string(), name: z.string(), app: z.string(), sponsor: z.string(), until: z.string(), reason: z.string(), language: z.string() }),
  email: z.string(),
  name: z.string(),
  /** Few apps stand in a list; many are looked for by name. */
  listsApps: z.boolean(),
  findsApps: z.boolean(),
  apps: z.array(choice),
  app: z.string(),
  listsMoreApps: z.boolean(),
  moreApps: z.string(),
  sponsors: z.array(choice),
  sponsor: z.string(),
  until: z.string(),
  earliest: z.string(),
  reason: z.string(),
  languages: z.array(choice),
  language: z.string(),
});
export type InviteFormModel = z.output<typeof inviteFormModel>;

export const sharePlanModel = z.strictObject({
  title: z.string(),
  leads: z.array(line),
  facts: z.array(fact),
  notes: z.array(note),
  draftId: z.string(),
  people: z.array(choice),
  approvers: z.string(),
  sponsor: z.string(),
  longestStay: z.int(),
  ownerInvites: z.enum(['true', 'false']),
  hasRoles: z.boolean(),
  roleChoices: z.array(choice),
  roles: z.string(),
  reminders: z.string(),
  hasRules: z.boolean(),
});
export type SharePlanModel = z.output<typeof sharePlanModel>;

/** A card that says one thing: refusal, apology, what was done, what was not understood. */
export const sayingModel = z.strictObject({
  stripe,
  title: z.string(),
  leads: z.array(line),
  facts: z.array(fact),
  details: z.array(fact),
  foot: z.string(),
});
export type SayingModel = z.output<typeof sayingModel>;

/** What was set for an app, with a way to its further rules. */
export const appSharedModel = sayingModel.extend({ draftId: z.string() });
export type AppSharedModel = z.output<typeof appSharedModel>;

export const appChoicesModel = z.strictObject({ title: z.string(), leads: z.array(line), apps: z.array(choice) });
export type AppChoicesModel = z.output<typeof appChoicesModel>;

const row = z.strictObject({ requestId: z.string(), purpose: z.string(), icon: z.string(), title: z.string(), line: z.string() });
export const listModel = z.strictObject({ title: z.string(), leads: z.array(line), rows: z.array(row), next: z.string(), foot: z.string() });
export type ListModel = z.output<typeof listModel>;

export const appListModel = z.strictObject({ title: z.string(), leads: z.array(line), facts: z.array(fact), foot: z.string() });
export type AppListModel = z.output<typeof appListModel>;

/** Help and welcome: commands as one types them, and what they do. */
export const guideModel = z.strictObject({
  title: z.string(),
  leads: z.array(line),
  commands: z.array(z.strictObject({ command: z.string(), says: z.string() })),
  limits: z.string(),
});
export type GuideModel = z.output<typeof guideModel>;

/** A card of a title and a few sentences. */
export const noteModel = z.strictObject({ title: z.string(), leads: z.array(line) });
export type NoteModel = z.output<typeof noteModel>;
