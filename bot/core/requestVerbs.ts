/** Verbs a person can press on a request card. */
export type RequestVerb =
  | 'request.approve'
  | 'request.decline'
  | 'request.withdraw'
  | 'request.finish'
  | 'request.retry'
  | 'access.end'
  | 'sponsor.replace';
