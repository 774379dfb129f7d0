import { tidySentence } from './tidySentence.ts';

const address = /[^\s<>()[\]"“”„«»,;:]+@[^\s<>()[\]"“”„«»,;:]+/u;
const smallWords = /^(?:for|to|into|the app|app|für|zu|zur|zum|in|die app|pour|à|dans|l['’]application|para|a|en|la aplicación|la app|إلى|الى|تطبيق|を|に|の|へ)\s+/iu;

/** Address and app of `check cleo@clinic.example for Imaging`, in whatever order; empty where nothing is said. */
export const understandCheck = (rest: string): { readonly email: string; readonly app: string } => {
  const sentence = tidySentence(rest);
  const email = address.exec(sentence)?.[0] ?? '';
  let app = sentence.replace(email, ' ').replace(/ {2,}/g, ' ').trim();
  for (let before = ''; before !== app; ) {
    before = app;
    app = app.replace(smallWords, '').replace(/^["“„«»”]|["“„«»”]$/gu, '').trim();
  }
  return { email, app: app.replace(/(?:を|に|の|へ|[\s.,!?])+$/u, '').slice(0, 200) };
};
