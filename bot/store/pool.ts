import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { type Log } from '../telemetry/log.ts';
import { countConnections } from './connections.ts';
import { type Tables } from './schema.ts';

export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;
/** Either: reads work inside and outside of a transaction. */
export type Querying = Database | DatabaseTransaction;

const dateType = 1082;
const bigintType = 20;

/** Days stay text (`YYYY-MM-DD`), counters become numbers: they stay far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => {
    if (oid === dateType) return (value: string) => value;
    if (oid === bigintType) return Number;
    return pg.types.getTypeParser(oid, format);
  },
};

/** At most 10 connections; nothing waits for ever, a transaction left open is ended by the server, and `destroy` leaves no session behind. */
export const openDatabase = (url: string, log: Log): Database => {
  const connections = countConnections();
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: 15_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'guest-desk',
    Client: connections.Client,
    types,
  });
  pool.on('error', (error) => log.warn({ event: 'database.connection-lost', error }));
  // The pool listens to idle connections only: one lost between two statements of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { options: pool.options, connect: () => pool.connect(), end: () => pool.end().then(connections.ended) } }) });
};
