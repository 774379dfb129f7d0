import { type Reply } from '../serve.ts';

const styleSheet = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f5f5f5, #1f1f1f); color: light-dark(#242424, #fff); }
main { max-width: 28rem; margin: 1rem; padding: 2rem; border-radius: .5rem; background: light-dark(#fff, #292929); border: 1px solid light-dark(#d1d1d1, #525252); }
h1 { margin: 0 0 .75rem; font-size: 1.25rem; }
p { margin: 0; line-height: 1.5; }
small { display: block; margin-top: 1.5rem; color: light-dark(#5c5c5c, #adadad); }
`;

/** The style sheet of the pages below. */
export const signInStyle: Reply = { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: styleSheet };

/** The page at the end of a sign-in. Both texts are ours, so nothing needs escaping. */
export const signInPage = (status: number, title: string, text: string): Reply => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
  body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Guest Desk sandbox</title><link rel="stylesheet" href="/signin/style.css"></head>
<body><main><h1>${title}</h1><p>${text}</p><small>Guest Desk sandbox</small></main></body></html>`,
});
