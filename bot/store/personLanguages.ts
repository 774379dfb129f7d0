import { type PersonLanguages } from '../desk/dialogs/dialogsPorts.ts';
import { type Database } from './pool.ts';

/** The language each person chose; who chose none has no row. */
export const personLanguages = (db: Database): PersonLanguages => ({
  languageOf: async (person) => (await db.selectFrom('person_languages').select('language').where('person_id', '=', person).executeTakeFirst())?.language ?? null,
  chooseLanguage: async (person, language) => {
    if (language === null) await db.deleteFrom('person_languages').where('person_id', '=', person).execute();
    else await db.insertInto('person_languages').values({ person_id: person, language }).onConflict((on) => on.column('person_id').doUpdateSet({ language })).execute();
  },
});
