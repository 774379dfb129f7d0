/** HTML that may be sent as it is. */
export type Html = { readonly html: string };

type Piece = string | number | Html | readonly Html[] | false | undefined;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
const escaped = (text: string): string => text.replace(/[&<>"'`]/g, (sign) => entities[sign] ?? sign);

const shown = (piece: Piece): string => {
  if (piece === undefined || piece === false) return '';
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece));
  return 'html' in piece ? piece.html : piece.map((one) => one.html).join('');
};

/** Template tag: whatever is put in is escaped, unless this tag made it. Attributes must be quoted. */
export const html = (strings: TemplateStringsArray, ...pieces: Piece[]): Html => ({ html: strings.map((part, index) => part + shown(pieces[index])).join('') });
