import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { createHarness, ticketFor, type Harness } from './kit/harness.ts';

const VALID = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
type Change = Partial<Record<keyof typeof VALID | 'sec-websocket-protocol', string | null>>;

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** Whether the server closed the connection. */
  closed: boolean;
}

function answerFrom(text: string): Omit<Answer, 'closed'> {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const body = rest.join('\r\n\r\n');
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body: parse(body) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t);
});

/** Sends the headers unchanged, null for none, and reads until the server closes, or to the end of a 101's head. */
async function shake(path: string, change: Change = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(harness.music.baseUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const lines = Object.entries({ ...VALID, ...change }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  socket.write([`${method} ${path} HTTP/1.1`, `host: ${hostname}`, ...lines, '', ''].join('\r\n'));
  let text = '';
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('latin1');
    if (text.startsWith('HTTP/1.1 101') && text.includes('\r\n\r\n')) break;
  }
  return { ...answerFrom(text), closed: socket.readableEnded };
}

const badKey = {
  status: 400,
  code: 'BAD_REQUEST',
  title: 'The request cannot be understood',
  detail: 'Sec-WebSocket-Key must be 16 bytes of base64',
};
const badProtocol = { ...badKey, detail: 'Sec-WebSocket-Protocol must name protocols, each once' };
const otherSubprotocol = {
  status: 400,
  code: 'SUBPROTOCOL_NOT_SUPPORTED',
  title: 'This server does not speak this version of the messages',
  detail: 'This server speaks downbeat.v1',
};
const otherUpgrade = {
  status: 426,
  code: 'UPGRADE_REQUIRED',
  title: 'This address speaks WebSocket only',
};
const otherVersion = { ...otherUpgrade, detail: 'Only version 13 of WebSocket is spoken here' };

t.test('refuses a broken handshake with a problem, and keeps the ticket valid', async (t) => {
  const { music, owner } = harness;
  const session = await harness.session();
  const { socketPath } = await ticketFor(music, session.id, owner);
  const instance = socketPath.split('?')[0];
  const changes: [Change, typeof otherUpgrade & { detail?: string }][] = [
    ...[null, '', '8', '12', '14', '0x0d', '13.0', '13, 13', 'thirteen'].map(
      (version): [Change, typeof otherVersion] => [{ 'sec-websocket-version': version }, otherVersion],
    ),
    ...[null, '', 'short', 'dGhlIHNhbXBsZSBub25jZQ=', `${'A'.repeat(24)}==`, '~'.repeat(22) + '=='].map(
      (key): [Change, typeof badKey] => [{ 'sec-websocket-key': key }, badKey],
    ),
    ...[',,', '', ',', 'a,', ',a', 'a b', 'a, a', 'a;b', 'é'].map((names): [Change, typeof badKey] => [
      { 'sec-websocket-protocol': names },
      badProtocol,
    ]),
    ...['downbeat.v2', 'chat, DOWNBEAT.V1'].map((names): [Change, typeof otherSubprotocol] => [
      { 'sec-websocket-protocol': names },
      otherSubprotocol,
    ]),
    [{ upgrade: 'h2c' }, otherUpgrade],
    [{ upgrade: 'websocket, h2c' }, otherUpgrade],
  ];
  for (const [change, problem] of changes) {
    const { status, headers, body } = await shake(socketPath, change);
    const what = JSON.stringify(change);
    t.equal(status, problem.status, what);
    t.match(headers, {
      'content-type': /^application\/problem\+json/,
      'x-content-type-options': 'nosniff',
      'content-security-policy': String,
    });
    t.same(headers['sec-websocket-version'], problem === otherVersion ? '13' : undefined, what);
    t.equal(headers['upgrade'], status === 426 ? 'websocket' : undefined, what);
    const type = `https://downbeat.dev/problems/${problem.code.toLowerCase().replaceAll('_', '-')}`;
    t.same(body, { type, ...problem, instance, requestId: headers['x-request-id'] }, what);
  }
  t.equal((await shake(socketPath, {}, 'HEAD')).status, 426, 'HEAD opens nothing');
  t.equal((await shake(socketPath)).status, 101, 'the ticket is still valid');
  t.equal((await shake(socketPath)).status, 401, 'once');
});

t.test('closes the connection of a handshake that reaches no route', async (t) => {
  for (const [id, status] of [
    ['%zz', 400],
    ['x'.repeat(3_000), 414],
  ] as const) {
    t.match(await shake(`/api/music/sessions/${id}/socket`), {
      status,
      headers: { connection: 'close' },
      closed: true,
    });
  }
});

t.test('accepts every handshake that the standard allows', async (t) => {
  const { music, owner } = harness;
  const session = await harness.session();
  for (const change of [
    { upgrade: 'WebSocket' },
    { 'sec-websocket-protocol': 'downbeat.v1' },
    { 'sec-websocket-protocol': 'downbeat.v2 ,\tdownbeat.v1,x' },
  ]) {
    const { socketPath } = await ticketFor(music, session.id, owner);
    const { status, headers } = await shake(socketPath, change);
    t.equal(status, 101, JSON.stringify(change));
    const chosen = 'sec-websocket-protocol' in change ? 'downbeat.v1' : undefined;
    t.equal(headers['sec-websocket-protocol'], chosen, 'the version that both speak');
  }
});
