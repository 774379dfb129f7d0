import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { boxRoutes } from './boxRoutes.ts';
import { chatRoutes } from './chatRoutes.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { dialogRoutes } from './dialogRoutes.ts';
import { type EventHub } from './eventHub.ts';
import { guard, guardOrigin } from './guard.ts';
import { pageFile } from './pageFiles.ts';
import { passOn, personServer } from './personPages.ts';
import { signInRoute } from './signInRoute.ts';
import { stepUpRoute } from './stepUpRoute.ts';
import { tenantRoute } from './tenantRoute.ts';

/** Every route of the control API; `GET events` is served beside them. */
export const controlRoutes = [...chatRoutes, ...dialogRoutes, ...boxRoutes, tenantRoute, signInRoute, stepUpRoute];

const prefix = '/_sandbox/';
const largestBody = 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new ControlError(413, 'tooLarge', 'A body has at most 1 MB.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'badJson', 'The body is no JSON.');
  }
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify(body));
}

async function answerApi(world: ControlWorld, hub: EventHub, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const path = url.pathname.slice(prefix.length);
  if (path === 'events' && request.method === 'GET') {
    hub.join(response);
    return;
  }
  const named = controlRoutes.filter((route) => route.path === path);
  const found = named.find((route) => route.method === request.method);
  if (!found) {
    throw named.length > 0
      ? new ControlError(405, 'badMethod', `${path} answers ${named.map(({ method }) => method).join(' and ')}.`)
      : new ControlError(404, 'noSuchRoute', `There is no ${path}; sandbox/README.md lists what there is.`);
  }
  if (!found.whileStarting && !world.ready()) throw new ControlError(503, 'notReady', 'The sandbox is not ready yet.');
  answerJson(response, 200, await found.answer(world, url.searchParams, await readBody(request)));
}

/**
 * Serves the chat page and the control API on 127.0.0.1.
 * @param page the folder of the built page; a request made before it is built waits for it
 * @throws Error naming port and variable when the port is taken
 */
export async function startControl(world: ControlWorld, hub: EventHub, page: Promise<string>): Promise<{ stop(): Promise<void> }> {
  const { page: port } = world.settings.ports;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guardOrigin(request, port);
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const server = personServer(url.pathname, world);
    if (server !== undefined) {
      const passed = await passOn(request, url, server, world);
      response.writeHead(passed.status, passed.headers);
      response.end(passed.text);
      return;
    }
    guard(request, port);
    if (url.pathname.startsWith(prefix)) return answerApi(world, hub, request, response, url);
    const file = request.method === 'GET' ? await pageFile(await page, url.pathname) : undefined;
    if (!file) throw new ControlError(404, 'noSuchPage', 'There is no such page.');
    response.writeHead(200, file.headers);
    response.end(file.content);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      if (error instanceof ControlError) {
        answerJson(response, error.status, { error: { code: error.code, message: error.message, ...error.more } });
        return;
      }
      answerJson(response, 500, { error: { code: 'sandboxFailed', message: Error.isError(error) ? error.message : 'Something failed.' } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} (chat page) is taken. Free it, or choose another one with SANDBOX_PAGE_PORT.`) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        hub.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
