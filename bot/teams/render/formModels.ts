import { usualReminderDays } from '../../core/radar/remind.ts';
import { mostListed } from '../../core/searchByName.ts';
import { isDay } from '../../text/dates.ts';
import { letterLanguages } from '../../text/letters.ts';
import { type AppChoices, type AppShared, type SharePlan } from '../../desk/useCases.ts';
import { type AppChoice, type InviteForm } from '../../desk/inviteForm.ts';
import { type FormProblems } from '../../desk/outcomes.ts';
import { type AppChoicesModel, type Fact, type InviteFormModel, type Note, type AppSharedModel, type SharePlanModel } from './models.ts';
import { choiceTitle } from './plainText.ts';
import { peopleChoices, present } from './requestModel.ts';
import { type Voice } from './voice.ts';

const mostApps = 50;
/** Apps that a form holds itself where they are looked for by name: for clients that cannot ask. */
const mostAppsBesideSearch = 25;
const mostPeople = 25;
/** What the share form offers before an owner chose: half a year. */
const usualStayDays = 180;

/** An app as a line of a list of choices: its name and how long one can ask for. */
export const appChoiceLine = ({ id, name, longestStayDays }: AppChoice, voice: Voice): { title: string; value: string } => ({
  title: voice.say('form.appChoice', { app: choiceTitle(name), days: longestStayDays }),
  value: id,
});

/** The request form, with what the sentence said in it. The facts must be plain already. */
export const inviteFormModelOf = (form: InviteForm, voice: Voice): InviteFormModel => {
  const { filled } = form;
  const chosen = form.apps.find((app) => app.id === filled.appId) ?? (form.apps.length === 1 ? form.apps[0] : undefined);
  const findsApps = form.apps.length > mostListed;
  const asked = [chosen?.id, ...filled.moreAppIds];
  const sponsors = [...(filled.sponsor === null ? [] : [filled.sponsor]), ...form.apps.map((app) => app.defaultSponsor)];
  return {
    title: voice.title('form.title'),
    leads: [{ text: voice.say('form.lead') }],
    notes: problemSummary(form.problems, voice),
    draftId: form.draftId,
    problems: inputProblems(form.problems, voice),
    email: filled.email ?? '',
    name: filled.name ?? '',
    findsApps,
    listsApps: !findsApps,
    apps: form.apps.filter(({ id }, index) => index < mostAppsBesideSearch || asked.includes(id)).map((app) => appChoiceLine(app, voice)),
    app: chosen?.id ?? '',
    listsMoreApps: !findsApps && form.apps.length > 1,
    moreApps: filled.moreAppIds.join(','),
    sponsors: peopleChoices(sponsors, mostPeople),
    sponsor: (filled.sponsor ?? chosen?.defaultSponsor)?.id ?? '',
    until: filled.until ?? '',
    earliest: voice.today,
    reason: filled.reason ?? '',
    languages: letterLanguages.map((language) => ({ title: voice.languageName(language), value: language })),
    language: letterLanguages.find((language) => language === filled.language.split('-')[0]) ?? 'en',
  };
};

/** One line per input to mend: its name and what is wrong. */
export const problemLines = (problems: FormProblems['problems'], voice: Voice): string[] =>
  Object.entries(problems).map(([input, { key, facts }]) => problemLine(input, key, facts, voice));

/** Which inputs need mending, said once at the top; what is wrong stands at each. */
const problemSummary = (problems: InviteForm['problems'], voice: Voice): Note[] => {
  const fields = Object.keys(problems).map((input) => fieldName(input, voice));
  return fields.length === 0 ? [] : [{ style: 'attention', text: voice.say('form.mend', { fields: voice.list(fields, 'and') }) }];
};

const inputProblems = (problems: InviteForm['problems'], voice: Voice): InviteFormModel['problems'] => {
  const at = (input: string): string => {
    const found = problems[input];
    return found === undefined ? '' : problemLine(input, found.key, found.facts, voice);
  };
  return { email: at('email'), name: at('name'), app: at('app'), sponsor: at('sponsor'), until: at('until'), reason: at('reason'), language: at('language') };
};

const problemLine = (input: string, key: string, facts: Readonly<Record<string, string | number>>, voice: Voice): string => {
  const field = fieldName(input, voice);
  const said = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' && isDay(value) ? voice.day(value) : value]));
  return voice.say(`problem.${key}`, { ...said, field });
};

/** Inputs of a step end in its number. */
const fieldName = (input: string, voice: Voice): string => {
  const [, name = input, step] = /^([A-Za-z]+)(\d)$/.exec(input) ?? [];
  if (!voice.has(`field.${name}`)) return input;
  return step === undefined ? voice.say(`field.${name}`) : voice.say('field.ofStep', { step, field: voice.say(`field.${name}`) });
};

/** What the directory says of an app, and the rules its owner chooses. */
export const sharePlanModelOf = (plan: SharePlan, voice: Voice): SharePlanModel => {
  const people = peopleChoices([...(plan.current === null ? [] : [...plan.current.approvers, plan.current.sponsor]), ...plan.candidates, ...plan.owners], mostPeople);
  return {
    title: voice.title(plan.current === null ? 'share.title' : 'share.titleChange', { app: plan.appName }),
    leads: [{ text: voice.say('share.lead') }],
    facts: present(voice, [
      ['owners', plan.owners.length === 0 ? null : voice.list(plan.owners.map((owner) => owner.name), 'and')],
      ['accessGroup', plan.accessGroup],
      ['landing', plan.redirectUrl],
    ]),
    notes: plan.assignmentRequired ? [] : [{ style: 'warning', text: voice.say('share.open') }],
    draftId: plan.draftId,
    people,
    approvers: (plan.current?.approvers ?? plan.candidates).map((person) => person.id).slice(0, mostPeople).join(','),
    sponsor: plan.current?.sponsor.id ?? '',
    longestStay: plan.current?.longestStayDays ?? usualStayDays,
    hasRules: plan.current !== null,
    ownerInvites: plan.current?.ownerInvitesDirectly === true ? 'true' : 'false',
    hasRoles: plan.roles.length > 0,
    roleChoices: plan.roles.map((role) => ({ title: choiceTitle(role.name), value: role.appRoleId })),
    roles: (plan.current === null || plan.current.roleIds.length === 0 ? plan.roles.map(({ appRoleId }) => appRoleId) : plan.current.roleIds).join(','),
    reminders: (plan.current?.reminderDays ?? usualReminderDays).join(', '),
  };
};

export const appSharedModelOf = (shared: AppShared, voice: Voice): AppSharedModel => ({
  draftId: shared.draftId,
  stripe: { style: 'good', icon: '✓', word: voice.say('status.shared') },
  title: voice.title(shared.changed ? 'share.changed' : 'share.done', { app: shared.appName }),
  leads: [{ text: voice.say('share.doneLead') }, { text: voice.say('share.example', { app: shared.appName }) }],
  facts: present(voice, [
    ['approvers', voice.list(shared.approvers.map((approver) => approver.name), 'and')],
    ['sponsor', shared.sponsor.name],
    ['longestStay', voice.say('value.days', { days: shared.longestStayDays })],
    ['roles', shared.roles.length === 0 ? null : voice.list(shared.roles, 'and')],
    ['ownerInvites', voice.say(shared.ownerInvitesDirectly ? 'value.yes' : 'value.no')],
    ['reminders', shared.reminderDays.length === 0 ? voice.say('value.no') : voice.say('value.reminders', { days: voice.list(shared.reminderDays.map(String), 'and') })],
  ]),
  details: [] satisfies Fact[],
  foot: '',
});

export const appChoicesModelOf = (choices: AppChoices, voice: Voice): AppChoicesModel => {
  const none = choices.apps.length === 0;
  return {
    title: voice.title(none ? 'share.chooseNone' : 'share.choose'),
    leads: [{ text: voice.say(none ? 'share.chooseNoneLead' : 'share.chooseLead') }],
    apps: choices.apps.slice(0, mostApps).map((app) => ({ title: choiceTitle(app.name), value: app.servicePrincipalId })),
  };
};
