import { readFileSync } from 'node:fs';
import { problemKeys, refusalRules } from '../../bot/core/refusal.ts';
import { type DeskErrorKind } from '../../bot/core/errors.ts';
import { commandWords } from '../../bot/teams/understand/commandWords.ts';
import { createLetters, letterLanguages, readLetters } from '../../bot/text/letters.ts';
import { createTexts, languages, readMessages, valuesOf, type Language } from '../../bot/text/text.ts';
import { sourceFiles } from '../support/sources.ts';

const english = readMessages('en');
const errorKinds = ['invalid', 'not-found', 'sign-in-needed', 'tenant-denies', 'throttled', 'ambiguous', 'unavailable', 'unreachable', 'bug'] as const satisfies readonly DeskErrorKind[];
const phases = ['waiting', 'declined', 'withdrawn', 'expired', 'finish-needed', 'sending', 'retry-needed', 'invited', 'redeemed', 'ending', 'ended'];
const providers = ['entra', 'microsoft-account', 'one-time-passcode', 'google', 'facebook', 'federated', 'unknown'];

/** One word per concept (docs/house.md), in each language: these are other words for owner, sponsor, request and redemption. */
const otherWords: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:ticket|application owner|guarantor|host)\b/i,
  de: /Besitzer|Inhaber|Sponsor|Ansprechperson|Antrag|Einlösung|Zugriffsgruppe/,
  fr: /parrain|garant\b|requête/i,
  es: /patrocinador|dueño|anfitrión|petición/i,
  ar: /الراعي|المضيف/,
  ja: /スポンサー|オーナー|リクエスト|アクセスグループ/,
};

describe.each(languages)('%s', (language) => {
  const messages = readMessages(language);

  it('has one word for each concept', () => {
    expect(Object.entries(messages).filter(([, message]) => otherWords[language].test(message))).toEqual([]);
  });

  it('names commands by words of its own', () => {
    const named = /(?:Schreiben Sie|écrivez|Écrivez|escriba|Escriba|اكتب) ([a-z]+)(?![\p{L}])|「([a-z]+)」/u;
    const foreign = Object.values(messages).filter((message) => {
      const [, written, quoted] = named.exec(message) ?? [];
      const word = written ?? quoted ?? '';
      return Object.hasOwn(commandWords, word) && !commandWords[word]?.[language].includes(word);
    });
    expect(foreign).toEqual([]);
  });

  it('has the keys of English and no other', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
  });

  it('takes the same values in every sentence', () => {
    const differing = Object.keys(messages).filter((key) => JSON.stringify([...valuesOf(messages[key]!)].sort()) !== JSON.stringify([...valuesOf(english[key]!)].sort()));
    expect(differing).toEqual([]);
  });

  it('says every rule, problem, error, phase and provider', () => {
    const wanted = [
      ...refusalRules.flatMap((rule) => [`refusal.${rule}.title`, `refusal.${rule}.next`]),
      ...problemKeys.map((key) => `problem.${key}`),
      ...errorKinds.flatMap((kind) => [`error.${kind}.title`, `error.${kind}.next`]),
      ...phases.map((phase) => `status.${phase}`),
      ...providers.map((provider) => `provider.${provider}`),
    ];
    expect(wanted.filter((key) => !(key in messages))).toEqual([]);
  });

  it('is calm: no exclamation, no "successfully", no sentence twice as a title', () => {
    for (const message of Object.values(messages)) expect(message).not.toMatch(/!|[!¡]|successfully|erfolgreich|avec succès|con éxito|بنجاح|正常に/i);
  });

  it('keeps titles of rules and errors under 60 characters', () => {
    expect(Object.entries(messages).filter(([key, message]) => /\.title$/.test(key) && !message.includes('{') && message.length > 60)).toEqual([]);
  });

  it('is written in its own letters', () => {
    const own = { ar: /\p{Script=Arabic}/u, ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u }[language as string];
    const foreign = Object.entries(messages).filter(([key, message]) => own !== undefined && !key.endsWith('Hint') && !own.test(message) && /\p{L}{3}/u.test(message.replace(/\{[^}]*\}/g, '')));
    expect(foreign).toEqual([]);
  });
});

it('every sentence is used: by a template, by name, or by a rule, problem, error, phase or provider', () => {
  const sources = [...sourceFiles('bot'), ...sourceFiles('cards', ['.json'])].filter((file) => !file.includes('/locales/') && !file.includes('.sample.')).map((file) => readFileSync(file, 'utf8')).join('\n');
  const byFamily = /^(?:refusal|problem|error|status|provider|fact|field|title|lead|obstacle|help|list|timeline|radar|stepUp|why|cause|aadsts|preflight)\./;
  expect(Object.keys(english).filter((key) => !byFamily.test(key) && !sources.includes(key))).toEqual([]);
});

describe('speaking', () => {
  const texts = createTexts();

  it.each([['de-AT', 'de'], ['FR-ca', 'fr'], ['ar', 'ar'], ['es-MX', 'es'], ['ja-JP', 'ja'], ['pt-BR', 'en'], ['', 'en'], ['x_!', 'en']])('%j is answered in %s', (locale, language) => {
    expect(texts.language(locale)).toBe(language);
  });

  it('counts as the language counts', () => {
    expect([1, 2, 5].map((days) => texts.say('en', 'value.days', { days }))).toEqual(['1 day', '2 days', '5 days']);
    expect(texts.say('ar', 'value.days', { days: 2 })).toBe('يومان');
    expect([1, 2].map((days) => texts.say('es', 'value.days', { days }))).toEqual(['1 día', '2 días']);
    expect([0, 1, 2].map((days) => texts.say('fr', 'value.days', { days }))).toEqual(['0 jour', '1 jour', '2 jours']);
    expect([1, 2].map((days) => texts.say('ja', 'value.days', { days }))).toEqual(['1日間', '2日間']);
  });

  it('keeps a name of the other direction from turning the sentence', () => {
    expect(texts.say('en', 'lead.declined', { guest: 'محمد' })).toBe('\u2068محمد\u2069 was not invited.');
    expect(texts.say('en', 'lead.declined', { guest: 'Cleo' })).toBe('Cleo was not invited.');
    expect(texts.say('ar', 'title.approved', { you: 'no', who: 'Boris' })).toContain('\u2068Boris\u2069');
  });

  it('throws on a key nobody wrote and on a value nobody gave', () => {
    expect(() => texts.say('en', 'no.such.key')).toThrow('No text for no.such.key');
    expect(() => texts.say('en', 'lead.declined')).toThrow(/guest/);
  });

  it('a name is never read as a message', () => {
    expect(texts.say('en', 'lead.declined', { guest: "{who} '{' <b>" })).toBe("{who} '{' <b> was not invited.");
  });
});

describe('letters', () => {
  const letters = createLetters();
  const names = { appName: 'Imaging', inviterName: 'Boris Novak', sponsorName: 'Dana Holm' };

  it.each(letterLanguages)('in %s name the app, the inviter and the sponsor, and nothing else', (language) => {
    expect([...valuesOf(readLetters()[language])].sort()).toEqual(['appName', 'inviterName', 'sponsorName']);
    const message = letters.invitationMessage({ language, ...names });
    for (const name of Object.values(names)) expect(message).toContain(name);
    expect(message.length).toBeLessThanOrEqual(500);
    expect(message).not.toMatch(/[{}<>!\n]/);
  });

  it('differ by language, and fall back to English', () => {
    expect(new Set(letterLanguages.map((language) => letters.invitationMessage({ language, ...names }))).size).toBe(letterLanguages.length);
    expect(letters.invitationMessage({ language: 'pt-BR', ...names })).toBe(letters.invitationMessage({ language: 'en', ...names }));
    expect(letters.invitationMessage({ language: 'de-CH', ...names })).toBe(letters.invitationMessage({ language: 'de', ...names }));
  });

  it('stay one line whatever a name holds', () => {
    expect(letters.invitationMessage({ ...names, language: 'en', appName: 'Ima\r\nging\u202E' })).toContain('Ima ging');
  });
});
