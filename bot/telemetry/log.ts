import { pino, type DestinationStream } from 'pino';
import { correlationId } from './correlation.ts';
import { describeError } from './describeError.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * One line: `event` is `noun.past` (`turn.done`, `postgres.ready`), the rest are ids, codes and numbers. There is no
 * field for free text: a value that is not a plain token is written as `***`, so addresses, names, reasons, card text
 * and bearer tokens cannot get into a log whatever a caller hands over.
 */
export type LogLine = { readonly event: string; readonly error?: unknown } & Readonly<Record<string, unknown>>;

export type Log = Readonly<Record<LogLevel, (line: LogLine) => void>>;

/** JSON lines on stdout, or on `destination`. Errors keep kind, code and frames; their messages are dropped. */
export const createLog = (level: LogLevel, destination?: DestinationStream): Log => {
  const options = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } };
  const sink = destination === undefined ? pino(options) : pino(options, destination);
  const write = (at: LogLevel) => (line: LogLine) => sink[at](safeLine(line));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};

const safeLine = ({ error, ...fields }: LogLine): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, safeValue(value)])),
  correlationId: safeValue(fields['correlationId'] ?? correlationId()),
  ...(error === undefined ? {} : { error: describeError(error) }),
});

/** Ids, codes, origins, paths and instants pass; whatever has spaces, `@`, or looks like a token or a query does not. */
const plain = /^(?!eyJ)[\w.:/[\]+-]{0,128}$/;

const safeValue = (value: unknown): unknown => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value;
  if (typeof value === 'string') return plain.test(value) ? value : '***';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.slice(0, 50).map(safeValue);
  return '***';
};

/** For libraries that insist on a logger and would write what nobody may read: one that writes nothing. */
export const silentLogger = (): unknown => pino({ enabled: false });
