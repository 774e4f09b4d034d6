import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { build, listen } from './fixture.ts';

/** Sends the bytes; resolves when the server has closed the connection. */
async function raw(port: number, bytes: string) {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  const answer = await text(socket);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => line.split(': ', 2)).map(([name = '', value]) => [name.toLowerCase(), value]),
  );
  return { start, headers, body: JSON.parse(body) as { requestId: string } };
}

void t.test('bytes that are not an HTTP request are answered with a problem', async (t) => {
  const app = await build(t, {}, () => undefined);
  const { port } = await listen(app);
  for (const [name, bytes, start, code, title] of [
    [
      'nonsense',
      'nonsense\r\n\r\n',
      'HTTP/1.1 400 Bad Request',
      'BAD_REQUEST',
      'The request cannot be understood',
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nhost: x\r\nx-big: ${'x'.repeat(32 * 1024)}\r\n\r\n`,
      'HTTP/1.1 431 Request Header Fields Too Large',
      'HEADERS_TOO_LARGE',
      'The headers are too large',
    ],
  ] as const) {
    const answer = await raw(port, bytes);
    t.equal(answer.start, start, name);
    t.match(answer.headers, {
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      connection: 'close',
    });
    const { requestId, ...body } = answer.body;
    t.equal(answer.headers['x-request-id'], requestId);
    t.strictSame(body, {
      type: `https://downbeat.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      title,
      status: Number(start.split(' ')[1]),
      code,
      instance: '',
    });
  }
});

void t.test(
  'a missing Host and an unknown expectation are answered with a problem and its headers',
  async (t) => {
    const { port } = await listen(await build(t, {}, () => undefined));
    for (const [bytes, start, code] of [
      ['GET /healthz HTTP/1.1\r\n\r\n', 'HTTP/1.1 400 Bad Request', 'BAD_REQUEST'],
      [
        'POST /healthz HTTP/1.1\r\nhost: x\r\nexpect: 200-ok\r\ncontent-length: 2\r\n\r\n',
        'HTTP/1.1 417 Expectation Failed',
        'EXPECTATION_FAILED',
      ],
    ] as const) {
      const answer = await raw(port, bytes);
      t.equal(answer.start, start);
      t.match(answer.headers, {
        'content-type': 'application/problem+json',
        'content-security-policy': /default-src 'none'/,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      });
      t.match(answer.body, { code });
    }
  },
);

void t.test('a client that expects 100-continue gets it, and then its answer', async (t) => {
  const { port } = await listen(await build(t, {}, () => undefined));
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n');
  t.match(await text(socket), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
});

void t.test('the server goes on after a client has reset its connection', async (t) => {
  const app = await build(t, {}, () => undefined);
  const { port, url } = await listen(app);
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc');
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.resetAndDestroy();
  t.equal((await fetch(`${url}/healthz`)).status, 200);
});
