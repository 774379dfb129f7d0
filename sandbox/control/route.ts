import { z } from 'zod';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';

/** A request as a route gets it: the query, and the body parsed by the route's own schema. */
export type Asked<Body> = { query: URLSearchParams; body: Body };

/** A route of the control API: data plus what it answers. Served also while starting where it says so. */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path after `/_sandbox/`. */
  path: string;
  whileStarting: boolean;
  answer(world: ControlWorld, query: URLSearchParams, body: unknown): Promise<unknown>;
};

/** Makes a route whose body is checked before it is answered. @throws ControlError 400 naming what is wrong */
export function route<Schema extends z.ZodType = z.ZodUnknown>(options: {
  method: Route['method'];
  path: string;
  body?: Schema;
  whileStarting?: boolean;
  answer: (world: ControlWorld, asked: Asked<z.output<Schema>>) => unknown;
}): Route {
  const { method, path, body: schema, whileStarting = false, answer } = options;
  return {
    method,
    path,
    whileStarting,
    answer: async (world, query, body) => {
      const parsed = (schema ?? z.unknown()).safeParse(body);
      if (!parsed.success) throw new ControlError(400, 'badBody', z.prettifyError(parsed.error));
      return answer(world, { query, body: parsed.data as z.output<Schema> });
    },
  };
}
