import type { Socket } from 'node:net';
import t, { type Test } from 'tap';
import { waitFor } from '../../test-kit/index.ts';
import { addNote, asked, build, listen, logged, problem } from './fixture.ts';
import { flood, rawClient } from './raw-client.ts';

const ANSWER_MS = 200;
const MIB = 1024 * 1024;
const SOON = { timeoutMs: 6_000 };

async function notes(t: Test, answerMs = ANSWER_MS) {
  const log = logged();
  const served: unknown[] = [];
  const app = await build(
    t,
    { addNote },
    (api) => {
      api.route({
        ...addNote,
        handler: async ({ body }) => {
          served.push(body);
          return body;
        },
      });
    },
    { logger: log.logger, handlerTimeoutMs: answerMs },
  );
  return { ...(await listen(app)), app, log, served };
}

const head = (url: string, length: number | 'chunked', more = '') =>
  `POST ${url} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-request-id: request-1\r\n${
    length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`
  }\r\n${more}\r\n`;

const bodyOf = (text: string): unknown => JSON.parse(text.split('\r\n\r\n')[1] ?? '');

const late = problem(408, 'REQUEST_TIMEOUT', 'The request took too long to arrive', '/notes');
const tooLarge = problem(413, 'BODY_TOO_LARGE', 'The body is too large', '/notes');

/** Writes a byte now and then until the connection is closed, as a very slow client does. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('a'), 40);
  for (const event of ['end', 'close', 'error']) socket.once(event, () => clearInterval(timer));
}

for (const [name, then] of [
  ['never comes', () => undefined],
  ['comes byte by byte', drip],
] as const) {
  void t.test(`a body that ${name} is 408 and the end of its connection`, async (t) => {
    const { port, log, served } = await notes(t);
    const { socket, seen } = rawClient(t, port);
    socket.write(head('/notes', 1000));
    then(socket);
    await waitFor('the end of the connection', () => seen.isClosed || seen.error !== '', {
      timeoutMs: 6_000,
    });
    t.match(seen.text, /^HTTP\/1\.1 408 Request Timeout\r\n/);
    t.match(seen.text, /\r\nconnection: close\r\n/i);
    t.strictSame(bodyOf(seen.text), late);
    t.strictSame(served, []);
    const lines = log.lines.filter(({ requestId }) => requestId === 'request-1');
    t.match(lines.at(-1), { level: /info|30/, msg: 'request', res: { statusCode: 408 } });
    t.notMatch(JSON.stringify(lines), /stack|FST_ERR/);
  });
}

void t.test('a body that arrives after its 408 is dropped', async (t) => {
  const { port, log, served } = await notes(t);
  const body = JSON.stringify({ text: 'late' });
  const { socket, seen } = rawClient(t, port);
  socket.write(head('/notes', body.length));
  await waitFor('the answer', () => seen.text.includes('request-1"}'), SOON);
  socket.write(body);
  await waitFor('the end of the connection', () => seen.isClosed || seen.error !== '', SOON);
  t.equal(seen.error, '');
  t.equal(seen.text.match(/HTTP\/1\.1 /g)?.length, 1);
  t.strictSame(served, []);
  t.notMatch(log.text(), /already sent/i);
});

void t.test('a path that does not exist is answered before the body arrives', async (t) => {
  const { port } = await notes(t);
  const { socket, seen } = rawClient(t, port);
  socket.write(head('/nowhere', 1000));
  await waitFor('the answer', () => seen.text.includes('request-1"}'), SOON);
  t.strictSame(bodyOf(seen.text), problem(404, 'NOT_FOUND', 'There is nothing at this address', '/nowhere'));
  await waitFor('the end of the connection', () => seen.isClosed || seen.error !== '', SOON);
});

void t.test('a client that sends a refused body of 10 MB can read the answer', async (t) => {
  const { port } = await notes(t);
  const body = `"${'a'.repeat(10 * MIB)}"`;
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  for (const request of [head('/notes', body.length) + body, head('/notes', 'chunked') + chunk]) {
    const { socket, seen } = rawClient(t, port);
    // Read only after everything is written: a reset in between would lose the answer.
    socket.pause();
    await new Promise((resolve) => socket.write(request, resolve));
    socket.resume();
    await waitFor(
      'the end of the answer',
      () => seen.text.includes('request-1"}') || seen.error !== '',
      SOON,
    );
    t.equal(seen.error, '');
    t.match(seen.text, /^HTTP\/1\.1 413 /);
    t.strictSame(bodyOf(seen.text), tooLarge);
    await waitFor('the server to close', () => socket.readableEnded, SOON);
  }
});

void t.test('a client that sends without end is cut off', async (t) => {
  const { port } = await notes(t);
  const { socket, seen } = rawClient(t, port);
  socket.write(head('/notes', 1024 * MIB));
  flood(socket);
  await waitFor('the cut', () => seen.isClosed, SOON);
  t.ok(socket.bytesWritten < 512 * MIB, `${socket.bytesWritten} bytes`);
});

void t.test('a connection can be used again after a short refused body', async (t) => {
  const { port, served } = await notes(t, 5_000);
  const { socket, seen } = rawClient(t, port);
  socket.write(head('/nowhere', 4));
  await waitFor('the refusal', () => seen.text.includes('request-1"}'), SOON);
  const body = JSON.stringify({ text: 'next' });
  socket.write(`null${head('/notes', body.length, 'connection: close\r\n')}${body}`);
  await waitFor('the next answer', () => socket.readableEnded, SOON);
  t.match(seen.text, /HTTP\/1\.1 404 [^]*HTTP\/1\.1 200 OK\r\n/);
  t.strictSame(served, [{ text: 'next' }]);
  t.equal(seen.error, '');
});

void t.test('an ordinary request keeps its connection', async (t) => {
  const { url } = await notes(t, 5_000);
  const reply = await fetch(`${url}/notes`, {
    method: 'POST',
    headers: { ...asked, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'a'.repeat(60_000) }),
  });
  t.equal(reply.status, 200);
  t.equal(reply.headers.get('connection'), 'keep-alive');
});
