import { type UserId } from '../ids.ts';

/** What tells that a guest may have come with another account than the invited one. */
export type Evidence = {
  /** `passcode-address`: the passcode went to another address · `home-tenant`: the sign-in log names another organisation. */
  readonly kind: 'passcode-address' | 'home-tenant';
  /** The address, or the tenant id, that was seen instead. */
  readonly seen: string;
  /** The organisation's name, where it was found. */
  readonly seenName: string | null;
};

/** Evidence that was told to owner and sponsor; one alarm for each. */
export type Alarm = Evidence & {
  readonly at: Date;
  /** Who said that it is right, and when; both null while nobody has. */
  readonly confirmedBy: UserId | null;
  readonly confirmedAt: Date | null;
  /** Null while nobody asked the service desk. */
  readonly reset: ResetAsked | null;
};

/** Somebody without the right asked those who have it to reset the redemption. */
export type ResetAsked = { readonly by: UserId; readonly at: Date; readonly of: readonly UserId[] };

/** A further mail that was asked for and is not settled. */
export type Resend = {
  /** In whose name it goes out: whoever pressed, or the inviter for a reminder. */
  readonly by: UserId;
  readonly askedAt: Date;
  /** The intent: set before the call. Found set by a later run, the call may have happened and is never repeated. */
  readonly callStartedAt: Date | null;
  /** The reminder's day; null for a press. */
  readonly day: number | null;
};

/** Why the sign-in log says nothing: it was not asked yet, or may not be read. */
export type SignInLogState = 'unread' | 'readable' | 'no-licence' | 'denied';

/** What the radar follows after the invitation went out. Part of the invitation's row and of its version. */
export type Watch = {
  /** Days of the app's rule that were dealt with, be it by a reminder or because a later one was due as well. */
  readonly remindedDays: readonly number[];
  /** Further mails that went out or may have. */
  readonly mailsAgain: number;
  readonly resend: Resend | null;
  readonly signInLog: SignInLogState;
  readonly firstSignInAt: Date | null;
  readonly alarms: readonly Alarm[];
};

export const unwatched: Watch = { remindedDays: [], mailsAgain: 0, resend: null, signInLog: 'unread', firstSignInAt: null, alarms: [] };

/** The guest has to accept anew: reminders and mails begin afresh, and an account that nobody confirmed is doubted again when it comes again. */
export const watchAnew = ({ alarms }: Watch): Watch => ({ ...unwatched, alarms: alarms.filter(({ confirmedAt }) => confirmedAt !== null) });

/** Mails to a guest after the first one, whoever asks for them. */
export const mostMailsAgain = 3;

/** Alarms that nobody has confirmed. */
export const openAlarms = ({ alarms }: Watch): readonly Alarm[] => alarms.filter(({ confirmedAt }) => confirmedAt === null);

/** The ask of the service desk that still stands; undefined where there is none, or every alarm was settled. */
export const openReset = (watch: Watch): ResetAsked | undefined => openAlarms(watch).findLast(({ reset }) => reset !== null)?.reset ?? undefined;

/** Whether somebody of the service desk is asked, by an alarm that stands, to reset the redemption. */
export const isAskedToReset = (watch: Watch | undefined, person: UserId): boolean => watch !== undefined && openAlarms(watch).some(({ reset }) => reset?.of.includes(person) === true);
