import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * Local parts that `POST /invitations` takes: letters, digits, dot, hyphen, underscore; no plus, slash, quotes or other
 * punctuation; dot and hyphen not at the ends (facts/graph.md section 2).
 */
const localPart = /^[a-z0-9_](?:[a-z0-9_-]|\.(?!\.))*$/u;
const domainLetters = /^[\p{L}\p{M}\p{N}.-]+$/u;
const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/u;

/** Scripts that belong together in one word; anything else in one label is a disguise (UTS 39, "highly restrictive"). */
const scriptSets: readonly RegExp[] = [
  /^[\p{Script=Latin}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}]*$/u,
  ...['Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Armenian', 'Georgian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Ethiopic', 'Tibetan'].map(
    (script) => new RegExp(`^\\p{Script=${script}}*$`, 'u'),
  ),
];

const isOneScript = (label: string): boolean => {
  const letters = label.replace(/[\p{Script=Common}\p{Script=Inherited}]/gu, '');
  return scriptSets.some((set) => set.test(letters));
};

/**
 * An address as Guest Desk keeps it: lower case, the domain in ASCII (UTS 46), without a final dot. Undefined when
 * Graph would refuse it or when it is written to deceive (scripts mixed within a label, invisible characters).
 */
export const parseEmailAddress = (text: string): string | undefined => {
  const parts = text.trim().split('@');
  const [local, domain] = [parts[0]?.toLowerCase(), parts[1]?.toLowerCase().replace(/\.$/u, '')];
  if (parts.length !== 2 || local === undefined || domain === undefined) return undefined;
  if (local.length > 64 || !localPart.test(local) || /[.-]$/u.test(local)) return undefined;
  if (domain.length > 253 || !domainLetters.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  if (!asciiDomain.test(ascii) || !domainToUnicode(ascii).split('.').every(isOneScript)) return undefined;
  const address = `${local}@${ascii}`;
  return address.length <= 254 ? address : undefined;
};

/** Letters and signs in full width, as Asian keyboards type them, and the ideographic full stop. */
const fullWidth = /[\uFF01-\uFF5E\u3002\uFF61]/gu;
const toHalfWidth = (sign: string): string => (sign === '\u3002' || sign === '\uFF61' ? '.' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

/** What people write around an address: `Cleo Vance <cleo@clinic.example>`, `mailto:`, the comma of a list. */
const displayForm = /^\s*(?:"?([^"<>@]*?)"?\s*)<\s*(?:mailto:)?([^<>\s]+)\s*>[\s;,.]*$/iu;

/** An address as it was found in what a person wrote. */
export type WrittenAddress = {
  /** As {@link parseEmailAddress} keeps it. */
  readonly address: string;
  /** Whether more than letter case and spaces had to be changed: people are asked whether that is right. */
  readonly mended: boolean;
  /** The name written before it, if any. */
  readonly name: string | null;
};

/** Reads an address in display-name form, in full width, after `mailto:`, or with a dot or commas behind it. Undefined when it is none. */
export const readWrittenAddress = (text: string): WrittenAddress | undefined => {
  const display = displayForm.exec(text);
  const inner = (display?.[2] ?? text).trim();
  const plain = inner.replace(/^mailto:/iu, '').replace(/[;,]+$/u, '').replace(fullWidth, toHalfWidth);
  const address = parseEmailAddress(plain);
  if (address === undefined) return undefined;
  const domain = plain.slice(plain.indexOf('@') + 1);
  return { address, mended: plain !== text.trim() || plain.endsWith('.') || domain.normalize('NFKC') !== domain.normalize('NFC'), name: display?.[1]?.trim() || null };
};

/** The domain of an address that was parsed. */
export const domainOf = (email: string): string => email.slice(email.indexOf('@') + 1);
