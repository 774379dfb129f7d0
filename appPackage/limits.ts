/** The parts of a manifest that our own checks look at. */
export type Manifest = {
  readonly manifestVersion: string;
  readonly bots: readonly { readonly botId: string; readonly scopes: readonly string[]; readonly isNotificationOnly: boolean; readonly commandLists: readonly { readonly scopes: readonly string[]; readonly commands: readonly { readonly title: string; readonly description: string }[] }[] }[];
  readonly validDomains: readonly string[];
  readonly localizationInfo: { readonly additionalLanguages: readonly { readonly languageTag: string; readonly file: string }[] };
  readonly webApplicationInfo: { readonly id: string; readonly resource: string };
};

/** Teams shows command titles up to 32 characters, descriptions up to 128, twelve commands a list. */
const maxTitle = 32;
const maxDescription = 128;
const maxCommands = 12;

/** Width and height of a PNG, from its first chunk. */
const pngSize = (png: Buffer): { width: number; height: number } => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

/**
 * Limits that the published schema lets through: command lengths, icon sizes, hosts we do not own, a bot that could
 * not answer, one identity for both bot and people (facts/teams-and-security.md 2.1, fact 1).
 */
export const findLimitProblems = (manifest: Manifest, icons: { color: Buffer; outline: Buffer }, languages: readonly Record<string, string>[]): string[] => {
  const bot = manifest.bots[0];
  if (!bot) return ['the manifest has no bot'];
  const commands = bot.commandLists.flatMap((list) => list.commands);
  const localized = languages.flatMap((strings) => Object.entries(strings));
  const color = pngSize(icons.color);
  const outline = pngSize(icons.outline);
  return [
    ...commands.filter(({ title }) => title.length > maxTitle).map(({ title }) => `command "${title}" is longer than ${maxTitle}`),
    ...commands.filter(({ description }) => description.length > maxDescription).map(({ title }) => `the description of "${title}" is longer than ${maxDescription}`),
    ...bot.commandLists.filter((list) => list.commands.length > maxCommands).map(() => `a command list has more than ${maxCommands} commands`),
    ...localized.filter(([key, text]) => key.endsWith('.title') && text.length > maxTitle).map(([, text]) => `command "${text}" is longer than ${maxTitle}`),
    ...localized.filter(([key, text]) => key.endsWith('.description') && text.length > maxDescription).map(([key]) => `${key} is longer than ${maxDescription}`),
    ...(new Set(commands.map(({ title }) => title)).size === commands.length ? [] : ['two commands have the same title']),
    ...(color.width === 192 && color.height === 192 ? [] : [`color.png is ${color.width}×${color.height}, not 192×192`]),
    ...(outline.width === 32 && outline.height === 32 ? [] : [`outline.png is ${outline.width}×${outline.height}, not 32×32`]),
    ...manifest.validDomains.filter((domain) => domain.includes('*')).map((domain) => `${domain}: no wildcard among the valid domains`),
    ...(bot.isNotificationOnly ? ['the bot answers commands, so it is not notification-only'] : []),
    ...(['personal', 'team', 'groupChat'].every((scope) => bot.scopes.includes(scope)) ? [] : ['the bot must be offered in personal, team and groupChat']),
    ...(manifest.webApplicationInfo.id === bot.botId ? ['people and bot share one registration; a signed-in person could then forge activities'] : []),
    ...(manifest.webApplicationInfo.resource.endsWith(`/botid-${bot.botId}`) ? [] : ['webApplicationInfo.resource must end in /botid-<bot id>']),
  ];
};
