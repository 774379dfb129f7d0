import { api, type Person, Refusal, type SharedChat } from './api.ts';
import { openTeamsDialog } from './dialog.ts';
import { fill, icon, make } from './dom.ts';
import { openFindPanel } from './findPanel.ts';
import { drawAlert } from './outcomeView.ts';

const examples: Record<string, readonly string[]> = {
  owner: ['invite cleo@clinic.example to Imaging until 31 March because she reads our scans', 'help'],
  requester: ['invite omar@praxis.example to Imaging until 30 June because he reviews our scans', 'help'],
};
const otherExamples = ['requests', 'guests', 'help'];

type Composer = { readonly element: HTMLElement; readonly setPerson: (person: Person) => void; /** The shared chat that is written to; undefined: the person's own. */ readonly setChat: (chat: SharedChat | undefined) => void; /** Offers examples until the person has said something like the first of them. */ readonly offerExamples: (said: readonly string[]) => void };

/** The line to write to Guest Desk: Enter sends, Shift+Enter breaks the line, nothing typed is lost when sending fails. */
export function createComposer(onSent: () => Promise<void>, onWaiting: (waiting: boolean) => void, onOwnChat: () => void): Composer {
  let person: Person | undefined;
  let chat: SharedChat | undefined;
  const mention = make('button', { type: 'button', class: 'mention-toggle', 'aria-pressed': 'true', hidden: true, onclick: () => mention.setAttribute('aria-pressed', String(!isMention())) }, '@Guest Desk');
  const isMention = (): boolean => mention.getAttribute('aria-pressed') === 'true';
  const apps = make('details', { class: 'apps-menu' }, make('summary', { 'aria-label': 'Apps' }, icon('plus')), make('div', { class: 'menu-sheet' },
    make('button', { type: 'button', onclick: () => useApp('invite') }, 'Invite to an app'),
    make('button', { type: 'button', onclick: () => useApp('find') }, 'Find guests and requests')));
  const field = make('textarea', { rows: 1, dir: 'auto', 'aria-label': 'Message', placeholder: 'Write to Guest Desk', enterkeyhint: 'send' });
  const button = make('button', { type: 'submit', class: 'composer-send', 'aria-label': 'Send' }, icon('send'));
  const trouble = make('div', { class: 'composer-trouble' });
  const tries = make('div', { class: 'examples', role: 'group', 'aria-label': 'Examples' });
  const form = make('form', { class: 'composer', onsubmit: (event: Event) => (event.preventDefault(), void send()) }, apps, mention, field, button);
  const element = make('div', { class: 'composer-area' }, tries, trouble, form);

  async function send(): Promise<void> {
    const text = field.value.trim();
    if (text === '' || !person) return;
    const { key } = person;
    field.value = '';
    grow();
    fill(trouble);
    onWaiting(chat === undefined || isMention());
    try {
      await api.say(key, text, chat ? { chat: chat.key, mention: isMention() } : {});
    } catch (error) {
      if (field.value === '') field.value = text;
      grow();
      fill(trouble, drawAlert(error instanceof Refusal ? error.message : String(error)));
    } finally {
      onWaiting(false);
      await onSent();
    }
  }

  function useApp(app: 'invite' | 'find'): void {
    apps.removeAttribute('open');
    if (!person) return;
    const { key, name } = person;
    if (app === 'find') openFindPanel(key, chat?.key, () => void onSent());
    else openTeamsDialog({ as: key, who: name, first: () => api.dialog({ op: 'invite', as: key, chat: chat?.key }), onClosed: () => void onSent(), onOwnChat });
  }

  function grow(): void {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
  }

  function useExample(text: string): void {
    field.value = text;
    grow();
    field.focus();
  }

  field.addEventListener('input', grow);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  return {
    element,
    setPerson: (next) => {
      if (next.key !== person?.key) {
        field.value = '';
        fill(trouble);
        fill(tries, ...(examples[next.key] ?? otherExamples).map((text) => make('button', { type: 'button', onclick: () => useExample(text) }, text)));
      }
      person = next;
      field.setAttribute('aria-label', `Message to Guest Desk as ${next.name}`);
    },
    setChat: (next) => {
      chat = next;
      mention.hidden = chat === undefined;
      field.placeholder = chat === undefined ? 'Write to Guest Desk' : 'Message';
      field.setAttribute('aria-label', chat === undefined ? `Message to Guest Desk as ${person?.name ?? ''}` : `Message to ${chat.name} as ${person?.name ?? ''}`);
    },
    offerExamples: (said) => {
      const [first = ''] = (examples[person?.key ?? ''] ?? otherExamples).map((text) => text.split(' ')[0] ?? '');
      tries.hidden = chat !== undefined || said.some((text) => text.toLowerCase().startsWith(first));
    },
  };
}
