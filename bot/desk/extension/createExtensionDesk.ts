import { type Ports } from '../ports.ts';
import { actsInOwnName } from './actsInOwnName.ts';
import { continueInChat } from './continueInChat.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';
import { glanceAtRequest } from './glanceAtRequest.ts';
import { meetPerson } from './meetPerson.ts';
import { prepareFromMessage } from './prepareFromMessage.ts';
import { searchRequests } from './searchRequests.ts';

export const createExtensionDesk = (ports: Ports): ExtensionDesk => ({
  meetPerson: meetPerson(ports),
  prepareFromMessage: prepareFromMessage(ports),
  actsInOwnName: actsInOwnName(ports),
  searchRequests: searchRequests(ports),
  glanceAtRequest: glanceAtRequest(ports),
  continueInChat: continueInChat(ports),
});
