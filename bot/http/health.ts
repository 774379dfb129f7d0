import { type HttpRoute } from './httpRoute.ts';

/** One part that has to be up; throws or answers false while it is not. */
export type ReadyCheck = () => Promise<boolean> | boolean;

/** `GET /health/live` while the process runs; `GET /health/ready` once every part is up, naming those that are not. */
export const healthRoutes = (checks: Readonly<Record<string, ReadyCheck>>): readonly HttpRoute[] => [
  { method: 'GET', path: '/health/live', handle: async () => ({ status: 200, body: { status: 'live' } }) },
  {
    method: 'GET',
    path: '/health/ready',
    handle: async () => {
      const missing = (await Promise.all(Object.entries(checks).map(async ([name, check]) => ((await holds(check)) ? [] : [name])))).flat();
      return missing.length === 0 ? { status: 200, body: { status: 'ready' } } : { status: 503, body: { status: 'starting', missing } };
    },
  },
];

const longestCheckMs = 2_000;

const holds = async (check: ReadyCheck): Promise<boolean> => {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, longestCheckMs, false).unref());
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } catch {
    return false;
  }
};
