import { tidySentence } from './tidySentence.ts';

/** The app named after `share`, without quotes and small words around it; null when none is named. */
export const understandShare = (rest: string): string | null => {
  const named = tidySentence(rest)
    .replace(/^(?:the app|app|die app|l['’]application|la aplicación|la app|تطبيق)\s+/iu, '')
    .replace(/\s+(?:with guests|mit gästen|avec des invités|con invitados|مع الضيوف)$/iu, '')
    .replace(/^["“„«]\s*(.*?)\s*["”“»]$/u, '$1')
    .trim();
  return named === '' ? null : named.slice(0, 200);
};
