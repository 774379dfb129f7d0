/** An answer of the control API that is no success: HTTP status, a code for scripts, words for people. */
export class ControlError extends Error {
  readonly status: number;
  readonly code: string;
  /** Further members of the error object, such as the input that was refused. */
  readonly more: Record<string, string>;
  constructor(status: number, code: string, message: string, more: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}
