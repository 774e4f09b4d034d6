// One player on simulated time: a clock that the test turns, timers that follow it, no waiting.
import { mock } from 'node:test';
import { ClockEstimator, type WireTimeline } from '@downbeat/timing';
import t from 'tap';
import { microseconds, SimulatedPlayer, type PlayableTrack, type QueueItem } from '../src/index.ts';
import { Conductor } from '../src/listening/conductor.ts';

/** Reference minus local. */
const OFFSET_US = 7_000_000_000;

class World {
  localUs = 1_000_000;
  readonly clock = { nowUs: () => microseconds(this.localUs) };
  readonly sync = { estimator: new ClockEstimator(), synchronised: false };
  readonly player: SimulatedPlayer;
  readonly problems: unknown[] = [];
  readonly conductor: Conductor;
  locate = async (item: QueueItem): Promise<PlayableTrack> => track(item);

  constructor(driftPpm = 0) {
    this.player = new SimulatedPlayer({ clock: this.clock, driftPpm });
    this.conductor = new Conductor({
      clock: this.clock,
      sync: this.sync,
      player: this.player,
      locate: (item) => this.locate(item),
      onProblem: (error) => this.problems.push(error),
    });
  }

  learnClock(): void {
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
    this.conductor.clockLearnt();
  }

  /** Lets time pass in steps of a tick, and promises settle in between. */
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

await t.test('a track that cannot be loaded is reported, and tried again with the next burst', async (t) => {
  const world = new World();
  world.learnClock();
  world.locate = async () => Promise.reject(new Error('gone'));
  world.conductor.follow(world.playing(1, 'a'), item('a'));
  await settled();
  t.match(world.problems, [{ message: 'gone' }]);
  world.locate = async (queued) => track(queued);
  world.learnClock();
  await world.pass(100);
  t.ok(Math.abs(world.heard()! - 100) < 0.01);
});

await t.test('nothing sounds before the clock is known; then it joins at the right sample', async (t) => {
  const world = new World();
  world.conductor.follow(world.playing(1, 'a'), item('a'));
  await world.pass(3000);
  t.equal(world.heard(), null);
  world.learnClock();
  await settled();
  await world.pass(50);
  t.ok(Math.abs(world.heard()! - 3050) < 0.01);
  t.equal(world.conductor.resyncs, 0);
});

await t.test('of two tracks loading at once only the last is heard', async (t) => {
  const world = new World();
  world.learnClock();
  const slow = Promise.withResolvers<PlayableTrack>();
  world.locate = async (queued) => (queued.id === 'a' ? slow.promise : track(queued));
  world.conductor.follow(world.playing(1, 'a'), item('a'));
  world.conductor.follow(world.playing(2, 'b'), item('b'));
  await settled();
  slow.resolve(track(item('a')));
  await world.pass(500);
  t.equal(world.player.loaded?.queueItemId, 'b');
  t.equal(world.player.starts.length, 1);
  t.same(world.problems, []);
});

await t.test(
  'while the next track is fetched, the last one neither sounds on nor is corrected',
  async (t) => {
    const world = new World();
    world.learnClock();
    world.conductor.follow(world.playing(1, 'a'), item('a'));
    await world.pass(5000);
    const slow = Promise.withResolvers<PlayableTrack>();
    world.locate = async () => slow.promise;
    world.conductor.follow(world.playing(2, 'b', 200), item('b'));
    await world.pass(2000);
    t.equal(world.heard(), null);
    t.equal(world.player.starts.length, 1);
    slow.resolve(track(item('b')));
    await world.pass(300);
    t.ok(Math.abs(world.heard()! - 2100) < 0.01);
    t.equal(world.conductor.resyncs, 0);
  },
);

await t.test('a pause does not wait for a track that is loading', async (t) => {
  const world = new World();
  world.learnClock();
  world.conductor.follow(world.playing(1, 'a'), item('a'));
  await world.pass(1000);
  world.locate = () => new Promise(() => undefined);
  world.conductor.follow({ ...world.playing(2, 'b'), state: 'paused' }, item('b'));
  t.equal(world.heard(), null);
});

await t.test('a pause before the start comes means that there is none', async (t) => {
  const world = new World();
  world.learnClock();
  world.conductor.follow(world.playing(1, 'a', 1000), item('a'));
  await world.pass(500);
  world.conductor.follow({ ...world.playing(2, 'a'), state: 'paused' }, item('a'));
  await world.pass(2000);
  t.equal(world.heard(), null);
  t.equal(world.conductor.errorMs, null);
});

await t.test(
  'a new epoch: the music goes on while the clock is learnt, then follows the new timeline',
  async (t) => {
    const world = new World();
    world.learnClock();
    world.conductor.follow(world.playing(1, 'a'), item('a'));
    await world.pass(5000);
    world.sync.estimator = new ClockEstimator();
    world.sync.synchronised = false;
    world.conductor.follow({ ...world.playing(0, 'a', 0, 2), anchorPositionMs: 5000 }, item('a'));
    await world.pass(1000);
    t.ok(Math.abs(world.heard()! - 6000) < 0.01);
    world.conductor.follow({ ...world.playing(1, 'a', 0, 2), state: 'paused' }, item('a'));
    world.learnClock();
    await world.pass(100);
    t.equal(world.heard(), null, 'paused in the new epoch');
  },
);

await t.test('a device that drifts by 200 ppm stays within its tolerance, without a skip', async (t) => {
  for (const driftPpm of [200, -200]) {
    const world = new World(driftPpm);
    world.learnClock();
    world.conductor.follow(world.playing(1, 'a'), item('a'));
    let worst = 0;
    for (let second = 0; second < 120; second += 1) {
      await world.pass(1000);
      worst = Math.max(worst, Math.abs(world.conductor.errorMs ?? 0));
    }
    t.ok(worst < 1.2, `worst ${worst.toFixed(3)} ms`);
    t.equal(world.conductor.resyncs, 0);
    world.conductor.close();
  }
});

await t.test('one that cannot keep up is not skipped about', async (t) => {
  const world = new World(-50_000);
  world.learnClock();
  world.conductor.follow(world.playing(1, 'a'), item('a'));
  await world.pass(120_000);
  t.ok(world.conductor.resyncs <= 5, `${world.conductor.resyncs} resyncs in two minutes`);
});

await t.test(
  'an audio device that fell silent is started again, and at once when the page returns',
  async (t) => {
    const world = new World();
    world.learnClock();
    world.conductor.follow(world.playing(1, 'a'), item('a'));
    await world.pass(4000);
    world.player.stop(world.clock.nowUs());
    world.conductor.reanchor();
    await world.pass(50);
    t.ok(Math.abs(world.heard()! - 4050) < 0.01);
    world.conductor.reanchor();
    t.equal(world.player.starts.length, 2, 'what sounds right is left alone');
  },
);

await t.test('at the end of the track nothing is corrected', async (t) => {
  const world = new World();
  world.learnClock();
  world.conductor.follow(world.playing(1, 'a'), item('a', 2000));
  await world.pass(10_000);
  t.equal(world.conductor.errorMs, null);
  t.equal(world.player.starts.length, 1);
});

await t.test('after close no timer and no message moves the player', async (t) => {
  const world = new World();
  world.learnClock();
  world.conductor.follow(world.playing(1, 'a'), item('a'));
  await world.pass(1000);
  world.conductor.close();
  world.conductor.follow(world.playing(2, 'a'), item('a'));
  await world.pass(5000);
  t.equal(world.player.starts.length, 1);
  t.equal(world.heard(), null);
  t.equal(world.conductor.errorMs, null, 'and it no longer says how well it plays');
});
