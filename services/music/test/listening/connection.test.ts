import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import { WebSocket, WebSocketServer } from 'ws';
import { Connection } from '../../src/listening/socket/connection.ts';
import { Room, textFrame } from '../../src/listening/room/room.ts';
import { limits } from '../../src/listening/model/limits.ts';
import type { DeltaPosition } from '../../src/listening/model/room-state.ts';

const identity = {
  ticket: 1,
  sessionId: 'session-1',
  memberId: 'ada:laptop',
  deviceId: 'laptop',
  principal: {
    userId: 'ada',
    authSessionId: 'sign-in-1',
    role: 'listener' as const,
    displayName: 'Ada',
    emailVerified: true,
    tokenExpiresAt: new Date(0),
  },
};

const snapshot = '"instead of a snapshot"';

/** Both ends of a real socket; the server's end is a Connection. */
async function pair(t: Test, nowMs?: () => number) {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    perMessageDeflate: false,
  });
  const received: string[] = [];
  client.on('message', (data: Buffer) => received.push(data.toString()));
  const [[socket, request]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [
    [WebSocket, IncomingMessage],
    unknown,
  ];
  t.teardown(() => {
    client.terminate();
    server.close();
  });
  const connection = new Connection(identity, socket, request.socket, nowMs);
  return { connection, client, received, serverSocket: request.socket };
}

function sendDelta(connection: Connection, text: string, position: DeltaPosition): void {
  const frame = textFrame(text);
  connection.sendFrames([{ frame, position }], frame);
}

t.test('closes a slow reader before more than 1 MiB is buffered', async (t) => {
  const { connection, client, serverSocket } = await pair(t);
  connection.sendSnapshot(snapshot, { epoch: 1, sequence: 0 });
  client.pause();
  const frame = textFrame(JSON.stringify({ type: 'ack', filler: 'x'.repeat(60_000) }));
  let most = 0;
  for (let sequence = 1; connection.open && sequence < 2_000; sequence += 1) {
    connection.sendFrames([{ frame, position: { epoch: 1, sequence } }], frame);
    most = Math.max(most, serverSocket.writableLength);
    await new Promise(setImmediate);
  }
  t.equal(connection.open, false);
  t.ok(most <= limits.bufferedBytes + frame.length, `${most} bytes at most`);
  await connection.closed;
  t.equal(serverSocket.destroyed, true, 'its buffer is freed');
});

t.test('cuts a socket that is silent for 30 s, and keeps one that answers pings', async (t) => {
  let nowMs = 0;
  const { connection, client, serverSocket } = await pair(t, () => nowMs);
  serverSocket.prependListener('data', () => connection.markAlive());
  for (let count = 0; count < 6; count += 1) {
    nowMs += limits.heartbeatMs;
    const pinged = once(client, 'ping');
    const answered = once(serverSocket, 'data');
    connection.heartbeat();
    await Promise.all([pinged, answered]);
  }
  t.equal(connection.open, true, 'after a minute of pongs');
  client.pause();
  nowMs += limits.silenceMs + 1;
  connection.heartbeat();
  await connection.closed;
});

t.test('holds deltas until the snapshot, and does not send those that it includes', async (t) => {
  const { connection, received } = await pair(t);
  for (const sequence of [4, 5, 6]) sendDelta(connection, `delta ${sequence}`, { epoch: 1, sequence });
  connection.sendSnapshot(snapshot, { epoch: 1, sequence: 5 });
  sendDelta(connection, 'delta 5 again', { epoch: 1, sequence: 5 });
  sendDelta(connection, 'delta 7', { epoch: 1, sequence: 7 });
  sendDelta(connection, 'next epoch', { epoch: 2, sequence: 1 });
  await waitFor('the last', () => received.at(-1) === 'next epoch');
  t.same(received, [snapshot, 'delta 6', 'delta 7', 'next epoch']);
});

t.test('writes text frames of any length', async (t) => {
  const { connection, received } = await pair(t);
  connection.sendSnapshot(snapshot, { epoch: 1, sequence: 0 });
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];
  const texts = [
    ...lengths.map((length) => 'é'.repeat(length)),
    ...fc.sample(fc.string({ unit: 'grapheme' }), 50),
  ];
  texts.forEach((text, index) => sendDelta(connection, text, { epoch: 1, sequence: index + 1 }));
  connection.sendText('other messages between them');
  await waitFor('all of them', () => received.length === texts.length + 2);
  t.same(received.slice(1, -1), texts);
});

t.test('sends the changes of members together, and before a later change of the timeline', async (t) => {
  const { connection, received, serverSocket } = await pair(t);
  connection.sendSnapshot(snapshot, { epoch: 1, sequence: 1 });
  const room = new Room('session');
  room.add(connection);
  const writes: number[] = [];
  const write = serverSocket.write.bind(serverSocket);
  serverSocket.write = (bytes: Buffer) => writes.push(bytes.length) > 0 && write(bytes);
  for (const sequence of [1, 2, 3]) room.broadcastLater(`member ${sequence}`, { epoch: 1, sequence });
  t.same(writes, []);
  room.broadcast('timeline 4', { epoch: 1, sequence: 4 });
  for (const sequence of [5, 6]) room.broadcastLater(`member ${sequence}`, { epoch: 1, sequence });
  await waitFor('the last', () => received.at(-1) === 'member 6');
  // The snapshot includes the first change, so the others of its batch are written one by one.
  t.same(received.slice(1), ['member 2', 'member 3', 'timeline 4', 'member 5', 'member 6']);
  t.equal(writes.length, 4);
});

t.test('sends only the last of several member counts', async (t) => {
  const { connection, received } = await pair(t);
  connection.sendSnapshot(snapshot, { epoch: 1, sequence: 0 });
  const room = new Room('session');
  room.add(connection);
  const countOf = (memberCount: number) => `{"type":"memberCount","memberCount":${memberCount}}`;
  const texts = ['joined', countOf(21), 'left', countOf(22), countOf(23)];
  for (const [index, text] of texts.entries()) room.broadcastLater(text, { epoch: 1, sequence: index + 1 });
  await waitFor('the last', () => received.at(-1) === countOf(23));
  t.same(received.slice(1), ['joined', 'left', countOf(23)]);
});
