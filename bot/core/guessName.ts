import { longestName } from './personText.ts';

/**
 * A first guess at a guest's name from an address, for the form to show and the person to mend: `cleo.vance@…` is
 * probably Cleo Vance. Null where the address says nothing a name could be made of.
 */
export const guessName = (email: string): string | null => {
  const words = (email.split('@')[0] ?? '').replace(/\d+/g, '').split(/[._-]+/).filter((word) => word.length > 0);
  const guess = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ').slice(0, longestName).trim();
  return guess.length > 1 ? guess : null;
};
