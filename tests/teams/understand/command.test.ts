import { commandRoutes } from '../../../bot/teams/handlers/routes.ts';
import { commandWords } from '../../../bot/teams/understand/commandWords.ts';
import { understandCommand } from '../../../bot/teams/understand/understandCommand.ts';
import { understandInvite } from '../../../bot/teams/understand/understandInvite.ts';
import { understandShare } from '../../../bot/teams/understand/understandShare.ts';
import { languages, readMessages } from '../../../bot/text/text.ts';

it.each<[string, string, string]>([
  ['invite cleo@clinic.example to Imaging', 'invite', 'cleo@clinic.example to Imaging'],
  ['INVITE cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['Invite: cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['please invite cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['/invite cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['<at>Guest Desk</at> invite cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['invite\u00A0cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['invite', 'invite', ''],
  ['lade cleo@clinic.example zu Imaging ein', 'invite', 'cleo@clinic.example zu Imaging ein'],
  ['Einladen cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['invitez cleo@clinic.example à Imaging', 'invite', 'cleo@clinic.example à Imaging'],
  ['دعوة cleo@clinic.example إلى Imaging', 'invite', 'cleo@clinic.example إلى Imaging'],
  ['invitar a cleo@clinic.example a Imaging', 'invite', 'a cleo@clinic.example a Imaging'],
  ['por favor, invite a cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['招待 cleo@clinic.example', 'invite', 'cleo@clinic.example'],
  ['cleo@clinic.example を Imaging に招待', 'invite', 'cleo@clinic.example を Imaging に'],
  ['cleo@clinic.exampleをImagingに招待してください。', 'invite', 'cleo@clinic.exampleをImagingに'],
  ['ゲスト cleo@clinic.example を Imaging に追加したいです', 'invite', 'ゲスト cleo@clinic.example を Imaging に'],
  ['share Imaging', 'share', 'Imaging'],
  ['compartir Imaging', 'share', 'Imaging'],
  ['Imaging を共有', 'share', 'Imaging'],
  ['Imagingをゲストと共有してください', 'share', 'Imaging'],
  ['mis solicitudes', 'requests', ''],
  ['申請', 'requests', ''],
  ['申請の一覧を見せてください', 'requests', ''],
  ['INVITADOS', 'guests', ''],
  ['ゲストを見せて', 'guests', ''],
  ['aplicaciones', 'apps', ''],
  ['アプリ一覧', 'apps', ''],
  ['ayuda', 'help', ''],
  ['ヘルプ', 'help', ''],
  ['cerrar sesión', 'sign out', ''],
  ['サインアウトして', 'sign out', ''],
  ['teile Shift Planner', 'share', 'Shift Planner'],
  ['partager Imaging', 'share', 'Imaging'],
  ['requests', 'requests', ''],
  ['my requests', 'requests', ''],
  ['Anfragen', 'requests', ''],
  ['demandes', 'requests', ''],
  ['guests', 'guests', ''],
  ['GÄSTE', 'guests', ''],
  ['invités', 'guests', ''],
  ['apps', 'apps', ''],
  ['help', 'help', ''],
  ['HeLp', 'help', ''],
  ['help me', 'help', 'me'],
  ['?', 'help', ''],
  ['hi', 'help', ''],
  ['مساعدة', 'help', ''],
  ['sign out', 'sign out', ''],
  ['Sign  Out', 'sign out', ''],
  ['logout', 'sign out', ''],
  ['abmelden', 'sign out', ''],
  ['déconnexion', 'sign out', ''],
])('%j is %s', (text, name, rest) => {
  expect(understandCommand(text, 'en-GB')).toEqual({ kind: 'command', name, rest });
});

it.each<[string, string, string | null]>([
  ['invte cleo', 'en-GB', 'invite'],
  ['hlep', 'en-GB', 'help'],
  ['hilf', 'de-DE', 'hilfe'],
  ['reqeusts', 'en-GB', 'requests'],
  ['sing out', 'en-GB', 'sign out'],
  ['gaste', 'de-DE', 'gäste'],
  ['cleo@clinic.example needs Imaging', 'en-GB', 'invite'],
  ['cleo@clinic.example braucht Imaging', 'de-DE', 'einladen'],
  ['invitarr', 'es-ES', 'invitar'],
  ['solicitude', 'es-ES', 'solicitudes'],
  ['ヘルフ', 'ja-JP', 'ヘルプ'],
  ['cleo@clinic.example', 'ja-JP', '招待'],
  ['今日はいい天気ですね', 'ja-JP', null],
  ['what is the weather like', 'en-GB', null],
  ['invitecleo', 'en-GB', null],
  ['', 'en-GB', null],
  ['   ', 'en-GB', null],
  ['🤷', 'en-GB', null],
  ['x'.repeat(50_000), 'en-GB', null],
])('%j in %s is no command; nearest: %s', (text, locale, suggestion) => {
  const found = understandCommand(text, locale);
  expect(found).toMatchObject({ kind: 'unknown' });
  expect(found.kind === 'unknown' ? (found.suggestion?.word ?? null) : '').toBe(suggestion);
});

it('every command has words in every language, no word belongs to two, and each has a route', () => {
  const owners = new Map<string, string>();
  for (const [name, byLanguage] of Object.entries(commandWords)) {
    expect(commandRoutes.map((route) => route.name)).toContain(name);
    for (const language of languages) {
      expect(byLanguage[language].length).toBeGreaterThan(0);
      for (const word of byLanguage[language]) {
        expect(owners.get(word) ?? name).toBe(name);
        expect(word).toBe(word.toLowerCase());
        owners.set(word, name);
      }
    }
  }
  expect(commandRoutes.every(({ name }) => name in commandWords)).toBe(true);
});

describe.each(languages)('what help says in %s', (language) => {
  const messages = readMessages(language);

  it.each(['invite', 'share', 'requests', 'guests', 'apps', 'language', 'signIn', 'signOut'])('%s is understood as that', (name) => {
    expect(understandCommand(messages[`help.${name}`]!, language)).toMatchObject({ kind: 'command', name: name.startsWith('sign') ? name.replace(/(In|Out)$/, (way) => ` ${way.toLowerCase()}`) : name });
  });

  it('the example of an invitation says all of it', () => {
    const found = understandCommand(messages['help.invite']!, language);
    const words = understandInvite(found.kind === 'command' ? found.rest : '', { now: new Date('2026-11-22T10:00:00Z'), timeZone: 'Europe/Berlin', locale: language });
    expect(words).toMatchObject({ email: 'cleo@clinic.example', app: 'Imaging', until: '2027-03-31', reason: expect.stringMatching(/\p{L}{3}/u) as unknown });
  });
});

it.each<[string, string | null]>([
  ['Imaging', 'Imaging'],
  ['  Shift\u00A0Planner ', 'Shift Planner'],
  ['"Shift Planner"', 'Shift Planner'],
  ['the app Imaging with guests', 'Imaging'],
  ['', null],
  ['   ', null],
])('share %j names %s', (rest, app) => {
  expect(understandShare(rest)).toBe(app);
});
