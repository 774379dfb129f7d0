/** The small words that say what comes next in an invite sentence. */
export type Part = 'app' | 'until' | 'stay' | 'reason' | 'name' | 'sponsor';
type MarkerSet = Readonly<Partial<Record<Part, readonly string[]>>>;

/** Words of one language that mean nothing else in another; they always count. */
const certain: readonly MarkerSet[] = [
  {
    app: ['to', 'into', 'onto', 'access to', 'on app', 'app:'],
    until: ['until', 'till', 'til', 'up to and including', 'up to', 'through', 'until:'],
    reason: ['because of', 'because', 'reason:', 'reason is', 'so that', 'in order to', 'why:', 'since'],
    name: ['as', 'named', 'called', 'name:', 'name is', 'whose name is'],
    sponsor: ['sponsor is', 'sponsored by', 'with sponsor', 'sponsor:', 'sponsor'],
  },
  {
    app: ['zum', 'zur', 'zu', 'für die app', 'zugang zu', 'zugriff auf'],
    until: ['bis einschließlich', 'bis zum', 'bis'],
    reason: ['weil', 'denn', 'damit', 'grund:', 'begründung:', 'wegen'],
    name: ['als', 'namens'],
    sponsor: ['sponsorin:', 'sponsorin', 'ansprechpartnerin', 'ansprechpartner'],
  },
  {
    app: ['à', 'accès à', 'dans'],
    until: ['jusqu’au', "jusqu'au", 'jusqu’à', "jusqu'à", 'jusqu’en', "jusqu'en", 'jusque'],
    reason: ['parce que', 'parce qu’', "parce qu'", 'afin que', 'afin de', 'puisque', 'puisqu’', "puisqu'", 'raison :', 'raison:', 'motif :', 'motif:'],
    name: ['nommée', 'nommé', 'en tant que', 'qui s’appelle', "qui s'appelle"],
    sponsor: ['parrain :', 'parrain:', 'parrain', 'marraine', 'parrainée par', 'parrainé par', 'référent :', 'référent', 'référente'],
  },
  {
    app: ['acceso a la aplicación', 'acceso a', 'a la aplicación', 'a la app'],
    until: ['hasta el', 'hasta'],
    reason: ['porque', 'ya que', 'puesto que', 'para que', 'a fin de', 'debido a', 'motivo:', 'razón:'],
    name: ['llamada', 'llamado', 'que se llama', 'de nombre', 'nombre:'],
    sponsor: ['referente:', 'con referente', 'referente', 'responsable:'],
  },
  {
    app: ['إلى تطبيق', 'إلى', 'الى'],
    until: ['حتى', 'لغاية'],
    reason: ['لأنها', 'لأنه', 'لأن', 'بسبب', 'السبب:', 'السبب'],
    name: ['باسم', 'اسمها', 'اسمه'],
    sponsor: ['الراعي:', 'الراعي', 'الراعية'],
  },
];

/** Words that mean something else in another language; they count only where the sentence or its writer speaks this one. */
const perLanguage: Readonly<Record<string, MarkerSet>> = {
  en: { stay: ['for'], app: ['for'], until: ['by'] },
  de: { stay: ['für'], app: ['für', 'in'], reason: ['da'] },
  fr: { stay: ['pour', 'pendant'], app: ['pour', 'au', 'aux', 'sur'], reason: ['car'], name: ['comme'] },
  es: { stay: ['durante', 'por', 'para'], app: ['a', 'al', 'para', 'en'], reason: ['pues'], name: ['como'] },
  ar: { stay: ['لمدة'], app: ['في'] },
};

/** Words by which a sentence shows its language. */
const telling: Readonly<Record<string, RegExp>> = {
  en: /(?<![\p{L}])(?:to|until|because|she|he|the|our|for)(?![\p{L}])/giu,
  de: /(?<![\p{L}])(?:zu|zum|bis|weil|sie|er|unsere?|für|ein|und)(?![\p{L}])/giu,
  fr: /(?<![\p{L}])(?:à|jusqu|parce|elle|il|nos|notre|pour|les?)(?![\p{L}])/giu,
  es: /(?<![\p{L}])(?:a|al|hasta|porque|ella|él|nuestr[oa]s?|para|el|los|las|durante)(?![\p{L}])/giu,
  ar: /\p{Script=Arabic}+/gu,
};

/** One marker of a sentence. The text it marks begins at `end`. */
export type Marker = { readonly part: Part; readonly word: string; readonly start: number; readonly end: number };

/** Every word of the sentence that could be a marker, in order; where two overlap, the longer one. */
export const findMarkers = (sentence: string, locale: string): Marker[] => {
  const language = languageOf(sentence, locale);
  const sets = [...certain, perLanguage[language] ?? {}, ...(language === 'en' ? [] : [{ stay: ['for'] }])];
  const byWord = new Map<string, Part[]>();
  for (const set of sets) for (const [part, words] of Object.entries(set) as [Part, readonly string[]][]) for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), part]);
  const words = [...byWord.keys()].sort((a, b) => b.length - a.length).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}@_-])(?:${words.join('|')})(?:(?<=[:’'])|(?![\\p{L}\\p{M}\\p{N}@_-]))`, 'giu');
  return [...sentence.matchAll(pattern)].flatMap((match) =>
    (byWord.get(match[0].toLowerCase()) ?? []).map((part) => ({ part, word: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length })),
  );
};

/** The language most words of the sentence speak for, else the writer's. */
const languageOf = (sentence: string, locale: string): string => {
  const own = locale.toLowerCase().split('-')[0] ?? 'en';
  const scores = Object.entries(telling).map(([language, words]) => ({ language, score: (sentence.match(words)?.length ?? 0) + (language === own ? 0.5 : 0) }));
  const best = scores.sort((a, b) => b.score - a.score)[0];
  return best === undefined || best.score < 1 ? own : best.language;
};
