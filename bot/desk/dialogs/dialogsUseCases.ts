import { type Actor } from '../../core/person.ts';
import { type Refused } from '../useCases.ts';

/** `language` null: as in Teams. */
export type LanguageChosen = { readonly kind: 'chosen'; readonly language: string | null };

/** Verbs of conversations. */
export type DialogsDesk = {
  /** `language.choose`: from now on every card and message to this person, also those that come unasked. */
  chooseLanguage(actor: Actor, language: string | null): Promise<LanguageChosen | Refused>;
  /** What is set now; null: as in Teams. */
  chosenLanguage(actor: Actor): Promise<LanguageChosen | Refused>;
  /** `sign in`. @throws DeskError sign-in-needed where the person has no token: the adapter then asks for it */
  signIn(actor: Actor): Promise<{ readonly kind: 'signed-in' } | Refused>;
};
