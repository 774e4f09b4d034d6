// A command in a room of 1,000 members, until each has the new timeline; to a loop over bare `ws` and to Socket.IO.
import type { Downbeat } from '@downbeat/sdk';
import type { WebSocket } from 'ws';
import { signedInClient } from '../system/clients.ts';
import { silentWav } from '../system/wav.ts';
import { type Audience, CPU, measureCommands, openAll, P99 } from './audience.ts';
import { startBaseline } from './baseline.ts';
import type { Bench, Contestant, Row } from './contest.ts';

const MEMBERS = 1_000;
const SMOKE_MEMBERS = 10;
/** As many as one account may have. */
const DEVICES = 5;
const COMMANDS = 10;
const TRACK_SECONDS = 3_600;
const SIGN_INS_AT_ONCE = 4;
const BARE = 'bare ws';
const SOCKET_IO = 'Socket.IO';

/** Calls `listener` with each message until it returns true. */
function untilTrue(socket: WebSocket, listener: (text: string) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const receive = (data: Buffer): void => {
    if (!listener(data.toString())) return;
    socket.off('message', receive);
    resolve(undefined);
  };
  socket.on('message', receive);
  return promise;
}

async function signInAll(bench: Bench, count: number): Promise<Downbeat[]> {
  const clients: Downbeat[] = [];
  const signIn = async (): Promise<void> => {
    while (clients.length < count) {
      const place = clients.push(null as never) - 1;
      clients[place] = await signedInClient(bench.system, 'Member');
    }
  };
  await Promise.all(Array.from({ length: SIGN_INS_AT_ONCE }, signIn));
  return clients;
}

async function openRoom(bench: Bench, members: number): Promise<Audience> {
  const { artist } = await bench.library();
  const track = await artist.music.createTrack({ audio: silentWav(TRACK_SECONDS), title: 'Silence' });
  const clients = await signInAll(bench, Math.ceil(members / DEVICES));
  const { id: sessionId, inviteCode } = await clients[0]!.music.createSession({
    trackIds: [track.id],
    playbackControl: 'everyone',
  });
  for (const client of clients.slice(1)) await client.music.joinSession({ inviteCode });
  const base = bench.system.musicUrl.replace('http', 'ws');
  const urls = Array.from({ length: members }, (_, n) => async () => {
    const deviceId = `device-${n}`;
    const { socketPath } = await clients[n % clients.length]!.music.createTicket({ sessionId, deviceId });
    return base + socketPath;
  });
  const sockets = await openAll(urls, (socket) =>
    untilTrue(socket, (text) => text.includes('"type":"snapshot"')),
  );
  let revision = 0;
  const follow = (text: string): boolean => {
    if (text.includes('"type":"timeline"'))
      ({ revision } = (JSON.parse(text) as { timeline: { revision: number } }).timeline);
    return false;
  };
  void untilTrue(sockets[0]!, follow);
  const command = (commandId: string): string =>
    JSON.stringify({
      ...(revision === 0 ? { type: 'play' } : { type: 'seek', positionMs: revision }),
      commandId,
      revision,
    });
  return { sockets, serverPid: bench.system.pidOf('music')!, command };
}

/** What a baseline sends to all members: as much as the product does. */
const timelineOf = (commandId: string): object => ({
  type: 'timeline',
  commandId,
  timeline: {
    epoch: 1,
    revision: 1,
    queueItemId: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
    anchorServerTimeUs: 1_795_435_200_000_000,
    anchorPositionMs: 1_000,
    rate: 1,
    state: 'playing',
  },
  leadTimeMs: 120,
  by: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3d:device-0',
});

async function openBare(bench: Bench, members: number): Promise<Audience> {
  const { url, pid } = await startBaseline(bench, 'bare-ws');
  const urls = Array.from({ length: members }, () => async () => url.replace('http', 'ws'));
  const sockets = await openAll(urls, async () => undefined);
  return { sockets, serverPid: pid, command: (id) => JSON.stringify(timelineOf(id)) };
}

/** A client of Socket.IO as its protocol has it: 0 opens, 40 joins, 2 is a ping, 42 is an event. */
async function openSocketIo(bench: Bench, members: number): Promise<Audience> {
  const { url, pid } = await startBaseline(bench, 'socket-io');
  const path = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const sockets = await openAll(
    Array.from({ length: members }, () => async () => path),
    (socket) => {
      socket.on('message', (data: Buffer) => {
        if (data.length === 1 && data.toString() === '2') socket.send('3');
      });
      return untilTrue(socket, (text) => {
        if (text.startsWith('0')) socket.send('40');
        return text.startsWith('40');
      });
    },
  );
  return { sockets, serverPid: pid, command: (id) => `42${JSON.stringify(['command', timelineOf(id)])}` };
}

export const fanOut: Row = async (bench) => {
  const members = bench.isSmoke ? SMOKE_MEMBERS : MEMBERS;
  const contestant = (name: string, audience: Audience): Contestant => {
    bench.teardown(async () => audience.sockets.forEach((socket) => socket.terminate()));
    return { name, measure: () => measureCommands(audience, COMMANDS) };
  };
  const ours = contestant('Downbeat', await openRoom(bench, members));
  const bare = contestant(BARE, await openBare(bench, members));
  const socketIo = contestant(SOCKET_IO, await openSocketIo(bench, members));
  return {
    ours,
    baselines: [bare, socketIo],
    aims: [
      { figure: P99, better: 'lower', against: BARE, ratio: 1 },
      { figure: P99, better: 'lower', against: SOCKET_IO, ratio: 1 },
      { figure: CPU, better: 'lower', against: BARE, ratio: 1 },
    ],
  };
};
