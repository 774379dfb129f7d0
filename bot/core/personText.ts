/** Longest name and reason, in characters as people count them (code points). */
export const longestName = 64;
export const longestReason = 500;

/**
 * Text a person wrote, made safe to store and show as data: one line, canonical form, without control, bidirectional,
 * zero-width and unassigned characters or stray surrogates. What is left is what people see.
 */
export const normaliseText = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\n\r\v\f\u0085]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]/gu, '')
    .replace(/ {2,}/gu, ' ')
    .trim();

/** What a person's name is written with; nothing that Markdown, HTML, templates or code could be made of. */
const nameSigns = /^[\p{L}\p{M}\p{Nd}\p{Zs}\u200C\u200D.,'’‘ʻʼ´·・()&/‐‑–-]+$/u;

/** Whether a text can be somebody's name: letters of any script, and the signs names have. `text` as the person wrote it. */
export const isNameLike = (text: string): boolean => nameSigns.test(text.trim()) && /\p{L}/u.test(text);

/** Signs that turn the direction of a text, hide a second one in it, or steer a machine. */
const hidden = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}\u0000-\u0008\u000E-\u001F\u007F]/u;
const marks = [
  /[{}]/u, // templates: ${…}, {{DATE(…)}}; JSON
  /<\/?[a-z!][^>]*>/iu, // HTML, mentions, <https://…>
  /\]\s*\(|!\[/u, // Markdown links and pictures
  /\*\*|__|~~|`/u, // Markdown marks
  /(?:^|\s)([*_])\S(?:[^*_]{0,200}\S)?\1(?=$|[\s.,;:!?])/u,
  /(?:^|[\r\n]|\s)#{1,6}\s+\S/u, // headings
  /[\r\n]\s{0,3}(?:[-*+>]|\d+\.)\s+\S/u, // lists, quotations
  /\b(?:javascript|vbscript|data):/iu,
] as const;

/** Whether a text carries marks that some program could take for more than words. `text` as the person wrote it. */
export const isMarked = (text: string): boolean => hidden.test(text) || marks.some((mark) => mark.test(text));

/** How long people would say the text is. */
export const lengthOf = (text: string): number => [...text].length;

/** Equal for what people hold to be the same name: letter case, width and spaces do not count. */
export const toMatchable = (text: string): string => normaliseText(text.normalize('NFKC')).toLowerCase();
