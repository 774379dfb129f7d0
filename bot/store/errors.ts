import { DeskError, type DeskErrorKind } from '../core/errors.ts';

/** Classes of SQLSTATE (first two letters) and whole codes that mean "later, nothing happened". */
const unavailable = /^(08|53|57P|40001|40P01|55P03|57014|25P03)/;
/** Text that PostgreSQL cannot keep: NUL characters and broken encodings come from people's input. */
const unusableText = /^(22021|22P05)$/;
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Cannot use a pool after calling end|driver has already been destroyed)/;

/**
 * Errors of driver and server as errors of the desk. The server's message and detail hold row contents, so the cause
 * that goes along keeps only code, table and constraint.
 */
export const toDeskError = (error: unknown): DeskError => {
  if (error instanceof DeskError) return error;
  const { code, table, constraint, message } = error as { code?: unknown; table?: unknown; constraint?: unknown; message?: unknown };
  const sqlstate = typeof code === 'string' ? code : 'none';
  const detail = { code: `store/${sqlstate.toLowerCase()}`, cause: bare(error, [sqlstate, table, constraint]) };
  return new DeskError(kindOf(sqlstate, typeof message === 'string' ? message : ''), detail);
};

const kindOf = (code: string, message: string): DeskErrorKind => {
  if (unavailable.test(code) || socketCodes.has(code) || lostConnection.test(message)) return 'unavailable';
  return unusableText.test(code) ? 'invalid' : 'bug';
};

const bare = (error: unknown, words: readonly unknown[]): Error => {
  const copy = new Error(words.filter((word) => typeof word === 'string').join(' '));
  copy.name = 'DatabaseError';
  const frames = Error.isError(error) ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : [];
  copy.stack = [`${copy.name}: ${copy.message}`, ...frames].join('\n');
  return copy;
};

/** @throws DeskError for whatever `work` throws */
export const inDeskErrors = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw toDeskError(error);
  }
};

type Methods = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/** The same methods, whose errors are errors of the desk. */
export const guarded = <Port extends object>(port: Port): Port =>
  Object.fromEntries(Object.entries(port as Methods).map(([name, method]) => [name, (...args: never[]) => inDeskErrors(() => method(...args))])) as Port;
