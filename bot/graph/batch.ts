import { type Call, calls } from './calls.ts';
import { type Filling, type GraphClient, pathOf } from './client.ts';
import { errorOfAnswer } from './errors.ts';
import { batchAnswer, readAs } from './schemas.ts';

/** One read inside a batch. */
export type BatchPart = { readonly key: string; readonly call: Call; readonly filling: Filling };

const partsPerBatch = 20;

/**
 * Reads many things in one round trip: batches of 20, side by side.
 * @returns bodies by key; what Graph does not know (404) is absent
 * @throws DeskError as a single read would, for the first part that failed
 */
export const readBatch = async (client: GraphClient, token: string, parts: readonly BatchPart[]): Promise<ReadonlyMap<string, unknown>> => {
  const chunks = Array.from({ length: Math.ceil(parts.length / partsPerBatch) }, (_, index) => parts.slice(index * partsPerBatch, (index + 1) * partsPerBatch));
  const bodies = await Promise.all(chunks.map((chunk) => readChunk(client, token, chunk)));
  return new Map(bodies.flat());
};

const readChunk = async (client: GraphClient, token: string, parts: readonly BatchPart[]): Promise<[string, unknown][]> => {
  const requests = parts.map(({ call, filling }, index) => ({ id: String(index), method: call.method, url: pathOf(call, filling) }));
  const answer = readAs(batchAnswer, await client.read(calls.reader.batch, token, { body: { requests } }), 'batch');
  return answer.responses.flatMap((response): [string, unknown][] => {
    const part = parts[Number(response.id)];
    if (part === undefined || response.status === 404) return [];
    if (response.status >= 300) {
      const headers = new Map(Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
      throw errorOfAnswer({ status: response.status, headers, body: response.body }, { kind: 'read' });
    }
    return [[part.key, response.body]];
  });
};
