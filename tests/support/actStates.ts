import { type Act } from '../../bot/core/stepUp/act.ts';

/** An open act that ends ten minutes after nine, with what differs. */
export const act = (differs: Partial<Act> = {}): Act => ({
  id: 'act-1', version: 1, kind: 'invitation.reset', requestId: 'r1', requestVersion: 3, address: null, tenantId: 't', askedBy: 'iris', locale: 'en-GB', timeZone: 'Europe/Berlin',
  conversationId: 'a:iris', activityId: 'card-1', createdAt: new Date('2026-01-05T09:00:00Z'), expiresAt: new Date('2026-01-05T09:10:00Z'),
  state: 'open', binding: null, signInAt: null, signIns: 0, challenge: null, challenges: 0, problem: null, ...differs,
});
