import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { findLimitProblems, type Manifest } from './limits.ts';

const guid = z.guid();
const settingsSchema = z.object({
  PUBLIC_URL: z.url({ protocol: /^https$/ }),
  BOT_APP_ID: guid,
  PEOPLE_APP_ID: guid,
  TEAMS_APP_ID: guid,
  DEVELOPER_NAME: z.string().min(1).max(32),
});

/** What the manifest needs to know of one installation. */
export type PackageSettings = z.infer<typeof settingsSchema>;

/** Reads the settings from the environment; every mistake is named at once. `TEAMS_APP_ID` defaults to the bot's id. */
export const readPackageSettings = (env: Record<string, string | undefined>): { kind: 'complete'; settings: PackageSettings } | { kind: 'incomplete'; problems: string[] } => {
  const parsed = settingsSchema.safeParse({ DEVELOPER_NAME: 'Guest Desk', TEAMS_APP_ID: env['BOT_APP_ID'], ...env });
  if (parsed.success) return { kind: 'complete', settings: parsed.data };
  return { kind: 'incomplete', problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
};

const folder = import.meta.dirname;
const read = (file: string): Buffer => readFileSync(path.join(folder, file));

const fillIn = (template: string, settings: PackageSettings): Manifest => {
  const publicUrl = new URL(settings.PUBLIC_URL);
  const version = (JSON.parse(readFileSync(path.join(folder, '../package.json'), 'utf8')) as { version: string }).version;
  const values: Record<string, string> = {
    version,
    teamsAppId: settings.TEAMS_APP_ID,
    developerName: settings.DEVELOPER_NAME,
    publicUrl: publicUrl.origin,
    publicHost: publicUrl.host,
    botAppId: settings.BOT_APP_ID,
    peopleAppId: settings.PEOPLE_APP_ID,
  };
  return JSON.parse(template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => JSON.stringify(values[name] ?? `{{${name}}}`).slice(1, -1))) as Manifest;
};

/**
 * Builds the Teams app package and checks it: the official schema of the manifest's version, then the limits that the
 * schema does not hold (facts/chat-client.md section 8, facts/teams-and-security.md 2.1).
 */
export const buildPackage = async (settings: PackageSettings): Promise<{ kind: 'built'; zip: Uint8Array; manifest: Manifest } | { kind: 'invalid'; problems: string[] }> => {
  const manifest = fillIn(read('manifest.template.json').toString('utf8'), settings);
  const languages = manifest.localizationInfo.additionalLanguages.map(({ file }) => ({ file, strings: read(`strings/${file}`) }));
  const icons = { color: read('color.png'), outline: read('outline.png') };
  const schemaProblems = await AppManifestUtils.validateAgainstSchema(manifest as never);
  const problems = [...schemaProblems.map(String), ...findLimitProblems(manifest, icons, languages.map(({ strings }) => JSON.parse(strings.toString('utf8')) as Record<string, string>))];
  if (problems.length > 0) return { kind: 'invalid', problems };
  // A fixed date keeps the package the same byte for byte, so that two builds can be compared.
  const zip = zipSync(
    {
      'manifest.json': strToU8(JSON.stringify(manifest, null, 2)),
      'color.png': new Uint8Array(icons.color),
      'outline.png': new Uint8Array(icons.outline),
      ...Object.fromEntries(languages.map(({ file, strings }) => [file, new Uint8Array(strings)])),
    },
    { mtime: new Date('2026-01-01T00:00:00Z') },
  );
  return { kind: 'built', zip, manifest };
};
