/** Opaque identifiers. Names say what a string identifies; values are never parsed. */

/** Entra tenant id (GUID). */
export type TenantId = string;
/** Object id of a user in our tenant, member or guest (GUID). */
export type UserId = string;
/** Our id of a shared app (UUID). */
export type SharedAppId = string;
/** Our id of an access request (UUID). */
export type AccessRequestId = string;
/** Our id of a form that was sent to one person and not yet used (UUID). */
export type DraftId = string;
/** A calendar day as `YYYY-MM-DD`, read in the time zone that stands beside it. */
export type Day = string;
