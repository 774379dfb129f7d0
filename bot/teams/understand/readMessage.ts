import { z } from 'zod';
import { type MessageWords } from '../../desk/extension/extensionUseCases.ts';

/** Longest message that is looked through, in characters; Teams sends 28 KB at most. */
const longest = 30_000;

/** The message an action was chosen on, as far as we read it; a client that sends something else is taken to send none. */
export const messagePayload = z
  .object({
    body: z.object({ contentType: z.string().max(32).optional(), content: z.string().max(longest).optional() }).optional(),
    from: z.object({ user: z.object({ displayName: z.string().max(256).nullish() }).nullish() }).nullish(),
  })
  .optional()
  .catch(undefined);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const mailLink = /<a\b[^<>]{0,500}?href="mailto:([^"?<>\s]{1,320})[^"<>]{0,500}"[^<>]{0,200}>([^<>]{0,300})<\/a>/giu;
const lineEnd = /<(?:br|\/p|\/div|\/li|\/tr|\/h\d)\b[^<>]{0,200}>/giu;
const tag = /<\/?[a-z!][^<>]{0,2000}>/giu;

/** The text of a message, and who wrote it. A mail link becomes `name <address>`, so that the name is not lost. */
export const readMessage = (payload: z.output<typeof messagePayload>): MessageWords => {
  const content = payload?.body?.content ?? '';
  const text = payload?.body?.contentType === 'text' ? content : textOf(content);
  return { text, senderName: payload?.from?.user?.displayName?.trim() || null };
};

const textOf = (html: string): string =>
  decoded(
    html
      .replace(mailLink, (_, address: string, name: string) => (name.includes('@') ? ` ${address} ` : ` ${name} &lt;${address}&gt; `))
      .replace(lineEnd, '\n')
      .replace(tag, ' '),
  );

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/giu, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 31 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : ' ';
  });
