import { domainOf, parseEmailAddress } from '../emailAddress.ts';
import { longestName } from '../personText.ts';

/** An address that a message names; the name only where the message says it. */
export type FoundAddress = { readonly email: string; readonly name: string | null };

/** Most addresses that one message offers. */
export const mostAddresses = 5;

const before = /^[<([{"'“«]+|^mailto:/iu;
const behind = /[>)\]}"'”»,;:.!?]+$/u;
const nameWord = /^\p{L}[\p{L}\p{M}.'’-]*$/u;
const mostNameWords = 4;

/**
 * The addresses in a text, in its order, each once, without those of our own domains: whoever has one is a colleague.
 * A name is taken where it stands before the address in angle brackets (`Cleo Marsh <cleo@…>`).
 * @param ownDomains verified domains of our tenant, lower case
 */
export const findAddresses = (text: string, ownDomains: readonly string[]): readonly FoundAddress[] => {
  const found = new Map<string, FoundAddress>();
  for (const line of text.split(/\r\n|\r|\n/u)) {
    const words = line.split(/\s+/u);
    for (const [index, word] of words.entries()) {
      if (found.size >= mostAddresses) return [...found.values()];
      if (!word.includes('@')) continue;
      const email = parseEmailAddress(bare(word));
      if (email === undefined || ownDomains.includes(domainOf(email))) continue;
      const name = word.startsWith('<') ? nameBefore(words.slice(0, index)) : null;
      found.set(email, { email, name: found.get(email)?.name ?? name });
    }
  }
  return [...found.values()];
};

const bare = (word: string): string => word.replace(before, '').replace(before, '').replace(behind, '');

/** The words right before an address that a name can be made of. */
const nameBefore = (words: readonly string[]): string | null => {
  const name: string[] = [];
  for (const word of [...words].reverse().slice(0, mostNameWords)) {
    const plain = word.replace(/^["“«]|["”»]$/gu, '');
    if (!nameWord.test(plain) || !/^\p{Lu}|^\p{Lt}|^\p{Lo}/u.test(plain)) break;
    name.unshift(plain);
  }
  const joined = name.join(' ');
  return joined === '' || joined.length > longestName ? null : joined;
};

/**
 * Whether an address can well be this person's: first and last name, or one of them, is its local part
 * (`cleo.marsh@…`, `cmarsh@…`, `cleo@…` for Cleo Marsh).
 */
export const fitsName = (email: string, name: string): boolean => {
  const local = letters(email.slice(0, email.indexOf('@')));
  const words = name.split(/\s+/u).map(letters).filter((word) => word.length > 1);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  return local !== '' && [first, last, `${first}${last}`, `${last}${first}`, `${first.charAt(0)}${last}`].includes(local);
};

const letters = (text: string): string => text.normalize('NFD').replace(/[^\p{L}]/gu, '').toLowerCase();
