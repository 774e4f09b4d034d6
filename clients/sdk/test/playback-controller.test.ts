// Follows the timeline of one item: loads, starts, stops and corrects a simulated player on simulated time.
import { mock } from 'node:test';
import { ClockEstimator } from '@downbeat/timing';
import t from 'tap';
import type { PlayableTrack } from '../src/index.ts';
import { item, PlaybackHarness, settled, track } from './kit/playback-harness.ts';

t.beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'setTimeout'] }));
t.afterEach(() => mock.timers.reset());

await t.test('reports a track that cannot be loaded, and tries again with the next burst', async (t) => {
  const harness = new PlaybackHarness();
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
  const harness = new PlaybackHarness();
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
  const harness = new PlaybackHarness();
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
    const harness = new PlaybackHarness();
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
  const harness = new PlaybackHarness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(1000);
  harness.locate = () => new Promise(() => undefined);
  harness.follow({ ...harness.playing(2, 'b'), state: 'paused' }, item('b'));
  t.equal(harness.heard(), null);
});

await t.test('cancels a scheduled start when a pause comes before it', async (t) => {
  const harness = new PlaybackHarness();
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
    const harness = new PlaybackHarness();
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
    const harness = new PlaybackHarness(driftPpm);
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
  const harness = new PlaybackHarness(-50_000);
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(120_000);
  t.ok(harness.controller.resyncs <= 5, `${harness.controller.resyncs} resyncs in two minutes`);
});

await t.test('restarts a player that fell silent, and at once when the page comes back', async (t) => {
  const harness = new PlaybackHarness();
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
  const harness = new PlaybackHarness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a', 2000));
  await harness.pass(10_000);
  t.equal(harness.controller.errorMs, null);
  t.equal(harness.player.starts.length, 1);
});

await t.test('does nothing after close', async (t) => {
  const harness = new PlaybackHarness();
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
