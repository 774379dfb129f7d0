import type { Reply } from './serve.ts';

/** A piece of HTML that is safe to place in another. */
export type Html = { readonly html: string };

type Piece = string | number | Html | Html[] | undefined | false;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

function show(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (Array.isArray(piece)) return piece.map((each) => each.html).join('');
  return typeof piece === 'object' ? piece.html : escape(String(piece));
}

/** Template tag: everything filled in is escaped unless it is HTML made by this tag. */
export const html = (strings: TemplateStringsArray, ...pieces: Piece[]): Html => ({
  html: strings.map((part, i) => part + show(pieces[i])).join(''),
});

// Chromium checks form-action against the whole redirect chain, so the sign-in's way back must be listed.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
  + "form-action 'self' https://localhost:* http://localhost:*";

/** A whole page of the sandbox's Entra: one card in the middle, no script. `brand` heads it. */
export function page({ title, brand, body, status = 200 }: { title: string; brand: string; body: Html; status?: number }): Reply {
  const { html: text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${brand}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<p class="brand">${brand}</p>
<h1>${title}</h1>
${body}
</main>
<footer><p>Sandbox tenant. Nothing here leaves this machine.</p></footer>
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: text,
  };
}

export const stylePath = '/assets/pages.css';

/** The style sheet of these pages, served at `stylePath`. */
export const styleSheet: Reply = {
  status: 200,
  headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=60' },
  body: `:root { color-scheme: light dark; --ink: #1d2a33; --soft: #52626d; --paper: #fff; --ground: #eef3f5; --line: #c5d0d6;
  --accent: #0b5c73; --accent-ink: #fff; --tint: #e3f0f3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef1; --soft: #a9b8c0; --paper: #1c262c; --ground: #11181c; --line: #43525b;
  --accent: #7fd0e4; --accent-ink: #08262f; --tint: #21353d; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; justify-items: center; align-items: center;
  background: var(--ground); color: var(--ink); font: 16px/1.5 "Segoe UI", system-ui, sans-serif; padding: 24px 16px; }
main { width: 100%; max-width: 30rem; background: var(--paper); border-radius: 12px; padding: 32px;
  border-top: 4px solid var(--accent); box-shadow: 0 8px 32px rgb(0 20 30 / 12%); }
.brand { margin: 0 0 20px; font-weight: 600; color: var(--accent); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 12px; font-weight: 600; }
p { margin: 0 0 12px; }
.soft, footer p { color: var(--soft); font-size: .875rem; }
footer { padding-top: 20px; }
ul.plain { list-style: none; margin: 0 0 16px; padding: 0; }
ul.scopes { margin: 0 0 16px; padding-left: 1.25rem; }
fieldset { border: 0; margin: 0 0 16px; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: 8px; }
.choice { display: flex; gap: 12px; align-items: flex-start; padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px; margin-bottom: 8px; cursor: pointer; }
.choice:has(:checked) { border-color: var(--accent); background: var(--tint); }
.choice input { margin-top: 5px; accent-color: var(--accent); }
.choice small { display: block; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 20px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 20px; }
button, a.button { font: inherit; font-weight: 600; padding: 10px 22px; border-radius: 8px; border: 1px solid var(--accent); cursor: pointer; text-decoration: none; }
button.primary, a.button { background: var(--accent); color: var(--accent-ink); }
button.secondary { background: transparent; color: var(--accent); }
button.account { width: 100%; text-align: left; background: transparent; color: var(--ink); border-color: var(--line); margin-bottom: 8px; font-weight: 400; }
button.account strong { display: block; } button.account span { color: var(--soft); }
button.account:hover { background: var(--tint); }
button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
`,
};
