import { once } from 'node:events';
import net from 'node:net';
import { createTestDatabase, onTestServer } from '../support/database.ts';
import { openBench } from './rows.ts';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

const goodbye = Buffer.from('X\0\0\0\x04');

/** The address of the database over a line on which a client's goodbye travels for so many milliseconds. */
const slowToLeave = async (url: string, ms: number): Promise<string> => {
  const [target, over] = [new URL(url), new URL(url)];
  const line = net.createServer({ allowHalfOpen: true }, (down) => {
    const up = net.connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
    const later = (act: () => void) => setTimeout(act, ms);
    down.on('data', (chunk) => (chunk.subarray(-goodbye.length).equals(goodbye) ? later(() => up.write(chunk)) : up.write(chunk)));
    down.on('end', () => later(() => up.end()));
    up.on('data', (chunk) => down.write(chunk)).on('end', () => down.end());
    stops.push(() => [down, up].forEach((each) => each.destroy()));
    for (const socket of [down, up]) socket.on('error', () => [down, up].forEach((each) => each.destroy()));
  });
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  over.hostname = '127.0.0.1';
  over.port = String((line.address() as net.AddressInfo).port);
  stops.push(() => line.close());
  return over.href;
};

const sessions = async (url: string): Promise<unknown[]> =>
  (await onTestServer(`select distinct application_name as of from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}' order by 1`)).map(({ of }) => of);

it('a closed store leaves no session on the server, however slowly its goodbyes arrive', async () => {
  const direct = await createTestDatabase();
  const { store, lines } = await openBench(await slowToLeave(direct, 1_000));
  await store.jobs.work('cards.refresh', async () => ({ kind: 'done' }));
  await Promise.all(Array.from({ length: 10 }, (_, index) => store.transaction((tx) => tx.commitWith([], [{ name: 'cards.refresh', requestId: `r${index}` }]))));
  expect(await sessions(direct)).toEqual(['guest-desk', 'guest-desk-jobs']);
  await store.jobs.drain(5_000);
  await store.close();
  expect(await sessions(direct)).toEqual([]);
  expect(lines.filter((text) => /connection-lost|jobs\.failed/.test(text))).toEqual([]);
}, 30_000);
