import { languages } from '../../../text/text.ts';
import { type Suggestion } from '../../understood.ts';
import { type NoteModel } from '../models.ts';
import { choiceTitle, plainText } from '../plainText.ts';
import { type Voice } from '../voice.ts';
import { type LanguageChoiceModel, type UnknownCommandModel } from './dialogsModels.ts';

/** Most characters of a mistyped sentence that go on with the command suggested for it. */
const mostWords = 1_000;

/** Never silence: the nearest command as a button, help beside it. */
export const unknownCommandModelOf = (suggestion: Suggestion | null, voice: Voice): UnknownCommandModel => {
  const help = { label: voice.say('unknown.help'), command: 'help', rest: '' };
  const nearest = suggestion === null || suggestion.name === 'help' ? [] : [{ label: choiceTitle(suggestion.word), command: suggestion.name, rest: plainText(suggestion.rest, mostWords) }];
  return {
    title: voice.title('unknown.title'),
    leads: [...(suggestion === null ? [] : [{ text: voice.say('unknown.suggestion', { command: plainText(suggestion.word) }) }]), { text: voice.say('unknown.lead') }],
    runs: [...nearest, help],
  };
};

export const signedInModelOf = (voice: Voice): NoteModel => ({ title: voice.title('signedIn.title'), leads: [{ text: voice.say('signedIn.lead') }] });

/** Each language by its name in the reader's language and, where that differs, in its own. */
export const languageChoiceModelOf = (chosen: string | null, voice: Voice): LanguageChoiceModel => ({
  title: voice.title('language.title'),
  leads: [{ text: voice.say('language.lead') }],
  languages: [{ title: voice.say('language.asInTeams'), value: 'teams' }, ...languages.map((language) => ({ title: bothNames(language, voice), value: language }))],
  language: chosen ?? 'teams',
});

const bothNames = (language: string, voice: Voice): string => {
  const [here, own] = [voice.languageName(language), new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language];
  return choiceTitle(here.toLowerCase() === own.toLowerCase() ? here : `${here} · ${own}`);
};

export const languageChosenModelOf = (chosen: string | null, voice: Voice): NoteModel => ({
  title: chosen === null ? voice.title('language.doneTeams') : voice.title('language.done', { language: voice.languageName(chosen) }),
  leads: [{ text: voice.say('language.doneLead') }],
});
