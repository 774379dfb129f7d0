import { tidySentence } from './tidySentence.ts';

const address = /[^\s<>()"“”„,;]+@[^\s<>()"“”„,;]+/u;
/** "why can't Cleo sign in?": what stands around the name in a question. */
const before = /^(?:can['’]?t|cannot|can|does|doesn['’]?t|is|isn['’]?t|kann|kommt|darf|ist|ne peut|est-ce que|no puede|puede|لا يستطيع|لا يمكن)\s+/iu;
const after = /\s+(?:(?:not\s+)?(?:sign in|log in|get in|open it|in)|(?:sich\s+)?nicht\s+.*|pas\s+.*|(?:se connecter|entrer|entrar|iniciar sesión)|さんは.*|さん|は.*)$/iu;

/** The address in the sentence after `why`, else the name it is about; at most 254 characters. */
export const understandWhy = (rest: string): string => {
  const sentence = tidySentence(rest);
  const found = address.exec(sentence)?.[0].replace(/^mailto:/iu, '').replace(/[?.!:؟？。]+$/u, '');
  return (found ?? sentence.replace(/[?!؟？。.]+$/u, '').replace(before, '').replace(after, '')).trim().slice(0, 254);
};
