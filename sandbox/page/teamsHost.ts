import { type FrameHost } from './dialog.ts';
import { reachable } from './outcomeView.ts';

/** What `@microsoft/teams-js` sends to its host (wire protocol of SDK 2.x). */
type Asked = { readonly id: number; readonly uuidAsString?: string; readonly func: string; readonly args?: readonly unknown[] };

const isAsked = (data: unknown): data is Asked =>
  typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number' && 'func' in data && typeof data.func === 'string';

const version = '2.58.0';
/** What this host can do: dialogs and sign-in windows. */
const runtime = JSON.stringify({ apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: { dialog: { url: {} }, pages: {} } });

const theme = (): string => (matchMedia('(forced-colors: active)').matches ? 'contrast' : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'default');

const context = (): Record<string, unknown> => ({
  locale: navigator.language.toLowerCase(),
  theme: theme(),
  frameContext: 'task',
  hostName: 'Teams',
  hostClientType: 'web',
  appSessionId: crypto.randomUUID(),
  sessionId: crypto.randomUUID(),
});

/** Serves a page in a dialog's frame as Teams serves it: start, context, theme, a window for signing in, and what the page submits at its end. */
export const hostTeamsJs: FrameHost = (frame, { hand, close }) => {
  let signIn: { readonly window: Window; readonly asked: Asked; readonly watch: number } | undefined;

  const answer = (to: Window | null, { id, uuidAsString }: Asked, args: readonly unknown[]): void =>
    to?.postMessage({ id, ...(uuidAsString !== undefined && { uuidAsString }), args }, location.origin);

  function endSignIn(isDone: boolean, result: unknown): void {
    if (signIn === undefined) return;
    clearInterval(signIn.watch);
    answer(frame.contentWindow, signIn.asked, [isDone, result]);
    signIn = undefined;
  }

  function openSignIn(asked: Asked): void {
    const [url, width, height] = asked.args ?? [];
    const opened = window.open(reachable(String(url)), 'guest-desk-sign-in', `popup,width=${Number(width) || 560},height=${Number(height) || 720}`);
    if (opened === null) return answer(frame.contentWindow, asked, [false, 'FailedToOpenWindow']);
    signIn = { window: opened, asked, watch: window.setInterval(() => opened.closed && endSignIn(false, 'CancelledByUser'), 300) };
  }

  function servePage(asked: Asked): void {
    switch (asked.func) {
      case 'initialize':
        return answer(frame.contentWindow, asked, ['task', 'web', runtime, version]);
      case 'getContext':
        return answer(frame.contentWindow, asked, [context()]);
      case 'authentication.authenticate':
        return openSignIn(asked);
      case 'tasks.completeTask':
        return hand(asked.args?.[0]);
      case 'tasks.closeTask':
        return close();
      default:
        // Telemetry and handlers: heard, not answered, as a host does that knows no more.
        return undefined;
    }
  }

  function serveSignIn(asked: Asked, opened: Window): void {
    if (asked.func === 'initialize') answer(opened, asked, ['authentication', 'web', runtime, version]);
    if (asked.func === 'authentication.authenticate.success') endSignIn(true, asked.args?.[0]);
    if (asked.func === 'authentication.authenticate.failure') endSignIn(false, asked.args?.[0]);
  }

  const listen = (event: MessageEvent): void => {
    if (event.origin !== location.origin || !isAsked(event.data)) return;
    if (event.source === frame.contentWindow) servePage(event.data);
    else if (signIn !== undefined && event.source === signIn.window) serveSignIn(event.data, signIn.window);
  };
  const night = matchMedia('(prefers-color-scheme: dark)');
  const turn = (): void => frame.contentWindow?.postMessage({ func: 'themeChange', args: [theme()] }, location.origin);
  addEventListener('message', listen);
  night.addEventListener('change', turn);
  return () => {
    removeEventListener('message', listen);
    night.removeEventListener('change', turn);
    clearInterval(signIn?.watch);
  };
};
