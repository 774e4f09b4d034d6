// Three music replicas behind one port: requests reach all of them, and two listeners of one session are on two of them.
// Responses do not tell the replica, so the test reads the logs and counts the open connections.
import { randomUUID } from 'node:crypto';
import { poll } from '@downbeat/deploy/poll';
import type { Downbeat, ListeningRoom } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import t, { type Test } from 'tap';
import { compose, containersOf, inService } from '../system/compose.ts';
import { bearer } from '../system/http.ts';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const replicas = (await containersOf('music')).length;
const artist = await signedInClient(system, 'Ada', 'artist');
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');

/** The number of log lines with this text for each replica that has any. */
async function countLogLines(text: string): Promise<Map<string, number>> {
  const lines = (await compose('logs', '--no-color', 'music')).split('\n');
  const names = lines.filter((line) => line.includes(text)).map((line) => line.slice(0, line.indexOf(' ')));
  return new Map([...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]));
}

await t.test('requests reach every replica', async (t) => {
  t.equal(replicas, 3);
  const requests = 40;
  const correlationId = `replicas-${randomUUID()}`;
  const headers = { ...bearer(artist.session.current!.accessToken), 'x-correlation-id': correlationId };
  const titles: string[] = [];
  for (let count = 0; count < requests; count += 1) {
    const track = await fetch(`${system.musicUrl}/api/music/tracks/${trackId}`, { headers });
    titles.push(((await track.json()) as { title: string }).title);
  }
  t.strictSame(new Set(titles), new Set(['Harbour Lights']), 'all replicas have the track');
  const served = await poll(
    async () => {
      const byReplica = await countLogLines(correlationId);
      const sum = [...byReplica.values()].reduce((a, b) => a + b, 0);
      if (sum !== requests) throw new Error(`${sum} of ${requests} requests are logged`);
      return byReplica;
    },
    { withinMs: 20_000, what: 'the log of the requests' },
  );
  t.comment([...served].map(([name, count]) => `${name}: ${count}`).join(', '));
  t.equal(served.size, replicas);
});

/** The open connections of each replica from outside; the gateway keeps no idle ones. */
async function connections(): Promise<number[]> {
  // The health check connects from 127.0.0.1.
  const count = `grep -E '^ *[0-9]+: [0-9A-F]+:0FA1 [0-9A-F]+:[0-9A-F]+ 01 ' /proc/net/tcp | grep -cv ' 0100007F:0FA1 ' || true`;
  const asked = Array.from({ length: replicas }, (_, at) => inService('music', ['sh', '-c', count], at + 1));
  return (await Promise.all(asked)).map(Number);
}

/** Waits until each listener has a connection; returns the number of connections of each replica. */
const socketsByReplica = (listeners: number): Promise<number[]> =>
  poll(
    async () => {
      const open = await connections();
      const sum = open.reduce((a, b) => a + b, 0);
      if (sum !== listeners) throw new Error(`${open.join(', ')} open at the replicas`);
      return open;
    },
    { withinMs: 20_000, what: `${listeners} sockets` },
  );

interface Listener {
  room: ListeningRoom;
  player: SimulatedPlayer;
}

async function listen(t: Test, client: Downbeat, sessionId: string, deviceId: string): Promise<Listener> {
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await client.listen(sessionId, { player, deviceId });
  t.teardown(() => room.close());
  return { room, player };
}

await t.test('two listeners of one session, at two replicas, hear the same', async (t) => {
  const session = await artist.music.createSession({ name: 'Friday', trackIds: [trackId] });
  const guest = await signedInClient(system, 'Bob');
  await guest.music.joinSession({ inviteCode: session.inviteCode });
  const host = await listen(t, artist, session.id, 'host');
  const hostReplica = (await socketsByReplica(1)).indexOf(1);
  let other: Listener | undefined;
  let sockets: number[] = [];
  // The gateway chooses at random: the same one of three replicas twenty times in a row will not happen.
  for (let attempt = 1; attempt <= 20 && other === undefined; attempt += 1) {
    const candidate = await listen(t, guest, session.id, `guest-${attempt}`);
    sockets = await socketsByReplica(2);
    t.comment(`sockets at each replica: ${sockets.join(', ')}`);
    if (sockets[hostReplica] === 1) {
      other = candidate;
    } else {
      candidate.room.close();
      await socketsByReplica(1);
    }
  }
  if (other === undefined) return void t.fail('every socket came to the same replica');

  await host.room.play();
  const players = [host.player, other.player];
  await poll(
    async () => {
      const positions = players.map((player) => player.heardPositionMs(performanceClock.nowUs()));
      if (positions.some((position) => position === null || position < 200))
        throw new Error(String(positions));
    },
    { withinMs: 10_000, what: 'sound at both' },
  );
  const now = performanceClock.nowUs();
  const [a, b] = players.map((player) => player.heardPositionMs(now)!);
  t.ok(Math.abs(a! - b!) < 20, `the same sample within 20 ms: ${a!.toFixed(2)} and ${b!.toFixed(2)}`);
  await host.room.pause();
  await poll(
    async () => {
      if (other.room.state.timeline?.state !== 'paused') throw new Error('still playing');
    },
    { withinMs: 5_000, what: 'the pause at the other replica' },
  );
  t.strictSame(await socketsByReplica(2), sockets, 'the sockets stayed on their replicas');
});
