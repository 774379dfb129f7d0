import { type AccessRequestId, type UserId } from '../../core/ids.ts';
import { type Job } from '../ports.ts';

/** The radar's card for each of these people, and every other copy brought up to date. */
export const tellOf = (requestId: AccessRequestId, people: readonly UserId[]): readonly Job[] => [
  { name: 'cards.refresh', requestId },
  ...[...new Set(people)].map((to): Job => ({ name: 'card.post', requestId, to, purpose: 'radar' })),
];
