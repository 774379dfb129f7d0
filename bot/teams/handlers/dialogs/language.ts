import { z } from 'zod';
import { languages } from '../../../text/text.ts';
import { type LanguageChosen } from '../../../desk/dialogs/dialogsUseCases.ts';
import { type Refused } from '../../../desk/outcomes.ts';
import { cardRoute, commandRoute, type Kit, type Turn } from '../../route.ts';
import { type Answer } from '../../answer.ts';
import { understandLanguage } from '../../understand/understandLanguage.ts';
import { cardAnswer } from '../answers.ts';

/** `language`, `language German`: which language Guest Desk uses with this person, whatever their Teams is set to. */
export const languageRoute = commandRoute({
  name: 'language',
  signIn: 'not-needed',
  run: async (turn, rest, kit) => {
    const wanted = understandLanguage(rest);
    if (wanted !== undefined) return chosenAnswer(await kit.desk.chooseLanguage(turn.actor, wanted), turn, kit);
    const now = await kit.desk.chosenLanguage(turn.actor);
    return cardAnswer(now.kind === 'refused' ? kit.cards.refusal(now, turn.reader) : kit.cards.languageChoice(now.language, turn.reader));
  },
});

const asInTeams = 'teams';

/** The language, chosen on the card. */
export const chooseLanguageRoute = cardRoute({
  verb: 'language.choose',
  signIn: 'not-needed',
  payload: z.strictObject({ language: z.enum([...languages, asInTeams]) }),
  handle: async (turn, { language }, kit) => chosenAnswer(await kit.desk.chooseLanguage(turn.actor, language === asInTeams ? null : language), turn, kit),
});

/** Says so in the language that counts from now on. */
const chosenAnswer = (outcome: LanguageChosen | Refused, { reader, clientLocale }: Turn, { cards }: Kit): Answer =>
  cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.languageChosen(outcome.language, { ...reader, locale: outcome.language ?? clientLocale }));
