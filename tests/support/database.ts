import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Embedded } from '../../bot/store/embedded/startEmbedded.ts';

/** Where globalSetup leaves the run's server for globalTeardown. */
export const testServerKey = 'guestDeskTestServer';
export type TestServer = { readonly embedded: Embedded; readonly folder: string };

/** Runs one statement as superuser and returns its rows; `on` names another database than the default. */
export const onTestServer = async (statement: string, on = 'postgres'): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: testUrl(on) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

const testUrl = (database: string): string => {
  const server = process.env['TEST_PG'];
  if (server === undefined) throw new Error('TEST_PG is not set: run the tests through Jest.');
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

/** The address of a fresh, empty database on the run's server. It goes away with the server. */
export const createTestDatabase = async (): Promise<string> => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onTestServer(`create database ${name}`);
  return testUrl(name);
};
