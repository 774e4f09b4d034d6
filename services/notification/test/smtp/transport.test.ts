import { type AddressInfo, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { DeliveryError } from '../../src/smtp/failure.ts';
import { createSmtpTransport } from '../../src/smtp/mail-server.ts';
import type { Transport } from '../../src/smtp/transport.ts';
import { rejection, startSmtp } from '../kit/smtp.ts';

// Long enough for a busy machine; tests of time limits set their own.
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
    if (!(error instanceof DeliveryError)) throw error;
    return { kind: error.kind, maybeAccepted: error.maybeAccepted, reason: error.message, data };
  }
}

/** A TCP server that handles each connection with `talk`. */
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

t.test('is unreachable when the connection is refused', async (t) => {
  const transport = transportTo(t, 'smtp://127.0.0.1:1');
  t.strictSame(await deliver(transport), {
    kind: 'unreachable',
    maybeAccepted: false,
    reason: 'ESOCKET CONN connect ECONNREFUSED 127.0.0.1:1',
    data: 0,
  });
  await t.rejects(transport.verify(), { name: 'DeliveryError', kind: 'unreachable' });
});

t.test('is unreachable when the server sends no greeting', async (t) => {
  const url = await startRaw(t, () => undefined);
  t.match(await deliver(transportTo(t, url, 600)), {
    kind: 'unreachable',
    maybeAccepted: false,
    reason: /^ETIMEDOUT/,
    data: 0,
  });
});

t.test('is unreachable when the server greets with 554', async (t) => {
  const url = await startRaw(t, (socket) => socket.end('554 no service\r\n'));
  t.match(await deliver(transportTo(t, url)), { kind: 'unreachable', maybeAccepted: false, data: 0 });
});

t.test('connects once to a server that closes the connection at once', async (t) => {
  let connections = 0;
  const url = await startRaw(t, (socket) => {
    connections += 1;
    socket.end();
  });
  t.match(await deliver(transportTo(t, url)), { kind: 'unreachable', maybeAccepted: false, data: 0 });
  t.equal(connections, 1);
});

t.test('aborts a slow greeting at the deadline of the caller', async (t) => {
  const url = await startRaw(t, (socket) => {
    const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  const startedAt = performance.now();
  t.match(await deliver(transportTo(t, url), 'ada@example.com', 300), { kind: 'unreachable', data: 0 });
  t.ok(
    performance.now() - startedAt < SEND_TIMEOUT_MS / 4,
    'before the limit of a phase, which is a third of the whole',
  );
});

t.test('reports a temporary rejection of the sender as transient', async (t) => {
  const { url } = await startSmtp(t, {
    onMailFrom: (_address, _session, done) => done(rejection(451, 'later')),
  });
  t.strictSame(await deliver(transportTo(t, url)), {
    kind: 'transient',
    maybeAccepted: false,
    reason: 'EENVELOPE MAIL FROM Mail command failed: 451 later',
    data: 0,
  });
});

t.test('reports a permanent rejection of the recipient as permanent', async (t) => {
  const { url } = await startSmtp(t, {
    onRcptTo: (_address, _session, done) => done(rejection(550, 'unknown')),
  });
  t.match(await deliver(transportTo(t, url)), { kind: 'permanent', maybeAccepted: false, data: 0 });
});

t.test('reports a required sign-in as unreachable', async (t) => {
  const { url } = await startSmtp(t, {
    onMailFrom: (_address, _session, done) => done(rejection(530, 'sign in')),
  });
  t.match(await deliver(transportTo(t, url)), { kind: 'unreachable', maybeAccepted: false, data: 0 });
});

t.test('classifies a rejection and a closed connection after the dot, and can send again', async (t) => {
  const { url, received } = await startSmtp(t, {
    answer: ({ to: [to = ''] }) => {
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
  t.equal(received.length, 4, 'the pool sent no mail twice');
});

t.test('reports a timeout after the dot as maybe accepted, and can send again', async (t) => {
  const { url, received } = await startSmtp(t, {
    answer: ({ to: [to = ''] }) => (to.startsWith('hang') ? 'hang' : 'accept'),
  });
  // Short, but the greeting's third of it is long enough on a busy machine.
  const transport = transportTo(t, url, 4500);
  t.match(await deliver(transport, 'hang@example.com'), { kind: 'transient', maybeAccepted: true, data: 1 });
  t.strictSame(await deliver(transport), { response: '250 OK', data: 1 });
  t.equal(received.length, 2, 'the pool sent no mail twice');
});

t.test('sends the message byte for byte', async (t) => {
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

t.test('sends no credentials to another machine without TLS', async (t) => {
  // An IP of this machine that is not a loopback IP.
  const { port, received } = await startSmtp(t, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  const transport = transportTo(t, `smtp://user:password@0.0.0.0:${port}`);
  t.match(await deliver(transport), { kind: 'unreachable', reason: /STARTTLS/ });
  t.equal(received.length, 0);
});
