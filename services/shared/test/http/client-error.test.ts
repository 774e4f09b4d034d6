import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { build, listen, logged, problem } from './fixture.ts';

/** Sends the bytes as they are; resolves when the server has hung up. */
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

void t.test('what is no HTTP request is answered as a problem, on the raw socket', async (t) => {
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
    [
      'a CONNECT',
      'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\nwhat the other end would get',
      'HTTP/1.1 501 Not Implemented',
      'NOT_IMPLEMENTED',
      'This method is not served here',
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

const asked = 'x-request-id: request-1\r\n';

for (const [name, bytes, status, expected] of [
  [
    'HTTP/1.1 without Host',
    `GET /healthz?x=1 HTTP/1.1\r\n${asked}\r\n`,
    'HTTP/1.1 400 Bad Request',
    problem(400, 'BAD_REQUEST', 'The request cannot be understood', '/healthz', {
      detail: 'HTTP/1.1 needs a Host',
    }),
  ],
  [
    'HTTP/1.1 without Host, to an address that does not exist',
    `OPTIONS /nowhere HTTP/1.1\r\n${asked}\r\n`,
    'HTTP/1.1 400 Bad Request',
    problem(400, 'BAD_REQUEST', 'The request cannot be understood', '/nowhere', {
      detail: 'HTTP/1.1 needs a Host',
    }),
  ],
  [
    'a request with two Hosts',
    `GET /healthz HTTP/1.1\r\nhost: x\r\n${asked}Host: y\r\n\r\n`,
    'HTTP/1.1 400 Bad Request',
    problem(400, 'BAD_REQUEST', 'The request cannot be understood', '/healthz', {
      detail: 'There may be only one Host',
    }),
  ],
  [
    'HTTP/1.0 with the same Host twice',
    `GET /healthz HTTP/1.0\r\nhost: x\r\nhost: x\r\n${asked}\r\n`,
    'HTTP/1.1 400 Bad Request',
    problem(400, 'BAD_REQUEST', 'The request cannot be understood', '/healthz', {
      detail: 'There may be only one Host',
    }),
  ],
  [
    'an Expect that nobody knows',
    `POST /healthz HTTP/1.1\r\nhost: x\r\nexpect: x\r\ncontent-length: 3\r\n${asked}\r\nabc`,
    'HTTP/1.1 417 Expectation Failed',
    problem(417, 'EXPECTATION_FAILED', 'What the Expect header asks for is not done here', '/healthz'),
  ],
] as const) {
  void t.test(`${name} is answered as a problem, like any other request`, async (t) => {
    const log = logged();
    const { port } = await listen(await build(t, {}, () => undefined, { logger: log.logger }));
    const answer = await raw(port, bytes);
    t.equal(answer.start, status);
    t.match(answer.headers, {
      'content-type': 'application/problem+json',
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      connection: 'close',
      'x-request-id': 'request-1',
    });
    t.strictSame(answer.body, expected);
    t.match(log.lines.filter(({ requestId }) => requestId === 'request-1').at(-1), {
      msg: 'request',
      res: { statusCode: Number(status.split(' ')[1]) },
    });
  });
}

void t.test('HTTP/1.0 needs no Host, and 100-continue is an Expect that is met', async (t) => {
  const { port } = await listen(await build(t, {}, () => undefined));
  const old = await raw(port, 'GET /healthz HTTP/1.0\r\nexpect: x\r\n\r\n');
  t.equal(old.start, 'HTTP/1.1 200 OK');
  t.match(old.body, { status: 'ok' });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n');
  t.match(await text(socket), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
});

void t.test('a client that resets its connection costs nothing', async (t) => {
  const app = await build(t, {}, () => undefined);
  const { port, url } = await listen(app);
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc');
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.resetAndDestroy();
  t.equal((await fetch(`${url}/healthz`)).status, 200);
});
