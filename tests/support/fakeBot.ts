/**
 * A bot in name only, for the tests of the supervisor: answers its health, its clock, its process id and what the
 * door added, fails on request, and drains on SIGTERM.
 */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const answer = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url === '/health/ready') return answer(200, { ready: true });
  if (request.url === '/crash') return process.exit(3);
  if (request.url === '/slow') return void setTimeout(() => answer(200, { pid: process.pid }), 300);
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString()));
  request.on('end', () =>
    answer(200, {
      pid: process.pid,
      now: new Date().toISOString(),
      called: Date.now(),
      isDate: new Date() instanceof Date && structuredClone(new Date()) instanceof Date,
      method: request.method,
      url: request.url,
      headers: request.headers,
      text,
      tenant: process.env['TENANT_ID'] ?? null,
      home: process.env['SECRET_OF_THE_PARENT'] ?? null,
    }),
  );
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
