import type { z } from 'zod';
import type { Reply } from '../serve.ts';
import { badRequest } from './errors.ts';
import type { RuleName } from './rules.ts';
import type { GraphCall } from './graphCall.ts';

/** A route of the imitated Graph: data, from which the README's table is made, and its handler. */
export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path after the version: `{name}` is one segment, `[/{cast}]` an optional type cast. */
  path: string;
  /** Only served in beta. */
  beta?: true;
  /** Delegated scopes, any of which suffices; none: not for users. */
  delegated: string[];
  /** Application permissions, any of which suffices; none: not for applications. */
  application: string[];
  /** What the caller's roles or ownership must say besides. */
  rule?: RuleName;
  limit?: string;
  /** Refusals of its own, for the table. */
  errors?: string;
  handle(call: GraphCall): Reply | Promise<Reply>;
};

/** Answers with an OData entity or collection. */
export const ok = (call: GraphCall, context: string, body: Record<string, unknown>, status = 200): Reply => ({
  status,
  body: { '@odata.context': `${call.base}/$metadata#${context}`, ...body },
});

export const noContent: Reply = { status: 204 };

/**
 * Parses a request body strictly; OData annotations pass.
 * @throws GraphError 400 naming the first member that does not fit.
 */
export function parseBody<T extends z.ZodType>(call: GraphCall, schema: T): z.infer<T> {
  const { body } = call.exchange;
  if (body === undefined || body === null || typeof body !== 'object' || Array.isArray(body)) throw badRequest('Unable to read JSON request payload.');
  const members = Object.entries(body).filter(([name]) => !/^@(odata|microsoft)\./.test(name) || name === '@odata.id');
  const parsed = schema.safeParse(Object.fromEntries(members));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const where = issue.path.length === 0 ? '' : ` in '${issue.path.join('/')}'`;
    throw badRequest(`One or more properties are invalid: '${issue.keys.join("', '")}' does not exist${where}.`);
  }
  throw badRequest(`Invalid value specified for property '${issue?.path.join('/') ?? ''}': ${issue?.message ?? ''}`);
}
