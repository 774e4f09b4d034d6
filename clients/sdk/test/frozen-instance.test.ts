// A room at a real ws server that stops answering while its TCP connections stay open; timers and clock are the test's.
import { mock } from 'node:test';
import t from 'tap';
import { WebSocket } from 'ws';
import type { MusicRoomOperations } from '../src/generated/music.operations.gen.ts';
import { microseconds, SimulatedPlayer } from '../src/listening.ts';
import type { ClientMessage } from '../src/listening/messages.ts';
import { ListeningRoom } from '../src/listening/room.ts';
import { item, OFFSET_US } from './kit/fake-room.ts';
import { server } from './kit/sockets.ts';

mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
t.teardown(() => mock.timers.reset());

const START_US = 1_000_000;
let localUs = START_US;
const clock = { nowUs: () => microseconds(localUs) };
const serverTimeUs = (): number => localUs + OFFSET_US;

/** What an instance of music does for one socket. */
function serve(socket: WebSocket): void {
  const timeline = {
    epoch: 1,
    revision: 1,
    queueItemId: item.id,
    anchorServerTimeUs: START_US + OFFSET_US,
    anchorPositionMs: 0,
    rate: 1,
    state: 'playing',
  };
  const room = { queue: [item], members: [], playbackControl: 'owner', reconnectSpreadMs: 0 };
  socket.send(JSON.stringify({ type: 'snapshot', memberId: 'ada:laptop', timeline, ...room }));
  socket.on('message', (data) => {
    const message = JSON.parse((data as Buffer).toString()) as ClientMessage;
    if (message.type !== 'probe') return;
    const { probeId, clientSendTimeUs } = message;
    const times = { serverReceiveTimeUs: serverTimeUs(), serverSendTimeUs: serverTimeUs() };
    socket.send(JSON.stringify({ type: 'probeReply', probeId, clientSendTimeUs, epoch: 1, ...times }));
  });
}

await t.test('leaves a frozen instance within 10 s, gives up a handshake to it, and plays on', async (t) => {
  const frozen: WebSocket[] = [];
  let isFrozen = false;
  const first = await server(
    t,
    (socket) => {
      frozen.push(socket);
      serve(socket);
    },
    () => (isFrozen ? new Promise(() => undefined) : Promise.resolve()),
  );
  const second = await server(t, serve);
  // After the freeze the gateway still sends the first request for a ticket to the frozen instance, and then a handshake.
  const urls = [first, new Promise<string>(() => undefined), first, second];
  const player = new SimulatedPlayer({ clock });
  const probesMs: number[] = [];
  const room = new ListeningRoom({
    player,
    clock,
    createSocket: (url) => {
      const socket = new WebSocket(url);
      const send = socket.send.bind(socket) as (data: string) => void;
      socket.send = (data: unknown) => {
        if (String(data).includes('"probe"')) probesMs.push(localUs / 1000);
        send(String(data));
      };
      return socket as unknown as globalThis.WebSocket;
    },
    sessionId: 'session-1',
    operations: {} as MusicRoomOperations,
    socketUrl: async () => urls.shift()!,
    locate: async ({ id: queueItemId, trackId, durationMs }) => ({
      queueItemId,
      trackId,
      durationMs,
      url: '',
    }),
    library: { trackIdsOf: async () => [], createPlaylist: () => Promise.reject(new Error('not here')) },
    newCommandId: () => 'command-1',
  });
  t.teardown(() => room.close());
  let [silentMs, jumpMs, lastMs] = [0, 0, null as number | null];
  /** Time passes in steps of 5 ms, each followed by what the sockets have to do; an ear follows the sound. */
  const pass = async (ms: number, until = () => false): Promise<void> => {
    for (let left = ms; left > 0 && !until(); left -= 5) {
      localUs += 5000;
      mock.timers.tick(5);
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const heardMs = player.heardPositionMs(clock.nowUs());
      if (lastMs !== null && heardMs === null) silentMs += 5;
      if (lastMs !== null && heardMs !== null) jumpMs = Math.max(jumpMs, Math.abs(heardMs - lastMs - 5));
      lastMs = heardMs ?? lastMs;
    }
  };
  const opening = room.open();
  await pass(20_000);
  await opening;
  isFrozen = true;
  for (const socket of frozen) socket.pause();
  const frozenMs = localUs / 1000;
  await pass(30_000, () => room.state.status !== 'open');
  const leftMs = localUs / 1000;
  const unansweredMs = probesMs.find((ms) => ms >= frozenMs)!;
  t.match(room.state, { reason: 'the server does not answer', closeReason: null });
  await pass(30_000, () => room.state.status === 'open');
  const againMs = localUs / 1000;
  t.comment(
    `left ${leftMs - unansweredMs} ms after the first unanswered probe, elsewhere after ${againMs - unansweredMs} ms`,
  );
  t.ok(againMs - unansweredMs < 10_000, `${againMs - unansweredMs} ms`);
  await pass(10_000);
  t.equal(room.state.status, 'open');
  t.comment(`silence ${silentMs} ms, largest jump ${jumpMs.toFixed(3)} ms`);
  t.equal(silentMs, 0);
  t.ok(jumpMs <= 1, `${jumpMs} ms`);
  t.equal(player.starts.length, 1);
});
