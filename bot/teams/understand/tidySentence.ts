/** Longest sentence that is read, in characters; what follows is dropped. */
export const longestSentence = 2_000;

const formatting = /<\/?(?:a|p|div|span|br|b|i|u|strong|em)(?:\s[^<>]*)?\/?>/giu;
const mention = /<at(?:\s[^<>]*)?>[^<>]*<\/at>/giu;
const markdownLink = /\[([^[\]]{1,254})\]\((?:mailto:|https?:\/\/)[^()\s]{1,2000}\)/giu;
const linkedAddress = /<(?:mailto:)[^<>\s]*>/giu;
const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * A typed sentence as people meant it: without the links and marks Teams adds by itself (`<a href="mailto:…">`,
 * `cleo@clinic.example<mailto:…>`, mentions, entities), on one line, with plain spaces and nothing invisible.
 */
export const tidySentence = (text: string): string =>
  text
    .slice(0, longestSentence)
    .toWellFormed()
    .normalize('NFC')
    .replace(mention, ' ')
    .replace(formatting, ' ')
    .replace(linkedAddress, ' ')
    .replace(markdownLink, '$1')
    .replace(/\uFF20/gu, '@')
    .replace(/&(nbsp|amp|lt|gt|quot|apos);/giu, (_, name: string) => entities[name.toLowerCase()] ?? ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\uFFFD]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
