// Listeners on two music instances whose clocks differ by 5 s and drift apart by 50 ppm; the listeners' own clocks
// differ, too. All of them must hear the same position within 20 ms.
import type { ListeningRoom, LocalClock } from '@downbeat/sdk';
import { microseconds, performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import { poll } from '@downbeat/deploy/poll';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { startSkewedMusic } from '../system/skewed-music.ts';
import { systemUnderTest } from '../system/start.ts';

interface Listener {
  room: ListeningRoom;
  player: SimulatedPlayer;
  clock: LocalClock;
}

const START_TOLERANCE_MS = 20;
const POSITION_TOLERANCE_MS = 20;

const system = await systemUnderTest(t);
const { ports } = system.local!;
const [first, second] = await Promise.all([
  startSkewedMusic(t, system, { port: ports.music + 20, offsetSeconds: 0, driftPpm: 25 }),
  startSkewedMusic(t, system, { port: ports.music + 21, offsetSeconds: 5, driftPpm: -25 }),
]);

const artist = await signedInClient(system, 'Ada', 'artist', { musicUrl: first });
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
const session = await artist.music.createSession({ trackIds: [trackId] });

/** A clock with an offset and a drift against the machine's. */
function skewedClock(offsetSeconds: number, driftPpm: number): LocalClock {
  const rate = 1 + driftPpm / 1e6;
  return { nowUs: () => microseconds(performanceClock.nowUs() * rate + offsetSeconds * 1e6) };
}

async function listen(client: typeof artist, clock: LocalClock, deviceId: string): Promise<Listener> {
  const player = new SimulatedPlayer({ clock, driftPpm: 20 });
  const room = await client.listen(session.id, { player, deviceId, clock });
  t.teardown(() => room.close());
  return { room, player, clock };
}

/** The positions that all listeners hear at one instant. */
function positionsNow(listeners: Listener[]): number[] {
  return listeners.map(({ player, clock }) => player.heardPositionMs(clock.nowUs()) ?? NaN);
}

async function waitForPosition(listeners: Listener[], fromMs: number): Promise<void> {
  const attempt = async (): Promise<void> => {
    const positions = positionsNow(listeners);
    if (!positions.every((position) => position >= fromMs)) throw new Error(positions.join(' '));
  };
  await poll(attempt, {
    withinMs: 15_000,
    everyMs: 20,
    what: `${fromMs} ms at ${listeners.length} listeners`,
  });
}

function spread(positions: number[]): number {
  return Math.max(...positions) - Math.min(...positions);
}

const guest = await signedInClient(system, 'Bob', 'listener', { musicUrl: second });
await guest.music.joinSession({ inviteCode: session.inviteCode });
const one = await listen(artist, skewedClock(1000, 40), 'one');
const two = await listen(guest, skewedClock(-0.25, -40), 'two');

await t.test('two listeners on two instances start within 20 ms of each other', async (t) => {
  await one.room.play();
  await waitForPosition([one, two], 1);
  const positions = positionsNow([one, two]);
  t.comment(`difference of ${spread(positions).toFixed(3)} ms at the start`);
  t.ok(spread(positions) < START_TOLERANCE_MS, positions.join(' and '));
  t.same(
    [one, two].map(({ player }) => player.starts.length),
    [1, 1],
    'each player started once',
  );
});

await t.test('a third listener joins at the right position without a gap for the others', async (t) => {
  await waitForPosition([one, two], 3000);
  const [before, beganMs] = [positionsNow([one, two]), performance.now()];
  const late = await signedInClient(system, 'Carol', 'listener', { musicUrl: second });
  await late.music.joinSession({ inviteCode: session.inviteCode });
  const joining = performance.now();
  const three = await listen(late, skewedClock(77, 0), 'three');
  await waitForPosition([three], 3000);
  const joinedMs = performance.now() - joining;
  const [positions, elapsedMs] = [positionsNow([one, two, three]), performance.now() - beganMs];
  t.comment(
    `difference of ${spread(positions).toFixed(3)} ms; ${joinedMs.toFixed(0)} ms from joining to sound`,
  );
  t.ok(spread(positions) < POSITION_TOLERANCE_MS, positions.join(' '));
  t.ok(joinedMs < 1000, 'within a second');
  t.same(
    [one, two].map(({ player }) => player.starts.length),
    [1, 1],
    'the other players did not restart',
  );
  const gapsMs = before.map((position, index) => elapsedMs - (positions[index]! - position));
  t.ok(
    gapsMs.every((gapMs) => Math.abs(gapMs) < POSITION_TOLERANCE_MS),
    `gaps of ${gapsMs.map((gapMs) => gapMs.toFixed(3)).join(' and ')} ms`,
  );
});

await t.test('a pause and a seek reach both instances', async (t) => {
  await one.room.pause();
  await poll(
    async () => {
      if (two.room.state.timeline?.state !== 'paused') throw new Error('playing');
    },
    { withinMs: 5000, what: 'the pause on the other instance' },
  );
  t.same(two.room.state.timeline, one.room.state.timeline);
  await one.room.seek(12_000);
  await one.room.play();
  await waitForPosition([one, two], 12_001);
  const positions = positionsNow([one, two]);
  t.ok(spread(positions) < POSITION_TOLERANCE_MS, positions.join(' '));
});
