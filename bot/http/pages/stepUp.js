// Script of the step-up pages. In a plain browser it only follows the way to the sign-in page. In a Teams dialog it takes
// the theme of Teams, signs in by a window of its own (sign-in pages refuse frames), and hands the end back to the chat.
'use strict';

(() => {
  const { app, authentication, dialog } = window.microsoftTeams;
  const { body } = document;
  const isFramed = window.parent !== window;
  const windowMark = 'guest-desk.step-up.window';

  const query = new URLSearchParams(location.search);
  if (query.get('in') === 'window') sessionStorage.setItem(windowMark, '1');
  // Only a window that Teams opened for a dialog carries the mark.
  const isSignInWindow = !isFramed && sessionStorage.getItem(windowMark) === '1';

  const goOn = document.querySelector('a[data-go]');
  const signIn = document.querySelector('form[data-sign-in]');
  const back = document.querySelector('button[data-back]');

  const show = ({ theme, locale }) => {
    document.documentElement.dataset.theme = theme;
    const wanted = String(locale ?? '').toLowerCase().split('-')[0];
    const isOffered = ['en', 'de', 'fr', 'es', 'ar', 'ja'].includes(wanted);
    if (isOffered && wanted !== document.documentElement.lang && !query.has('lang') && location.pathname !== '/step-up/callback') location.replace(`${location.pathname}?lang=${wanted}`);
  };

  const signInByWindow = async (event) => {
    event.preventDefault();
    const button = signIn.querySelector('button');
    button.setAttribute('aria-busy', 'true');
    try {
      await authentication.authenticate({ url: signIn.dataset.signIn, width: 560, height: 720 });
    } catch {
      // Closed or refused: the page says how things stand.
    }
    location.reload();
  };

  const inDialog = async () => {
    body.dataset.framed = '';
    signIn?.addEventListener('submit', (event) => void signInByWindow(event));
    await app.initialize();
    const context = await app.getContext();
    show({ theme: context.app.theme, locale: context.app.locale });
    app.registerOnThemeChangeHandler((theme) => show({ theme }));
    if (back !== null) {
      back.hidden = false;
      back.addEventListener('click', () => dialog.url.submit({ dialog: 'stepUp.left', actId: body.dataset.act }));
    }
  };

  const inSignInWindow = async () => {
    if (signIn !== null && ['open', 'signing-in'].includes(body.dataset.state) && query.get('in') === 'window') return signIn.requestSubmit();
    if (goOn !== null) return;
    sessionStorage.removeItem(windowMark);
    await app.initialize();
    // The dialog reads the outcome from the server; the window has nothing to tell but that it is over.
    authentication.notifySuccess('over');
  };

  if (goOn?.dataset.go === 'now' || (goOn !== null && isSignInWindow)) location.replace(goOn.href);
  if (isFramed) inDialog().catch(() => undefined);
  else if (isSignInWindow) inSignInWindow().catch(() => undefined);
})();
