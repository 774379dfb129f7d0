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

/** How long people would say the text is. */
export const lengthOf = (text: string): number => [...text].length;

/** Equal for what people hold to be the same name: letter case, width and spaces do not count. */
export const toMatchable = (text: string): string => normaliseText(text.normalize('NFKC')).toLowerCase();
