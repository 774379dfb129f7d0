import { randomUUID } from 'node:crypto';
import type { Invitation, Mail } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';

type Words = { subject: (who: string) => string; opening: (who: string, tenant: string) => string; message: string; accept: string; caution: string };

const english: Words = {
  subject: (who) => `${who} invited you to access applications within their organization`,
  opening: (who, tenant) => `${who} of ${tenant} invites you to sign in to their applications as a guest. If you do not know them, leave this mail unanswered.`,
  message: 'Message from the inviter:',
  accept: 'Accept the invitation:',
  caution: 'This invitation may lead outside your organization. Accept it only if you expected it.',
};

const wordsOf: Record<string, Words> = {
  en: english,
  de: {
    subject: (who) => `${who} lädt Sie ein, auf Anwendungen der Organisation zuzugreifen`,
    opening: (who, tenant) => `${who} von ${tenant} lädt Sie ein, sich dort als Gast anzumelden. Wenn Ihnen der Name nichts sagt, lassen Sie diese Mail unbeantwortet.`,
    message: 'Nachricht der einladenden Person:',
    accept: 'Einladung annehmen:',
    caution: 'Diese Einladung kann aus Ihrer Organisation hinausführen. Nehmen Sie sie nur an, wenn Sie sie erwartet haben.',
  },
  fr: {
    subject: (who) => `${who} vous invite à accéder aux applications de son organisation`,
    opening: (who, tenant) => `${who} (${tenant}) vous invite à vous connecter en tant qu'invité. Si ce nom ne vous dit rien, laissez ce message sans réponse.`,
    message: "Message de la personne qui vous invite :",
    accept: "Accepter l'invitation :",
    caution: 'Cette invitation peut mener hors de votre organisation. Ne l’acceptez que si vous l’attendiez.',
  },
};

/** The mail that Entra sends for an invitation: in the inviter's name, or the organisation's for an application. */
export function composeInvitationMail(given: {
  invitation: Invitation;
  tenant: Tenant;
  redeemUrl: string;
  inviterName: string | null;
  /** ISO 639 tag; a language without words falls back to English. */
  language: string;
  personalMessage: string | null;
  cc: string[];
}): Mail {
  const { invitation, tenant, redeemUrl, personalMessage, cc } = given;
  const words = wordsOf[given.language.slice(0, 2).toLowerCase()] ?? english;
  const who = given.inviterName ?? tenant.displayName;
  return {
    id: randomUUID(),
    at: invitation.sentAt,
    to: invitation.email,
    cc,
    from: `Microsoft Invitations on behalf of ${tenant.displayName} <invites@${tenant.domains[0] ?? ''}>`,
    subject: words.subject(who),
    body: [
      words.opening(who, tenant.displayName),
      ...(personalMessage === null || personalMessage === '' ? [] : [`${words.message}\n${personalMessage}`]),
      `${words.accept}\n${redeemUrl}`,
      words.caution,
    ].join('\n\n'),
    redeemUrl,
    invitationId: invitation.id,
  };
}
