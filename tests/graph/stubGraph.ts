import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { customCloud, type Cloud } from '../../bot/core/clouds.ts';
import { loadCertificates, type Certificates } from '../../sandbox/certificates.ts';

export type Received = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: unknown };
export type Given = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown } | 'reset' | 'silence';

/** A Graph that answers exactly what a test tells it to, and keeps what it was asked. */
export type StubGraph = {
  readonly cloud: Cloud;
  readonly received: Received[];
  /** What to answer; asked for each request with how many came before it. */
  answer: (request: Received, before: number) => Given;
  stop(): Promise<void>;
};

export const graphError = (status: number, code: string, message = 'as told', headers: Record<string, string> = {}): Given => ({ status, headers, body: { error: { code, message } } });

/** Custom cloud whose Entra and Graph live on one local port. */
export const localCloud = (port: number): Cloud => {
  const origin = `https://localhost:${port}`;
  const made = customCloud({
    loginUrl: origin, graphUrl: origin, channelMetadataUrl: `${origin}/metadata`, channelIssuer: 'https://api.botframework.com', channelServiceOrigins: [origin], tokenServiceUrl: origin,
  });
  if ('problems' in made) throw new Error(JSON.stringify(made.problems));
  return made.cloud;
};

/**
 * Trusts one local authority beside the usual ones, in this process. It replaces the one of an earlier file: they all
 * bear one name, and OpenSSL would try the first.
 */
export const trust = (ca: string): void => tls.setDefaultCACertificates([...tls.getCACertificates('bundled'), ca]);

const issue = async (): Promise<Certificates> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guest-desk-graph-'));
  const issued = await loadCertificates(folder);
  rmSync(folder, { recursive: true });
  trust(issued.ca);
  return issued;
};
let certificates: Promise<Certificates> | undefined;

export const startStubGraph = async (): Promise<StubGraph> => {
  const { key, cert } = await (certificates ??= issue());
  const received: Received[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one: Received = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: request.headers['content-type']?.includes('json') === true ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)) };
      received.push(one);
      const given = stub.answer(one, received.length - 1);
      if (given === 'silence') return;
      if (given === 'reset') return void request.socket.destroy();
      response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
      response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stub: StubGraph = {
    cloud: localCloud((server.address() as AddressInfo).port),
    received,
    answer: () => ({ status: 500 }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return stub;
};
