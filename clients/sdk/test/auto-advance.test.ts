// From one item to the next: the next is loaded ahead, and starts where the present one ends.
import { mock } from 'node:test';
import type { WireTimeline } from '@downbeat/timing';
import t from 'tap';
import type { PlayableTrack } from '../src/index.ts';
import { item, PlaybackHarness, settled, track } from './kit/playback-harness.ts';

t.beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'setTimeout'] }));
t.afterEach(() => mock.timers.reset());

/** Plays `a`, of 40 s, from now on; `b` follows it in the queue. */
async function playingFirstOfTwo(): Promise<PlaybackHarness> {
  const harness = new PlaybackHarness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a', 40_000), item('b'));
  await settled();
  return harness;
}

/** The timeline by which the server moves on to an item at the end of `a`. */
function advance(harness: PlaybackHarness, inMs: number): WireTimeline {
  return harness.playing(2, 'b', inMs);
}

function heardItem({ player, clock }: PlaybackHarness): string | null {
  return player.heardItemId(clock.nowUs());
}

await t.test('loads the next item in the last 30 s of the present one, and only that', async (t) => {
  const harness = new PlaybackHarness();
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
  const harness = new PlaybackHarness();
  harness.synchronise();
  harness.follow(harness.playing(2, 'b', 1000), item('b'));
  await harness.pass(950);
  t.equal(harness.heard(), null);
  t.equal(harness.controller.errorMs, null);
  await harness.pass(100);
  t.ok(Math.abs(harness.heard()! - 50) < 0.01);
});

await t.test('switches at the anchor to an item that a member has chosen', async (t) => {
  const harness = new PlaybackHarness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'), item('b'));
  await harness.pass(5000);
  harness.follow(harness.playing(2, 'c', 300), item('c'));
  await harness.pass(250);
  t.equal(heardItem(harness), 'a');
  await harness.pass(100);
  t.equal(heardItem(harness), 'c');
});
