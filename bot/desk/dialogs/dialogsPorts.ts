/** What the store keeps for conversations. */
import { type AskDialog } from '../../core/dialogs/askDialog.ts';
import { type UserId } from '../../core/ids.ts';

export type PersonLanguages = {
  /** The language the person chose for everything Guest Desk says to them; null where Teams' own counts. */
  languageOf(person: UserId): Promise<string | null>;
  /** Null forgets the choice. */
  chooseLanguage(person: UserId, language: string | null): Promise<void>;
};

/** Requests in the making; at most one per person and chat. */
export type AskDialogs = {
  /** Also one that has run out: who goes on with it is told so. */
  dialog(person: UserId, conversationId: string): Promise<AskDialog | undefined>;
  /** Takes the place of any other of this person in this chat. */
  beginDialog(dialog: AskDialog): Promise<void>;
  /** Compare-and-set on `version - 1`. */
  saveDialog(dialog: AskDialog): Promise<'saved' | 'moved'>;
  endDialog(person: UserId, conversationId: string): Promise<void>;
};
