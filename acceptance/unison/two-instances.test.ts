// Two listeners on two music instances, whose clocks are 5 s apart and drift by 50 ppm against each other; the
// listeners' own clocks are apart too. They start together; a third joins midway; nobody stops for it.
import {
  microseconds,
  performanceClock,
  SimulatedPlayer,
  type ListeningRoom,
  type LocalClock,
} from '@downbeat/sdk';
import { poll } from '@downbeat/deploy/poll';
import t from 'tap';
import { somebody, upload } from '../system/people.ts';
import { systemUnderTest } from '../system/start.ts';
import { startSkewedMusic } from './skewed-instance.ts';

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

const artist = await somebody(system, 'Ada', 'artist', { musicUrl: first });
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
const session = await artist.music.createSession({ trackIds: [trackId] });

/** A clock that is off by so many seconds and drifts: what it shows means nothing to anybody else. */
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

/** What each hears at one and the same instant. */
function positionsNow(listeners: Listener[]): number[] {
  return listeners.map(({ player, clock }) => player.heardPositionMs(clock.nowUs()) ?? NaN);
}

async function heard(listeners: Listener[], fromMs: number): Promise<void> {
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

const guest = await somebody(system, 'Bob', 'listener', { musicUrl: second });
await guest.music.joinSession({ inviteCode: session.inviteCode });
const one = await listen(artist, skewedClock(1000, 40), 'one');
const two = await listen(guest, skewedClock(-0.25, -40), 'two');

await t.test('both start within 20 ms of each other', async (t) => {
  await one.room.play();
  await heard([one, two], 1);
  const positions = positionsNow([one, two]);
  t.comment(`apart by ${spread(positions).toFixed(3)} ms at the start`);
  t.ok(spread(positions) < START_TOLERANCE_MS, positions.join(' and '));
  t.same(
    [one, two].map(({ player }) => player.starts.length),
    [1, 1],
    'each started once',
  );
});

await t.test('a third joins midway, at the right position, and nobody stops', async (t) => {
  await heard([one, two], 3000);
  const [before, beganMs] = [positionsNow([one, two]), performance.now()];
  const late = await somebody(system, 'Carol', 'listener', { musicUrl: second });
  await late.music.joinSession({ inviteCode: session.inviteCode });
  const joining = performance.now();
  const three = await listen(late, skewedClock(77, 0), 'three');
  await heard([three], 3000);
  const joinedMs = performance.now() - joining;
  const [positions, elapsedMs] = [positionsNow([one, two, three]), performance.now() - beganMs];
  t.comment(
    `apart by ${spread(positions).toFixed(3)} ms; heard ${joinedMs.toFixed(0)} ms after taking the seat`,
  );
  t.ok(spread(positions) < POSITION_TOLERANCE_MS, positions.join(' '));
  t.ok(joinedMs < 1000, 'within a second');
  t.same(
    [one, two].map(({ player }) => player.starts.length),
    [1, 1],
    'the others played on',
  );
  const halts = before.map((position, index) => elapsedMs - (positions[index]! - position));
  t.ok(
    halts.every((haltMs) => Math.abs(haltMs) < POSITION_TOLERANCE_MS),
    `meanwhile they went on for as long as it took, to ${halts.map((haltMs) => haltMs.toFixed(3)).join(' and ')} ms`,
  );
});

await t.test('a pause and a seek reach everyone at the same sample', async (t) => {
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
  await heard([one, two], 12_001);
  const positions = positionsNow([one, two]);
  t.ok(spread(positions) < POSITION_TOLERANCE_MS, positions.join(' '));
});
