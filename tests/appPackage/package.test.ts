import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { buildPackage, readPackageSettings, type PackageSettings } from '../../appPackage/buildPackage.ts';
import { findLimitProblems, type Manifest } from '../../appPackage/limits.ts';
import { understandCommand } from '../../bot/teams/understand/understandCommand.ts';
import { languages } from '../../bot/text/text.ts';

const settings: PackageSettings = {
  PUBLIC_URL: 'https://desk.hospital.example',
  BOT_APP_ID: '11111111-1111-4111-8111-111111111111',
  PEOPLE_APP_ID: '22222222-2222-4222-8222-222222222222',
  TEAMS_APP_ID: '33333333-3333-4333-8333-333333333333',
  DEVELOPER_NAME: 'Hill Hospital',
};
const built = async (): Promise<{ zip: Uint8Array; manifest: Manifest }> => {
  const result = await buildPackage(settings);
  if (result.kind === 'invalid') throw new Error(result.problems.join('\n'));
  return result;
};
const icons = { color: readFileSync('appPackage/color.png'), outline: readFileSync('appPackage/outline.png') };

describe('the Teams package', () => {
  it('holds a manifest that the official schema accepts, two icons and every language', async () => {
    const files = unzipSync((await built()).zip);
    expect(Object.keys(files).sort()).toEqual(['ar.json', 'color.png', 'de.json', 'es.json', 'fr.json', 'ja.json', 'manifest.json', 'outline.png']);
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())) as Manifest;
    expect(Number(manifest.manifestVersion)).toBeGreaterThanOrEqual(1.25);
    expect(manifest.bots[0]?.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(manifest.webApplicationInfo).toEqual({ id: settings.PEOPLE_APP_ID, resource: `api://desk.hospital.example/botid-${settings.BOT_APP_ID}` });
    expect(JSON.stringify(manifest)).not.toContain('{{');
  });

  it.each(languages.filter((language) => language !== 'en'))('says everything in %s, and its commands are understood', async (language) => {
    const strings = JSON.parse(readFileSync(`appPackage/strings/${language}.json`, 'utf8')) as Record<string, string>;
    const german = JSON.parse(readFileSync('appPackage/strings/de.json', 'utf8')) as Record<string, string>;
    expect(Object.keys(strings).sort()).toEqual(Object.keys(german).sort());
    const { manifest } = await built();
    expect(manifest.localizationInfo.additionalLanguages).toContainEqual({ languageTag: language, file: `${language}.json` });
    for (const [index, { title }] of (manifest.bots[0]?.commandLists[0]?.commands ?? []).entries()) {
      expect(understandCommand(strings[`bots[0].commandLists[0].commands[${index}].title`] ?? '', language)).toMatchObject({ kind: 'command', name: title });
    }
  });

  it('is the same byte for byte every time', async () => expect(Buffer.from((await built()).zip).equals(Buffer.from((await built()).zip))).toBe(true));

  it('names what is missing, all at once', () => {
    const read = readPackageSettings({});
    expect(read.kind === 'incomplete' && read.problems.map((problem) => problem.split(':')[0])).toEqual(expect.arrayContaining(['PUBLIC_URL', 'BOT_APP_ID', 'PEOPLE_APP_ID', 'TEAMS_APP_ID']));
  });

  it('is refused by the schema when a required part is wrong', async () => {
    const result = await buildPackage({ ...settings, TEAMS_APP_ID: 'not-a-guid' });
    expect(result.kind).toBe('invalid');
  });

  it.each([
    ['one registration for bot and people', (m: Manifest) => ({ ...m, webApplicationInfo: { ...m.webApplicationInfo, id: m.bots[0]?.botId ?? '' } }), /share one registration/],
    ['a foreign wildcard host', (m: Manifest) => ({ ...m, validDomains: ['*.example'] }), /wildcard/],
    ['a resource of another bot', (m: Manifest) => ({ ...m, webApplicationInfo: { ...m.webApplicationInfo, resource: 'api://x/botid-y' } }), /botid/],
    ['a long command', (m: Manifest) => ({ ...m, bots: m.bots.map((bot) => ({ ...bot, commandLists: [{ scopes: [], commands: [{ title: 'x'.repeat(33), description: '' }] }] })) }), /longer than 32/],
  ])('refuses %s, which the schema lets through', async (_, change, problem) => {
    const { manifest } = await built();
    expect(findLimitProblems(manifest, icons, [])).toEqual([]);
    expect(findLimitProblems(change(manifest), icons, []).join('\n')).toMatch(problem);
  });

  it('refuses icons of another size', async () => {
    const { manifest } = await built();
    expect(findLimitProblems(manifest, { color: icons.outline, outline: icons.color }, [])).toHaveLength(2);
  });
});
