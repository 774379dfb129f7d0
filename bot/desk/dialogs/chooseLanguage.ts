import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { type DialogsDesk } from './dialogsUseCases.ts';

type LanguagePorts = Pick<Ports, 'store' | 'directory' | 'settings'>;

/** `language.choose` */
export const chooseLanguage =
  (ports: LanguagePorts): DialogsDesk['chooseLanguage'] =>
  async (actor, language) => {
    const barred = barActor(ports, actor, await ports.directory.standings([actor.id]));
    if (barred !== undefined) return nameRefusal(ports.store.read, barred);
    await ports.store.chooseLanguage(actor.id, language);
    return { kind: 'chosen', language };
  };

/** `language`: what the card of choices begins with. */
export const chosenLanguage =
  ({ store }: Pick<Ports, 'store'>): DialogsDesk['chosenLanguage'] =>
  async (actor) => ({ kind: 'chosen', language: await store.languageOf(actor.id) });
