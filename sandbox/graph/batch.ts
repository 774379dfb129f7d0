import { z } from 'zod';
import { performInner, type Exchange, type Handle, type Reply } from '../serve.ts';
import type { Faults } from '../faults.ts';
import type { Journal } from '../journal.ts';
import { badRequest } from './errors.ts';
import { parseBody } from './route.ts';
import { type GraphCall } from './graphCall.ts';

const batch = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
        url: z.string().min(1),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
        dependsOn: z.array(z.string()).optional(),
      }),
    )
    .min(1),
});
type Inner = z.infer<typeof batch>['requests'][number];

/**
 * `POST /$batch`: up to 20 requests, each with its own permission, throttle and fault; a failed dependency gives 424.
 * @param handle what answers a single request. @throws GraphError 400 for more than 20, a doubled id or nesting.
 */
export async function answerBatch(call: GraphCall, handle: Handle, rules: { journal: Journal; faults: Faults }): Promise<Reply> {
  const { requests } = parseBody(call, batch);
  if (requests.length > 20) throw badRequest('Number of batch request steps exceeds the maximum value of 20.');
  if (new Set(requests.map((each) => each.id)).size < requests.length) throw badRequest('The batch request ids must be unique.');
  if (requests.some((each) => /^\/?\$batch/.test(each.url))) throw badRequest('A batch may not hold a batch.');
  const unheaded = requests.find((each) => each.body !== undefined && each.headers === undefined);
  if (unheaded !== undefined) throw badRequest(`Request ${unheaded.id} has a body and no headers; Content-Type is needed.`);

  const answers = new Map<string, Reply>();
  for (const request of requests) answers.set(request.id, await answerInner(call, request, answers, handle, rules));
  return { status: 200, body: { responses: requests.map(({ id }) => shown(id, answers.get(id))) } };
}

async function answerInner(call: GraphCall, request: Inner, answers: Map<string, Reply>, handle: Handle, rules: { journal: Journal; faults: Faults }): Promise<Reply> {
  const failed = (request.dependsOn ?? []).some((id) => (answers.get(id)?.status ?? 424) >= 400);
  if (failed) return { status: 424, body: { error: { code: 'FailedDependency', message: 'A request this one depends on failed.' } } };
  const [path = '', query = ''] = request.url.split('?', 2);
  const inner: Exchange = {
    method: request.method,
    path: `/${call.version}/${path.replace(/^\//, '')}`,
    query: new URLSearchParams(query),
    headers: { ...Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])), authorization: call.exchange.headers.authorization },
    body: request.body,
    caller: null,
  };
  return performInner(inner, handle, { to: 'graph', ...rules });
}

const shown = (id: string, reply: Reply | undefined): Record<string, unknown> => ({
  id,
  status: reply?.status ?? 500,
  headers: { 'Cache-Control': 'no-cache', ...reply?.headers, ...(reply?.body !== undefined && { 'Content-Type': 'application/json' }) },
  ...(reply?.body !== undefined && { body: reply.body }),
});
