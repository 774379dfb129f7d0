import { findAddresses, fitsName, type FoundAddress } from '../../core/extension/findAddresses.ts';
import { prepareRequest } from '../prepareRequest.ts';
import { type Ports } from '../ports.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';

type MessagePorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'settings'>;

/**
 * Takes addresses and names out of a message and prepares the form with the first of them. Where the message does not
 * say whose an address is, its writer's name is the guess if it fits the address.
 */
export const prepareFromMessage =
  (ports: MessagePorts): ExtensionDesk['prepareFromMessage'] =>
  async (actor, { text, senderName }) => {
    const named = ({ email, name }: FoundAddress): FoundAddress => ({ email, name: name ?? (senderName !== null && fitsName(email, senderName) ? senderName : null) });
    const offered = findAddresses(text, await ports.directory.verifiedDomains()).map(named);
    const first = offered[0];
    const form = await prepareRequest(ports)(actor, { email: first?.email ?? null, name: first?.name ?? null, app: null, sponsor: null, until: null, reason: null });
    return form.kind === 'refused' ? form : { ...form, offered };
  };
