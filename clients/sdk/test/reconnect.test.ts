// When a connection comes back, and when it stays out: against a real ws server, with timers that the test moves.
import { mock } from 'node:test';
import t from 'tap';
import type { WebSocket as ServerSocket } from 'ws';
import { microseconds } from '../src/listening.ts';
import { ReconnectPolicy } from '../src/listening/reconnect-policy.ts';
import { connectionTo, type Owner, server } from './kit/sockets.ts';

/** Decides the random part of each pause. */
let random = 0;
mock.timers.enable({ apis: ['setTimeout'] });
mock.method(Math, 'random', () => random);
t.teardown(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Lets sockets work while the timers are mocked. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits for something that happens without timers. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 5000;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain for ${what}`);
    await turn();
  }
}

/** What the tests need of a snapshot. */
const snapshot = (reconnectSpreadMs?: number): string =>
  JSON.stringify({ type: 'snapshot', ...(reconnectSpreadMs === undefined ? {} : { reconnectSpreadMs }) });

await t.test('spreads the first try after a lost socket, and after an orderly end', async (t) => {
  random = 0.5;
  for (const [spreadMs, waitsMs] of [
    [4000, 2000],
    [undefined, 0],
  ] as const) {
    for (const end of ['terminate', 'restart']) {
      const sockets: ServerSocket[] = [];
      const url = await server(t, (socket) => {
        sockets.push(socket);
        socket.send(snapshot(spreadMs));
      });
      let tickets = 0;
      const { connection, next, pass, messages } = connectionTo(t, async () => `${url}/${(tickets += 1)}`);
      await connection.open();
      await until('the snapshot', () => messages.length > 0);
      pass(10_000);
      const lost = next('waiting');
      if (end === 'terminate') sockets[0]!.terminate();
      else sockets[0]!.close(1012);
      await lost;
      if (waitsMs > 0) pass(waitsMs - 1);
      t.equal(tickets, 1, 'does not try before its turn');
      const again = next('open');
      pass(1);
      await again;
      t.equal(tickets, 2);
      connection.close();
    }
  }
});

await t.test('backs off with full jitter when the server closes each socket at once', async (t) => {
  random = 0.8;
  const url = await server(t, (socket) => socket.close(1012));
  const { connection, next, pass, statuses } = connectionTo(t, async () => url);
  const waits: number[] = [];
  let waiting = next('waiting');
  await connection.open();
  for (let tries = 0; tries < 8; tries += 1) {
    await waiting;
    waiting = next('waiting');
    let waitedMs = 0;
    while (statuses.at(-1) === 'waiting') {
      pass(10);
      waitedMs += 10;
    }
    waits.push(waitedMs);
  }
  t.same(waits, [10, 200, 400, 800, 1600, 3200, 4000, 4000]);
});

await t.test('gives up a socket that opens and then says nothing, after 10 s', async (t) => {
  random = 0;
  const url = await server(t, (socket, nth) => nth === 2 && socket.send(snapshot()));
  const { connection, next, pass, causes, messages } = connectionTo(t, async () => url);
  await connection.open();
  pass(9_999);
  t.same(causes, [undefined, undefined]);
  const again = next('open');
  pass(1);
  t.match(causes[2], { reason: 'the server does not answer', closeReason: null });
  await again;
  await until('the snapshot', () => messages.length > 0);
  pass(20_000);
  t.equal(causes.at(-1), undefined, 'keeps a socket that has got its snapshot');
});

/** Sockets of one device: as the server does, each that arrives replaces the one before it. */
function seat() {
  const sockets: ServerSocket[] = [];
  const take = (socket: ServerSocket): void => {
    sockets.at(-1)?.close(4005);
    sockets.push(socket);
    socket.send(snapshot());
  };
  return { sockets, take };
}

/** A connection whose second handshake hangs and is given up, and whose third one holds. */
async function withHandshakeGivenUp(t: Owner, { sockets, take }: ReturnType<typeof seat>) {
  const hung = Promise.withResolvers<null>();
  let asked = 0;
  const url = await server(t, take, async (nth) => {
    asked = nth;
    return nth === 2 && hung.promise;
  });
  const parts = connectionTo(t, async () => url);
  const { connection, next, pass } = parts;
  await connection.open();
  await until('a socket', () => sockets.length > 0);
  const lost = next('waiting');
  sockets.at(-1)!.terminate();
  await lost;
  const givenUp = next('waiting');
  pass(1);
  await until('the second handshake', () => asked === 2);
  while (parts.statuses.at(-1) === 'connecting') {
    pass(100);
    await turn();
  }
  await givenUp;
  const open = next('open');
  pass(250);
  await open;
  return parts;
}

await t.test('comes back when a handshake that it gave up takes its place, and only then', async (t) => {
  random = 0.5;
  const seated = seat();
  const { next, pass, causes, statuses } = await withHandshakeGivenUp(t, seated);
  await until('a socket', () => seated.sockets.length >= 2);
  const replaced = next('waiting');
  // The hung instance wakes up, and takes the handshake for the newest socket of this device.
  seated.sockets.at(-1)!.close(4005);
  await replaced;
  t.match(causes.at(-1), { closeReason: 'replaced' });
  const again = next('open');
  pass(250);
  await again;
  await until('a socket', () => seated.sockets.length >= 3);
  const ended = next('closed');
  seated.sockets.at(-1)!.close(4005);
  t.equal(await ended, 'the same device opened the session elsewhere');
  t.equal(statuses.filter((status) => status === 'open').length, 3);
});

await t.test('stays out when another tab of the device takes its place', async (t) => {
  random = 0;
  const seated = seat();
  const url = await server(t, seated.take);
  const first = connectionTo(t, async () => url);
  const second = connectionTo(t, async () => url);
  await first.connection.open();
  const ended = first.next('closed');
  await second.connection.open();
  await ended;
  first.pass(60_000);
  await turn();
  t.equal(seated.sockets.length, 2);
  t.same(second.statuses, ['connecting', 'open']);
});

await t.test('two tabs that both gave up handshakes do not throw each other out without end', async (t) => {
  random = 0;
  const seated = seat();
  const tabs = [await withHandshakeGivenUp(t, seated), await withHandshakeGivenUp(t, seated)];
  for (let turns = 0; turns < 500; turns += 1) {
    for (const { pass } of tabs) pass(20);
    await turn();
  }
  const last = tabs.map(({ statuses }) => statuses.at(-1));
  t.same(last.toSorted(), ['closed', 'open'], 'one of them stays, the other ends');
  t.ok(seated.sockets.length <= 4 + 2, `${seated.sockets.length} sockets`);
});

await t.test('asks again for a minute when its user has too many sockets, and says so', async (t) => {
  random = 0.5;
  let refused = 0;
  const url = await server(t, (socket) => {
    refused += 1;
    socket.close(4006);
  });
  const { connection, pass, causes, statuses, time } = connectionTo(t, async () => url);
  await connection.open();
  const sinceMs = time.nowMs;
  while (statuses.at(-1) !== 'closed' && time.nowMs < sinceMs + 120_000) {
    if (statuses.at(-1) === 'waiting') pass(50);
    await turn();
  }
  const reasons = new Set(
    causes.filter((cause) => cause !== undefined).map(({ closeReason }) => closeReason),
  );
  t.same([...reasons], ['tooManySockets']);
  t.ok(time.nowMs - sinceMs > 60_000 && time.nowMs - sinceMs < 65_000, `${time.nowMs - sinceMs} ms`);
  t.comment(`${refused} refusals in ${time.nowMs - sinceMs} ms`);
  t.ok(refused < 40);
});

await t.test('enters as soon as there are fewer sockets of its user', async (t) => {
  random = 0.5;
  const url = await server(t, (socket, nth) => (nth < 4 ? socket.close(4006) : socket.send(snapshot())));
  const { connection, pass, causes, statuses, messages } = connectionTo(t, async () => url);
  await connection.open();
  while (messages.length === 0) {
    if (statuses.at(-1) === 'waiting') pass(50);
    await turn();
  }
  t.equal(statuses.at(-1), 'open');
  t.equal(causes.at(-1), undefined);
});

await t.test('forgets a socket that it gave up, and its returns, after a minute', async (t) => {
  const policy = new ReconnectPolicy();
  const at = (seconds: number) => microseconds(seconds * 1_000_000);
  const isReplaced = (seconds: number): boolean => policy.mayReturn('replaced', at(seconds));
  policy.opened(at(0));
  policy.gaveUp(at(1));
  t.equal(isReplaced(61), false, 'too long ago');
  for (let second = 62; second < 65; second += 1) {
    policy.opened(at(second));
    policy.gaveUp(at(second));
    t.equal(isReplaced(second), true);
  }
  policy.gaveUp(at(65));
  t.equal(isReplaced(65), false, 'a fourth return');
  policy.opened(at(66));
  policy.gaveUp(at(126));
  t.equal(isReplaced(127), true, 'its last socket has held for a minute');
});

await t.test('forgets earlier failures when an instance hangs whose socket had held', async (t) => {
  const policy = new ReconnectPolicy();
  const at = (seconds: number) => microseconds(seconds * 1_000_000);
  random = 1;
  for (let tries = 0; tries < 8; tries += 1) policy.nextDelayMs();
  policy.opened(at(1));
  policy.silent(at(11));
  t.equal(policy.nextDelayMs(), 5_000, 'a socket without a snapshot has not held');
  policy.opened(at(20));
  policy.admitted(2_000);
  policy.silent(at(30));
  t.equal(policy.nextDelayMs(), 250, 'at once, without the spread of a lost instance');
});
