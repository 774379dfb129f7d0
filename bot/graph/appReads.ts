import { isDeskError } from '../core/errors.ts';
import { type z } from 'zod';
import { type BatchPart, readBatch } from './batch.ts';
import { type Call } from './calls.ts';
import { type Filling, type GraphClient } from './client.ts';
import { type AppTokens } from './credential.ts';
import { pageOf, readAs } from './schemas.ts';

/** Reads of an application identity: the token comes and is renewed by itself. */
export type AppReads = {
  one<Schema extends z.ZodType>(call: Call, schema: Schema, filling?: Filling): Promise<z.output<Schema>>;
  /** All pages. */
  all<Item extends z.ZodType>(call: Call, item: Item, filling?: Filling): Promise<readonly z.output<Item>[]>;
  batch(parts: readonly BatchPart[]): Promise<ReadonlyMap<string, unknown>>;
};

const mostPages = 200;

export const createAppReads = (client: GraphClient, tokens: AppTokens): AppReads => {
  const read = <T>(work: (token: string) => Promise<T>): Promise<T> => withAppToken(tokens, work);
  const one: AppReads['one'] = async (call, schema, filling) => readAs(schema, await read((token) => client.read(call, token, filling)), nameOf(call));
  return {
    one,
    all: async <Item extends z.ZodType>(call: Call, item: Item, filling?: Filling) => {
      const schema = pageOf(item);
      const items: z.output<Item>[] = [];
      let link: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const answer = await one(call, schema, link === undefined ? filling : { link });
        items.push(...(answer.value as z.output<Item>[]));
        link = answer['@odata.nextLink'];
        if (link === undefined) break;
      }
      return items;
    },
    batch: (parts) => (parts.length === 0 ? Promise.resolve(new Map()) : read((token) => readBatch(client, token, parts))),
  };
};

/** Runs with a token of the registration; one that Graph refuses (401: revoked, secret rolled) is renewed once. */
export const withAppToken = async <T>(tokens: AppTokens, work: (token: string) => Promise<T>): Promise<T> => {
  try {
    return await work(await tokens.get());
  } catch (error) {
    if (!isDeskError(error, 'tenant-denies') || !refusedTokenCodes.has(error.detail.code)) throw error;
    tokens.forget();
    return work(await tokens.get());
  }
};

const refusedTokenCodes = new Set(['graph/invalid-authentication-token', 'graph/claims-challenge', 'graph/status-401']);

const nameOf = (call: Call): string => call.path.replaceAll(/[^A-Za-z]+/g, '-').replaceAll(/^-|-$/g, '');
