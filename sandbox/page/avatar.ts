import { make } from './dom.ts';

const tints = 6;

/** A round mark with initials; its tint follows from the name, so a person looks the same everywhere. */
export function avatar(name: string, kind: 'person' | 'bot' = 'person'): HTMLElement {
  const words = name.split(/\s+/u).filter((word) => word !== '');
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0]?.toUpperCase() ?? '').join('');
  const tint = kind === 'bot' ? 'bot' : String([...name].reduce((sum, letter) => (sum * 16 + (letter.codePointAt(0) ?? 0)) % 9973, 0) % tints);
  return make('span', { class: `avatar tint-${tint}`, 'aria-hidden': 'true' }, kind === 'bot' ? 'GD' : initials);
}
