/** The inputs of the form as they were typed, so that nothing has to be typed twice. */
export type TypedAsk = {
  readonly email: string;
  readonly name: string;
  /** Shared app by id or by name. */
  readonly app: string;
  /** Sponsor by user id or by address; empty for the app's default. */
  readonly sponsor: string;
  readonly until: string;
  readonly reason: string;
  readonly language: string | null;
};
