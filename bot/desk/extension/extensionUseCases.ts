/** Verbs of the message extension and of chats that several people read. */
import { type FoundAddress } from '../../core/extension/findAddresses.ts';
import { type AccessRequestId } from '../../core/ids.ts';
import { type Phase } from '../../core/invitation.ts';
import { type Actor } from '../../core/person.ts';
import { type RequestView } from '../requestView.ts';
import { type InviteForm } from '../inviteForm.ts';
import { type Refused, type Shown } from '../outcomes.ts';

/** What of a request everybody in a chat may read: no person, no address, no reason. */
export type Glance = { readonly kind: 'glance'; readonly requestId: AccessRequestId; readonly appName: string; readonly phase: Phase };

/** A message somebody invites from: its text, and who wrote it (null where that is nobody outside). */
export type MessageWords = { readonly text: string; readonly senderName: string | null };

/** The form, and the addresses it was made from: the first is filled in already. */
export type FormFromMessage = InviteForm & { readonly offered: readonly FoundAddress[] };

export type FoundRequests = { readonly kind: 'found'; readonly rows: readonly RequestView[] };

/** `text`: part of a guest's name or address, or of an app's name; empty for everything. At most 25 rows at once. */
export type RequestSearch = { readonly text: string; readonly skip: number; readonly count: number };

export type ExtensionDesk = {
  /** Who stands there: one of ours, by the directory's name, or somebody to be refused. */
  meetPerson(actor: Actor): Promise<{ kind: 'met'; name: string } | Refused>;
  /** The request form with the addresses and names of a message in it. */
  prepareFromMessage(actor: Actor, message: MessageWords): Promise<FormFromMessage | Refused>;
  /** Whether what this person asks for may go out in their own name at once, so that their sign-in is needed. */
  actsInOwnName(actor: Actor): Promise<boolean>;
  /** Requests and guests that the person has a part in, newest first. */
  searchRequests(actor: Actor, search: RequestSearch): Promise<FoundRequests | Refused>;
  /** A request looked at in a chat that others read: one's own part, or what everybody may read. Changes nothing. */
  glanceAtRequest(actor: Actor, input: { requestId: AccessRequestId }): Promise<Shown | Glance | Refused>;
  /** Posts the request's card to the person's own chat; `nothing` where they have no part in it. */
  continueInChat(actor: Actor, input: { requestId: AccessRequestId }): Promise<'posted' | 'nothing' | Refused>;
};
