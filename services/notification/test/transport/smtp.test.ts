import { type AddressInfo, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { DeliveryFailure } from '../../src/transport/failure.ts';
import { createSmtpTransport } from '../../src/transport/smtp.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { refusal, startSmtp } from '../kit/smtp.ts';

// Far beyond what a loaded machine takes; a test whose topic is a time limit gives its own.
const SEND_TIMEOUT_MS = 10_000;
const DELIVER_MS = 15_000;
const message = Buffer.from('Message-ID: <1@example.com>\r\nSubject: x\r\n\r\nhello\r\n');

function transportTo(t: Test, url: string, sendTimeoutMs = SEND_TIMEOUT_MS): Transport {
  const transport = createSmtpTransport(url, { sendTimeoutMs, connections: 2 });
  t.teardown(() => transport.close());
  return transport;
}

async function deliver(transport: Transport, to = 'ada@example.com', limitMs = DELIVER_MS) {
  let data = 0;
  const mail = { from: 'no-reply@example.com', to, message };
  const options = { signal: AbortSignal.timeout(limitMs), onData: () => (data += 1) };
  try {
    return { response: await transport.send(mail, options), data };
  } catch (error) {
    if (!(error instanceof DeliveryFailure)) throw error;
    return { kind: error.kind, maybeAccepted: error.maybeAccepted, reason: error.message, data };
  }
}

/** A server that behaves as `talk` does. */
async function startRaw(t: Test, talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    talk(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('nobody listens', async (t) => {
  const transport = transportTo(t, 'smtp://127.0.0.1:1');
  t.strictSame(await deliver(transport), {
    kind: 'unreachable',
    maybeAccepted: false,
    reason: 'ESOCKET CONN connect ECONNREFUSED 127.0.0.1:1',
    data: 0,
  });
  await t.rejects(transport.verify(), { name: 'DeliveryFailure', kind: 'unreachable' });
});

t.test('a server that never greets', async (t) => {
  const url = await startRaw(t, () => undefined);
  t.match(await deliver(transportTo(t, url, 600)), {
    kind: 'unreachable',
    maybeAccepted: false,
    reason: /^ETIMEDOUT/,
    data: 0,
  });
});

t.test('a server that says goodbye instead of hello', async (t) => {
  const url = await startRaw(t, (socket) => socket.end('554 no service\r\n'));
  t.match(await deliver(transportTo(t, url)), { kind: 'unreachable', maybeAccepted: false, data: 0 });
});

t.test('a server that hangs up at once is asked once', async (t) => {
  let connections = 0;
  const url = await startRaw(t, (socket) => {
    connections += 1;
    socket.end();
  });
  t.match(await deliver(transportTo(t, url)), { kind: 'unreachable', maybeAccepted: false, data: 0 });
  t.equal(connections, 1);
});

t.test('a server that trickles its greeting is left at the deadline', async (t) => {
  const url = await startRaw(t, (socket) => {
    const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  const startedAt = performance.now();
  t.match(await deliver(transportTo(t, url), 'ada@example.com', 300), { kind: 'unreachable', data: 0 });
  t.ok(
    performance.now() - startedAt < SEND_TIMEOUT_MS / 4,
    'not at the limit of a phase, a third of the whole',
  );
});

t.test('the sender is refused for now', async (t) => {
  const { url } = await startSmtp(t, {
    onMailFrom: (_address, _session, done) => done(refusal(451, 'later')),
  });
  t.strictSame(await deliver(transportTo(t, url)), {
    kind: 'transient',
    maybeAccepted: false,
    reason: 'EENVELOPE MAIL FROM Mail command failed: 451 later',
    data: 0,
  });
});

t.test('the recipient is refused for good', async (t) => {
  const { url } = await startSmtp(t, {
    onRcptTo: (_address, _session, done) => done(refusal(550, 'unknown')),
  });
  t.match(await deliver(transportTo(t, url)), { kind: 'permanent', maybeAccepted: false, data: 0 });
});

t.test('sign-in is asked for: not the fault of the mail', async (t) => {
  const { url } = await startSmtp(t, {
    onMailFrom: (_address, _session, done) => done(refusal(530, 'sign in')),
  });
  t.match(await deliver(transportTo(t, url)), { kind: 'unreachable', maybeAccepted: false, data: 0 });
});

t.test('after the dot: refused, refused for now, hung up, and the pool lives on', async (t) => {
  const { url, received } = await startSmtp(t, {
    judge: ({ to: [to = ''] }) => {
      if (to.startsWith('spam')) return { code: 554, text: 'spam, it said 123456' };
      if (to.startsWith('full')) return { code: 452, text: 'full' };
      return to.startsWith('drop') ? 'drop' : 'accept';
    },
  });
  const transport = transportTo(t, url);
  t.strictSame(await deliver(transport, 'spam@example.com'), {
    kind: 'permanent',
    maybeAccepted: false,
    reason: 'EMESSAGE DATA Message failed: 554 spam, it said ******',
    data: 1,
  });
  t.match(await deliver(transport, 'full@example.com'), { kind: 'transient', maybeAccepted: false, data: 1 });
  t.match(await deliver(transport, 'drop@example.com'), { kind: 'transient', maybeAccepted: true, data: 1 });
  t.strictSame(await deliver(transport, 'ada@example.com'), { response: '250 OK', data: 1 });
  t.equal(received.length, 4, 'nothing was sent twice behind our back');
});

t.test('after the dot: a server that hangs may have accepted, and the pool lives on', async (t) => {
  const { url, received } = await startSmtp(t, {
    judge: ({ to: [to = ''] }) => (to.startsWith('hang') ? 'hang' : 'accept'),
  });
  // Short, yet the third of it that the greeting has is enough on a loaded machine.
  const transport = transportTo(t, url, 4500);
  t.match(await deliver(transport, 'hang@example.com'), { kind: 'transient', maybeAccepted: true, data: 1 });
  t.strictSame(await deliver(transport), { response: '250 OK', data: 1 });
  t.equal(received.length, 2, 'nothing was sent twice behind our back');
});

t.test('the message arrives byte for byte', async (t) => {
  const { url, received } = await startSmtp(t);
  await deliver(transportTo(t, url));
  t.strictSame(received, [
    {
      from: 'no-reply@example.com',
      to: ['ada@example.com'],
      raw: message.toString(),
      messageId: '<1@example.com>',
    },
  ]);
});

t.test('credentials never travel in clear to another machine', async (t) => {
  // A host of this machine that is not named like one.
  const { port, received } = await startSmtp(t, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  const transport = transportTo(t, `smtp://user:password@0.0.0.0:${port}`);
  t.match(await deliver(transport), { kind: 'unreachable', reason: /STARTTLS/ });
  t.equal(received.length, 0);
});
