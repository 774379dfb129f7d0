import { type Ports } from '../ports.ts';
import { chooseLanguage, chosenLanguage } from './chooseLanguage.ts';
import { type DialogsDesk } from './dialogsUseCases.ts';
import { signIn } from './signIn.ts';

export const createDialogs = (ports: Ports): DialogsDesk => ({
  chooseLanguage: chooseLanguage(ports),
  chosenLanguage: chosenLanguage(ports),
  signIn: signIn(ports),
});
