/** What the store keeps for conversations: the language a person chose. */
import { type UserId } from '../../core/ids.ts';

export type PersonLanguages = {
  /** The language the person chose for everything Guest Desk says to them; null where Teams' own counts. */
  languageOf(person: UserId): Promise<string | null>;
  /** Null forgets the choice. */
  chooseLanguage(person: UserId, language: string | null): Promise<void>;
};
