import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { waitFor } from '../../test-kit/index.ts';

const SERVICE = fileURLToPath(new URL('./readers-service.ts', import.meta.url));
const HEAP = ['--max-old-space-size=96', '--max-semi-space-size=4'];
const MIB = 1024 * 1024;
const CONNECTIONS = 100;
const PIPELINED = 31;
const ATTACK_MS = 3_000;

/** Starts the service and returns its port and what it logged. */
async function start(t: Test, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...HEAP, SERVICE], {
    env: { PORT: '0', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const port = await waitFor('the service to listen', () => {
    const line = lines.find((text) => text.includes('Server listening')) ?? '';
    return Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? 0) || null;
  });
  return { port, lines, url: `http://127.0.0.1:${port}` };
}

/** A client that sends requests and reads nothing. */
async function deafClient(t: Test, port: number, path: string, requests = 1): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  // The service may cut it off.
  socket.on('error', () => undefined);
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(requests));
  return socket;
}

/** The service's memory and connections, that of this request included. */
async function stateOf(url: string): Promise<{ rss: number; connections: number }> {
  const answer = await fetch(`${url}/state`, { signal: AbortSignal.timeout(10_000) });
  if (answer.status !== 200) throw new Error(`another client got ${answer.status}`);
  return (await answer.json()) as { rss: number; connections: number };
}

/** Asks like any other client for some time; returns the slowest answer and the highest memory of the service. */
async function watch(url: string) {
  const seen = { slowestMs: 0, rssMiB: 0 };
  const end = performance.now() + ATTACK_MS;
  while (performance.now() < end) {
    await delay(20);
    const began = performance.now();
    const { rss } = await stateOf(url);
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - began);
    seen.rssMiB = Math.max(seen.rssMiB, rss / MIB);
  }
  return seen;
}

for (const path of ['/metrics', '/list', '/file']) {
  t.test(`clients that ask for ${path} and read nothing exhaust no memory`, async (t) => {
    const { port, url } = await start(t);
    const clients = Array.from({ length: CONNECTIONS }, () => deafClient(t, port, path, PIPELINED));
    await Promise.all(clients);
    const { slowestMs, rssMiB } = await watch(url);
    t.ok(slowestMs < 5_000, `another client waited ${slowestMs} ms`);
    t.ok(rssMiB < 400, `${rssMiB} MiB`);
  });
}

t.test('an answer that makes no progress ends with its connection', async (t) => {
  const { port, url } = await start(t, { STALL_MS: '3000' });
  await deafClient(t, port, '/file');
  await waitFor('the cut', async () => (await stateOf(url)).connections === 1);
  const whole = await (await fetch(`${url}/file`)).arrayBuffer();
  t.equal(whole.byteLength, 1_000 * 64 * 1024, 'a client that reads gets the whole file');
});

t.test('connections are cut while too many bytes of all together are not read', async (t) => {
  const clients = 100;
  const { port, url, lines } = await start(t, { UNSENT_BYTES: '1000000' });
  await Promise.all(Array.from({ length: clients }, () => deafClient(t, port, '/file')));
  const left = await waitFor('cuts', async () => {
    const { connections } = await stateOf(url);
    return connections < clients && connections;
  });
  t.ok(left > 1, 'not all are cut');
  t.ok(lines.some((line) => line.includes('clients do not read; closing connections')));
});

t.test('a connection beyond the limit is closed, and the others are served', async (t) => {
  const { port } = await start(t, { MAX_CONNECTIONS: '2' });
  const [first] = await Promise.all([deafClient(t, port, '/state'), deafClient(t, port, '/state')]);
  const third = connect(port, '127.0.0.1');
  third.on('error', () => undefined);
  await once(third.resume(), 'close');
  first.resume();
  const [answer] = (await once(first, 'data')) as [Buffer];
  t.match(answer.toString(), /^HTTP\/1\.1 200 OK\r\n/);
});

t.test('pipelined requests are answered in their order, and too many are not', async (t) => {
  const { port } = await start(t);
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
  socket.write(ask('/list') + ask('/nowhere') + ask('/state'));
  await waitFor('the last answer', () => text.includes('"rss"'));
  t.strictSame(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  const closed = once(socket, 'close');
  socket.write(ask('/list').repeat(100));
  await closed;
});

t.test('a heap that is nearly full refuses requests, and answers probes', async (t) => {
  const { url } = await start(t, { FILLED_SHARE: '0.82' });
  const refused = await waitFor('a refusal', async () => {
    const answer = await fetch(`${url}/list`);
    return answer.status === 503 && answer;
  });
  t.match(await refused.json(), { code: 'UNAVAILABLE' });
  t.equal(refused.headers.get('retry-after'), '5');
  t.equal((await fetch(`${url}/healthz`)).status, 200);
});
