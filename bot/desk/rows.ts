/** What the store and the worker hand about: rows, pages of rows, places of cards, ends of jobs. */
import { type AccessRequest } from '../core/accessRequest.ts';
import { type Invitation } from '../core/invitation.ts';

/** Where a card was posted. */
export type PostedAt = { readonly conversationId: string; readonly activityId: string };

/** What a worker does next with a job: done, or the same job again after some seconds. */
export type JobOutcome = { readonly kind: 'done' } | { readonly kind: 'later'; readonly seconds: number };

/** A page of rows, newest first; `next` continues it. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null };

/** A request with its invitation; null while nobody is invited yet. */
export type RequestRow = { readonly request: AccessRequest; readonly invitation: Invitation | null };
