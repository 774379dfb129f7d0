import { type Ports } from '../ports.ts';
import { chooseLanguage, chosenLanguage } from './chooseLanguage.ts';
import { type DialogsDesk } from './dialogsUseCases.ts';
import { findSharedApps } from './findSharedApps.ts';
import { signIn } from './signIn.ts';
import { submitDialog } from './submitDialog.ts';
import { answerDialog, beginDialog, dialogAsForm, endDialog, findDialog, moveDialog } from './talkDialog.ts';

export const createDialogs = (ports: Ports): DialogsDesk => ({
  findSharedApps: findSharedApps(ports),
  chooseLanguage: chooseLanguage(ports),
  chosenLanguage: chosenLanguage(ports),
  signIn: signIn(ports),
  beginDialog: beginDialog(ports),
  findDialog: findDialog(ports),
  answerDialog: answerDialog(ports),
  moveDialog: moveDialog(ports),
  dialogAsForm: dialogAsForm(ports),
  submitDialog: submitDialog(ports),
  endDialog: endDialog(ports),
});
