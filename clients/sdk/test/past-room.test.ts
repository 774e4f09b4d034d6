// A room that has been, from its trail: the same music, chat and pauses, on simulated time.
import { mock } from 'node:test';
import type { WireTimeline } from '@downbeat/timing';
import t from 'tap';
import { DownbeatError, type QueueItem } from '../src/index.ts';
import type { TrailEntry } from '../src/generated/models.gen.ts';
import { microseconds, SimulatedPlayer } from '../src/listening.ts';
import { PastRoom } from '../src/listening/past-room.ts';
import { item, settled, track } from './kit/playback-harness.ts';

const BEGIN_US = 9_000_000_000;
const queue = [item('a'), item('b')];

t.beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'setTimeout'] }));
t.afterEach(() => mock.timers.reset());

const at = (ms: number): number => BEGIN_US + ms * 1000;

function timelineAt(ms: number, change: Partial<WireTimeline> = {}): WireTimeline {
  const common = { epoch: 1, revision: 1, queueItemId: 'a', rate: 1, state: 'playing' as const };
  return { ...common, anchorServerTimeUs: at(ms), anchorPositionMs: 0, ...change };
}

function told(ms: number, change: Partial<WireTimeline>): TrailEntry {
  const timeline = timelineAt(ms, change);
  return {
    ...{ epoch: timeline.epoch, revision: timeline.revision, atServerTimeUs: at(ms) },
    message: { type: 'timeline', commandId: 'c', timeline, leadTimeMs: 0, by: 'ada:phone' } as never,
  };
}

function wrote(ms: number, text: string): TrailEntry {
  const message = { id: text, number: 1, userId: 'ada', displayName: 'Ada', text, at: null };
  const told = { type: 'chatPosted', message } as never;
  return { epoch: 1, revision: 1, atServerTimeUs: at(ms), message: told };
}

/** Plays 5 s of a, rests for a minute, goes on for 5 s, then plays b for 5 s. */
const trail: TrailEntry[] = [
  {
    ...{ epoch: 1, revision: 1, atServerTimeUs: at(0) },
    state: {
      ...{ name: 'Friday', timeline: timelineAt(0), queue, repeat: 'off' },
      outputs: { devices: null, fromServerTimeUs: 0 },
    },
  },
  wrote(2000, 'hello'),
  wrote(2000, 'hello'),
  told(5000, { state: 'paused', anchorPositionMs: 5000 }),
  told(65_000, { anchorPositionMs: 5000 }),
  told(70_000, { queueItemId: 'b' }),
  { epoch: 1, revision: 1, atServerTimeUs: at(75_000) },
];

async function opened(locate = async (one: QueueItem) => track(one), failures: Error[] = []) {
  let localUs = 1_000_000;
  const clock = { nowUs: () => microseconds(localUs) };
  const player = new SimulatedPlayer({ clock });
  const pages = [trail.slice(0, 4), trail.slice(4)];
  const readPage = async (cursor = '0') => {
    const failure = cursor === '1' && failures.shift();
    if (failure) throw failure;
    return { items: pages[Number(cursor)] ?? [], nextCursor: cursor === '0' ? '1' : null };
  };
  const room = new PastRoom({ clock, player, locate, readPage });
  await room.open();
  await settled();
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      localUs += 50_000;
      mock.timers.tick(50);
      await settled();
    }
  };
  const heard = (): number | null => player.heardPositionMs(clock.nowUs());
  return { room, player, clock, pass, heard };
}

await t.test('plays what the room played, at its moments, and shortens a long pause', async (t) => {
  const { room, player, clock, pass, heard } = await opened();
  const texts: string[] = [];
  room.onMessage((message) => texts.push(message.type));
  t.match(room.state, { status: 'paused', name: 'Friday', durationMs: 18_000, isComplete: true });
  t.equal(heard(), null, 'silent until it is played');
  room.play();
  await pass(1900);
  t.ok(Math.abs(heard()! - 1900) < 100, `${heard()}`);
  t.same(room.state.chat, []);
  await pass(200);
  t.match(room.state.chat, [{ text: 'hello' }]);
  await pass(4000);
  t.equal(heard(), null, 'the room paused');
  await pass(4000);
  t.ok(Math.abs(heard()! - 7100) < 150, `a minute takes 3 s: ${heard()}`);
  await pass(4000);
  t.equal(player.heardItemId(clock.nowUs()), 'b');
  await pass(5000);
  t.equal(room.state.status, 'ended');
  t.equal(heard(), null);
  t.same(texts, ['chatPosted', 'timeline', 'timeline', 'timeline']);
  room.close();
});

await t.test('pauses, seeks, and shows what was written until then', async (t) => {
  const { room, player, clock, pass, heard } = await opened();
  room.play();
  await pass(1000);
  room.pause();
  await pass(1000);
  t.equal(heard(), null);
  t.equal(room.positionMs(), 1000);
  room.seek(14_000);
  t.match(room.state, { chat: [{ text: 'hello' }], currentItem: { id: 'b' }, playback: 'paused' });
  room.play();
  await pass(500);
  t.equal(player.heardItemId(clock.nowUs()), 'b');
  t.ok(Math.abs(heard()! - 1500) < 100, `${heard()}`);
  room.seek(0);
  t.same(room.state.chat, []);
  await pass(1000);
  t.ok(Math.abs(heard()! - 1000) < 100, `${heard()}`);
  room.close();
  t.equal(room.state.status, 'closed');
});

await t.test('skips a track that is gone, and names it', async (t) => {
  const { room, player, clock, pass } = await opened(async (one) => {
    if (one.id === 'a') throw new DownbeatError('TRACK_NOT_FOUND', 'gone');
    return track(one);
  });
  room.play();
  await pass(300);
  t.match(room.state.skipped, { id: 'a' });
  t.equal(player.heardItemId(clock.nowUs()), 'b');
  room.close();
});

await t.test('goes on reading after a page that could not be loaded', async (t) => {
  const away = new DownbeatError('NETWORK_ERROR', 'away');
  const { room, pass } = await opened(undefined, [away, away]);
  const problems: unknown[] = [];
  room.onProblem((error) => problems.push(error));
  room.play();
  await pass(1000);
  t.same(problems, [away]);
  t.equal(room.state.isComplete, false);
  await pass(4100);
  t.match(room.state, { status: 'playing', isComplete: true });
  await pass(15_000);
  t.equal(room.state.status, 'ended');
  room.close();
});

await t.test('reads no more once it is closed', async (t) => {
  const failures = Array.from({ length: 3 }, () => new DownbeatError('NETWORK_ERROR', 'away'));
  const { room, pass } = await opened(undefined, failures);
  room.close();
  await pass(20_000);
  t.equal(failures.length, 2);
});
