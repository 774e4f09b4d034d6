// One simulated player on simulated time: the test moves the clock, and the timers follow.
import { mock } from 'node:test';
import { ClockEstimator, type WireTimeline } from '@downbeat/timing';
import t from 'tap';
import type { PlayableTrack, QueueItem } from '../src/index.ts';
import { microseconds, SimulatedPlayer } from '../src/listening.ts';
import { PlaybackController } from '../src/listening/playback-controller.ts';
import { PlaybackSchedule } from '../src/listening/schedule.ts';

/** Reference minus local. */
const OFFSET_US = 7_000_000_000;

class Harness {
  localUs = 1_000_000;
  readonly clock = { nowUs: () => microseconds(this.localUs) };
  readonly sync = { estimator: new ClockEstimator(), synchronised: false };
  readonly player: SimulatedPlayer;
  readonly problems: unknown[] = [];
  readonly schedule = new PlaybackSchedule();
  readonly controller: PlaybackController;
  /** The items that were asked for, in their order. */
  readonly located: string[] = [];
  locate = async (item: QueueItem): Promise<PlayableTrack> => track(item);

  constructor(driftPpm = 0) {
    this.player = new SimulatedPlayer({ clock: this.clock, driftPpm });
    this.controller = new PlaybackController({
      clock: this.clock,
      sync: this.sync,
      player: this.player,
      schedule: this.schedule,
      locate: (item) => {
        this.located.push(item.id);
        return this.locate(item);
      },
      onProblem: (error) => this.problems.push(error),
    });
  }

  synchronise(): void {
    const reference = microseconds(this.localUs + OFFSET_US);
    const local = microseconds(this.localUs);
    this.sync.estimator = new ClockEstimator();
    const probe = {
      localSendUs: local,
      referenceReceiveUs: reference,
      referenceSendUs: reference,
      localReceiveUs: local,
    };
    this.sync.estimator.addBurst([probe, probe]);
    this.sync.synchronised = true;
    this.controller.clockUpdated();
  }

  get sessionUs(): number {
    return this.localUs + OFFSET_US;
  }

  /** Takes a timeline whose item is the first of this queue. */
  follow(timeline: WireTimeline, ...queue: QueueItem[]): void {
    const nowUs = this.sync.synchronised ? microseconds(this.sessionUs) : null;
    this.schedule.add(timeline, queue, nowUs);
    this.controller.scheduleChanged();
  }

  /** Moves the clock in steps of 50 ms, and lets promises settle after each. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 50) {
      this.localUs += Math.min(50, left) * 1000;
      mock.timers.tick(Math.min(50, left));
      await settled();
    }
  }

  playing(revision: number, queueItemId: string, inMs = 0, epoch = 1): WireTimeline {
    const anchorServerTimeUs = this.localUs + OFFSET_US + inMs * 1000;
    return {
      epoch,
      revision,
      queueItemId,
      anchorServerTimeUs,
      anchorPositionMs: 0,
      rate: 1,
      state: 'playing',
    };
  }

  heard(): number | null {
    return this.player.heardPositionMs(this.clock.nowUs());
  }
}

function item(id: string, durationMs = 600_000): QueueItem {
  return { id, trackId: `t-${id}`, title: id, artistName: 'Ada', durationMs, addedBy: 'ada' };
}

function track({ id, trackId, durationMs }: QueueItem): PlayableTrack {
  return { queueItemId: id, trackId, durationMs, url: `http://music/${trackId}` };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

t.beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'setTimeout'] }));
t.afterEach(() => mock.timers.reset());

await t.test('reports a track that cannot be loaded, and tries again with the next burst', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.locate = async () => Promise.reject(new Error('gone'));
  harness.follow(harness.playing(1, 'a'), item('a'));
  await settled();
  t.match(harness.problems, [{ message: 'gone' }]);
  harness.locate = async (queued) => track(queued);
  harness.synchronise();
  await harness.pass(100);
  t.ok(Math.abs(harness.heard()! - 100) < 0.01);
});

await t.test('plays nothing before the clock is synchronised, then joins at the right sample', async (t) => {
  const harness = new Harness();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(3000);
  t.equal(harness.heard(), null);
  harness.synchronise();
  await settled();
  await harness.pass(50);
  t.ok(Math.abs(harness.heard()! - 3050) < 0.01);
  t.equal(harness.controller.resyncs, 0);
});

await t.test('plays only the last of two tracks that load at once', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  const slow = Promise.withResolvers<PlayableTrack>();
  harness.locate = async (queued) => (queued.id === 'a' ? slow.promise : track(queued));
  harness.follow(harness.playing(1, 'a'), item('a'));
  harness.follow(harness.playing(2, 'b'), item('b'));
  await settled();
  slow.resolve(track(item('a')));
  await harness.pass(500);
  t.same(
    harness.player.loaded.map(({ queueItemId }) => queueItemId),
    ['b'],
  );
  t.equal(harness.player.starts.length, 1);
  t.same(harness.problems, []);
});

await t.test(
  'stops the old track at the anchor while the new one loads, and does not correct it',
  async (t) => {
    const harness = new Harness();
    harness.synchronise();
    harness.follow(harness.playing(1, 'a'), item('a'));
    await harness.pass(5000);
    const slow = Promise.withResolvers<PlayableTrack>();
    harness.locate = async () => slow.promise;
    harness.follow(harness.playing(2, 'b', 200), item('b'));
    await harness.pass(2000);
    t.equal(harness.heard(), null);
    t.equal(harness.player.starts.length, 1);
    slow.resolve(track(item('b')));
    await harness.pass(300);
    t.ok(Math.abs(harness.heard()! - 2100) < 0.01);
    t.equal(harness.controller.resyncs, 0);
  },
);

await t.test('pauses without waiting for a track that loads', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(1000);
  harness.locate = () => new Promise(() => undefined);
  harness.follow({ ...harness.playing(2, 'b'), state: 'paused' }, item('b'));
  t.equal(harness.heard(), null);
});

await t.test('cancels a scheduled start when a pause comes before it', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a', 1000), item('a'));
  await harness.pass(500);
  harness.follow({ ...harness.playing(2, 'a'), state: 'paused' }, item('a'));
  await harness.pass(2000);
  t.equal(harness.heard(), null);
  t.equal(harness.controller.errorMs, null);
});

await t.test(
  'goes on during a new epoch until its clock is known, then follows the new timeline',
  async (t) => {
    const harness = new Harness();
    harness.synchronise();
    harness.follow(harness.playing(1, 'a'), item('a'));
    await harness.pass(5000);
    harness.sync.estimator = new ClockEstimator();
    harness.sync.synchronised = false;
    harness.follow({ ...harness.playing(0, 'a', 0, 2), anchorPositionMs: 5000 }, item('a'));
    await harness.pass(1000);
    t.ok(Math.abs(harness.heard()! - 6000) < 0.01);
    harness.follow({ ...harness.playing(1, 'a', 0, 2), state: 'paused' }, item('a'));
    harness.synchronise();
    await harness.pass(100);
    t.equal(harness.heard(), null, 'paused in the new epoch');
  },
);

await t.test('keeps a device that drifts by 200 ppm within its tolerance, without a resync', async (t) => {
  for (const driftPpm of [200, -200]) {
    const harness = new Harness(driftPpm);
    harness.synchronise();
    harness.follow(harness.playing(1, 'a'), item('a'));
    let worst = 0;
    for (let second = 0; second < 120; second += 1) {
      await harness.pass(1000);
      worst = Math.max(worst, Math.abs(harness.controller.errorMs ?? 0));
    }
    t.ok(worst < 1.2, `worst ${worst.toFixed(3)} ms`);
    t.equal(harness.controller.resyncs, 0);
    harness.controller.close();
  }
});

await t.test('limits the resyncs of a device that cannot keep up', async (t) => {
  const harness = new Harness(-50_000);
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(120_000);
  t.ok(harness.controller.resyncs <= 5, `${harness.controller.resyncs} resyncs in two minutes`);
});

await t.test('restarts a player that fell silent, and at once when the page comes back', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(4000);
  harness.player.stop(harness.clock.nowUs());
  harness.controller.reanchor();
  await harness.pass(50);
  t.ok(Math.abs(harness.heard()! - 4050) < 0.01);
  harness.controller.reanchor();
  t.equal(harness.player.starts.length, 2, 'does not restart a track that plays as it should');
});

await t.test('corrects nothing at the end of the track', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a', 2000));
  await harness.pass(10_000);
  t.equal(harness.controller.errorMs, null);
  t.equal(harness.player.starts.length, 1);
});

await t.test('does nothing after close', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(1000);
  harness.controller.close();
  harness.follow(harness.playing(2, 'a'), item('a'));
  await harness.pass(5000);
  t.equal(harness.player.starts.length, 1);
  t.equal(harness.heard(), null);
  t.equal(harness.controller.errorMs, null, 'has no error after close');
});

/** Plays `a`, of 40 s, from now on; `b` follows it in the queue. */
async function playingFirstOfTwo(): Promise<Harness> {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a', 40_000), item('b'));
  await settled();
  return harness;
}

/** The timeline by which the server moves on to an item at the end of `a`. */
function advance(harness: Harness, inMs: number): WireTimeline {
  return harness.playing(2, 'b', inMs);
}

function heardItem({ player, clock }: Harness): string | null {
  return player.heardItemId(clock.nowUs());
}

await t.test('loads the next item in the last 30 s of the present one, and only that', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a', 40_000), item('b'), item('c'));
  await harness.pass(9_500);
  t.same(harness.located, ['a']);
  await harness.pass(1_000);
  t.same(harness.located, ['a', 'b']);
  t.equal(heardItem(harness), 'a');
  await harness.pass(35_000);
  t.same(harness.located, ['a', 'b'], 'one item ahead, also after the end');
});

await t.test('plays on to the end when the server advances, and starts the next item there', async (t) => {
  const harness = await playingFirstOfTwo();
  await harness.pass(39_000);
  harness.follow(advance(harness, 1000), item('b'));
  await harness.pass(950);
  t.equal(heardItem(harness), 'a');
  t.ok(Math.abs(harness.heard()! - 39_950) < 1);
  t.ok(Math.abs(harness.controller.errorMs!) < 1, 'it is measured against the present item');
  await harness.pass(100);
  t.equal(heardItem(harness), 'b');
  t.ok(Math.abs(harness.heard()! - 50) < 1);
  const [first, second] = harness.player.starts;
  t.ok(
    Math.abs(second!.atUs - (first!.atUs - first!.positionMs * 1000 + 40_000_000)) < 1000,
    'without a gap',
  );
  t.equal(second!.positionMs, 0);
  t.same(harness.located, ['a', 'b'], 'it was loaded before the advance');
  await harness.pass(5000);
  t.equal(harness.controller.resyncs, 0);
  t.same(
    harness.player.loaded.map(({ queueItemId }) => queueItemId),
    ['b'],
    'the item before is freed',
  );
});

await t.test(
  'ends a rate correction at the advance, so that the end of the track is not missed',
  async (t) => {
    const harness = await playingFirstOfTwo();
    await harness.pass(38_000);
    harness.player.setRate(0.997);
    harness.follow(advance(harness, 2000), item('b'));
    await settled();
    await harness.pass(1950);
    t.ok(Math.abs(harness.heard()! - 39_950) < 0.01);
  },
);

await t.test('tries a failed preload again with the next burst, without reporting it', async (t) => {
  const harness = await playingFirstOfTwo();
  harness.locate = async () => Promise.reject(new Error('gone'));
  await harness.pass(15_000);
  t.same(harness.located, ['a', 'b'], 'not at every tick');
  t.same(harness.problems, []);
  harness.locate = async (queued) => track(queued);
  harness.controller.clockUpdated();
  await harness.pass(1000);
  t.same(harness.located, ['a', 'b', 'b']);
  t.equal(harness.player.loaded.length, 2);
});

await t.test('loads an item whose preload failed when the server advances to it', async (t) => {
  const harness = await playingFirstOfTwo();
  harness.locate = async () => Promise.reject(new Error('gone'));
  await harness.pass(39_000);
  harness.locate = async (queued) => track(queued);
  harness.follow(advance(harness, 1000), item('b'));
  await harness.pass(900);
  t.equal(heardItem(harness), 'a', 'the present item is not stopped for it');
  await harness.pass(200);
  t.ok(Math.abs(harness.heard()! - 100) < 0.01);
  t.equal(heardItem(harness), 'b');
});

await t.test('falls silent at the end, and joins late, when the next item loads slowly', async (t) => {
  const harness = await playingFirstOfTwo();
  const slow = Promise.withResolvers<PlayableTrack>();
  harness.locate = async () => slow.promise;
  await harness.pass(39_000);
  harness.follow(advance(harness, 1000), item('b'));
  await harness.pass(3000);
  t.equal(heardItem(harness), null);
  slow.resolve(track(item('b')));
  await harness.pass(100);
  t.equal(heardItem(harness), 'b');
  t.ok(Math.abs(harness.heard()! - 2100) < 0.01);
});

await t.test(
  'stops the present item, and never starts the next, when a pause comes before the anchor',
  async (t) => {
    const harness = await playingFirstOfTwo();
    await harness.pass(38_000);
    harness.follow(advance(harness, 2000), item('b'));
    await harness.pass(500);
    harness.follow({ ...harness.playing(3, 'b', 500), state: 'paused' }, item('b'));
    await harness.pass(450);
    t.equal(heardItem(harness), 'a');
    await harness.pass(100);
    t.equal(heardItem(harness), null);
    await harness.pass(5000);
    t.equal(heardItem(harness), null);
  },
);

await t.test('starts the next item earlier when a seek comes before its anchor', async (t) => {
  const harness = await playingFirstOfTwo();
  await harness.pass(38_000);
  harness.follow(advance(harness, 2000), item('b'));
  harness.follow({ ...harness.playing(3, 'b', 500), anchorPositionMs: 7000 }, item('b'));
  await harness.pass(600);
  t.equal(heardItem(harness), 'b');
  t.ok(Math.abs(harness.heard()! - 7100) < 0.01);
});

await t.test('plays nothing until the anchor when it joins between an advance and its anchor', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(2, 'b', 1000), item('b'));
  await harness.pass(950);
  t.equal(harness.heard(), null);
  t.equal(harness.controller.errorMs, null);
  await harness.pass(100);
  t.ok(Math.abs(harness.heard()! - 50) < 0.01);
});

await t.test('switches at the anchor to an item that a member has chosen', async (t) => {
  const harness = new Harness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'), item('b'));
  await harness.pass(5000);
  harness.follow(harness.playing(2, 'c', 300), item('c'));
  await harness.pass(250);
  t.equal(heardItem(harness), 'a');
  await harness.pass(100);
  t.equal(heardItem(harness), 'c');
});
