import { type Day, type DraftId, type UserId } from '../ids.ts';

/** What a request is made of, in the order it is asked for; the last step shows it whole. */
export const askSteps = ['email', 'name', 'app', 'sponsor', 'until', 'reason', 'confirm'] as const;
export type AskStep = (typeof askSteps)[number];
/** A step that asks for something. */
export type AskedStep = Exclude<AskStep, 'confirm'>;

/** What was answered so far; null where nothing was. `app`: as a form sends it. */
export type Said = {
  readonly email: string | null;
  readonly name: string | null;
  readonly app: string | null;
  readonly sponsor: UserId | null;
  readonly until: Day | null;
  readonly reason: string | null;
};

/** A request that one person makes question by question, in one chat. */
export type AskDialog = {
  readonly personId: UserId;
  readonly conversationId: string;
  /** The form it stands for: however a request is sent in the end, one draft makes one. */
  readonly draftId: DraftId;
  /** Grows by one with every answer. */
  readonly version: number;
  /** The message that was answered last; the same message again changes nothing. */
  readonly lastActivityId: string;
  readonly step: AskStep;
  readonly said: Said;
  readonly language: string;
  readonly begunAt: Date;
};

/** The longest a request may be in the making. */
export const dialogHours = 24;

export const hasRunOut = ({ begunAt }: Pick<AskDialog, 'begunAt'>, now: Date): boolean => now.getTime() - begunAt.getTime() >= dialogHours * 3_600_000;

/** The first thing that nobody said yet, else the whole. */
export const firstMissing = (said: Said): AskStep => askSteps.find((step) => step !== 'confirm' && said[step] === null) ?? 'confirm';

/** What comes next on an answer: it is kept, and the next missing thing is asked for. */
export const answered = (dialog: AskDialog, step: AskedStep, value: string): AskDialog => {
  const said = { ...dialog.said, [step]: value };
  return { ...dialog, said, step: firstMissing(said) };
};

/** One question back; the answer given there stays until another takes its place. */
export const wentBack = (dialog: AskDialog): AskDialog => ({ ...dialog, step: askSteps[Math.max(0, askSteps.indexOf(dialog.step) - 1)] ?? 'email' });

/** What goes on unchanged: the answer given before stands. */
export const kept = (dialog: AskDialog): AskDialog => ({ ...dialog, step: firstMissing(dialog.said) });

/** A question that has to be asked again, because its answer does not do any more. */
export const askedAgain = (dialog: AskDialog, step: AskedStep): AskDialog => ({ ...dialog, step, said: { ...dialog.said, [step]: null } });
