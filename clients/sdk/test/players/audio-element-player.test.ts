// The player over an <audio> element, on an element and a clock that a test turns by hand. Local time begins at 1000 ms.
import t, { type Test } from 'tap';
import { AudioElementPlayer, microseconds, milliseconds } from '../../src/index.ts';
import { ElementWorld, lacksData } from '../kit/fake-element.ts';

const never = new AbortController().signal;
const track = { queueItemId: 'q', trackId: 't', durationMs: 60_000, url: 'http://music/t' };
const at = (ms: number) => microseconds(ms * 1000);

function playerOf(t: Test, outputDelayMs = 0) {
  const world = new ElementWorld();
  t.teardown(() => world.end());
  return {
    world,
    element: world.element,
    player: new AudioElementPlayer(world.element.asElement(), outputDelayMs),
  };
}

t.test('a load is over when the element can play', async (t) => {
  const { element, player } = playerOf(t);
  const loading = player.load(track, never);
  t.match(element, { src: track.url, loads: 1, preload: 'auto', preservesPitch: true });
  element.dispatchEvent(new Event('canplay'));
  await loading;
});

t.test('what cannot be decoded or fetched is a typed error', async (t) => {
  const { element, player } = playerOf(t);
  const loading = player.load(track, never);
  element.dispatchEvent(new Event('error'));
  await t.rejects(loading, { name: 'DownbeatError', code: 'UNEXPECTED_RESPONSE' });
});

t.test('a load may take long, but not pause for long', async (t) => {
  const { world, element, player } = playerOf(t);
  const loading = player.load(track, never);
  for (let part = 0; part < 10; part += 1) {
    world.pass(15_000);
    element.dispatchEvent(new Event('progress'));
  }
  const stalled = t.rejects(loading, { name: 'DownbeatError', code: 'TIMEOUT' });
  world.pass(20_000);
  await stalled;
  const again = player.load(track, never);
  element.dispatchEvent(new Event('canplay'));
  await again;
});

t.test('a load that another one replaces is ABORTED, before and while it goes on', async (t) => {
  const { element, player } = playerOf(t);
  await t.rejects(player.load(track, AbortSignal.abort()), { code: 'ABORTED' });
  t.equal(element.loads, 0);
  const abort = new AbortController();
  const loading = player.load(track, abort.signal);
  abort.abort();
  await t.rejects(loading, { code: 'ABORTED' });
});

t.test('a start ahead seeks before it, and plays at its instant', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(2000), milliseconds(5000));
  world.pass(1500);
  t.same(element.calls, [
    [1850, 'pause'],
    [1850, 'seek 5'],
    [2000, 'play'],
  ]);
  t.equal(Math.round(player.heardPositionMs(at(2500))!), 5500);
});

t.test('what the device delays is begun earlier, and heard later', async (t) => {
  const { world, element, player } = playerOf(t, 80);
  player.start(at(2000), milliseconds(0));
  world.pass(1000);
  t.same(element.calls.at(-1), [1920, 'play']);
  t.equal(Math.round(player.heardPositionMs(at(2000))!), 0);
  t.equal(player.outputDelayMs, 80);
});

t.test('one that joins late skips what it missed', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(400), milliseconds(5000));
  world.pass(1);
  t.same(
    element.calls.map(([, what]) => what),
    ['pause', 'seek 5.601', 'play'],
  );
});

t.test('a pause falls silent at its instant', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(1200), milliseconds(0));
  world.pass(500);
  player.stop(at(2000));
  world.pass(499);
  t.equal(element.paused, false);
  world.pass(1);
  t.equal(element.paused, true);
  t.equal(player.heardPositionMs(at(2000)), null);
});

t.test('a pause before the start comes means that there is none', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(2000), milliseconds(0));
  world.pass(100);
  player.stop(at(1200));
  world.pass(2000);
  t.same(
    element.calls.map(([, what]) => what),
    ['pause'],
  );
});

t.test('a seek takes the place of the start before it', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(2000), milliseconds(0));
  world.pass(100);
  player.start(at(1500), milliseconds(30_000));
  world.pass(2000);
  t.same(element.calls, [
    [1350, 'pause'],
    [1350, 'seek 30'],
    [1500, 'play'],
  ]);
});

t.test('a drift is corrected by the rate', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(1200), milliseconds(0));
  world.pass(200);
  player.setRate(1.003);
  world.pass(1000);
  t.equal(element.playbackRate, 1.003);
  t.equal(Math.round(player.heardPositionMs(at(2200))!), 1003);
  t.equal(Math.round(player.heardPositionMs(at(3200))!), 2006, 'also at an instant that is yet to come');
});

t.test(
  'autoplay that is refused is no error: it says that nothing is heard, and a later start succeeds',
  async (t) => {
    const { world, element, player } = playerOf(t);
    element.needsClick = true;
    player.start(at(1200), milliseconds(0));
    world.pass(500);
    t.equal(player.heardPositionMs(at(1500)), null);
    element.needsClick = false;
    player.start(at(1700), milliseconds(500));
    world.pass(500);
    t.equal(Math.round(player.heardPositionMs(at(2000))!), 800);
  },
);

t.test('an element that ran dry is not heard', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(1200), milliseconds(0));
  world.pass(500);
  element.readyState = lacksData;
  t.equal(player.heardPositionMs(at(1500)), null);
});

t.test('close ends timers, sound and the download', async (t) => {
  const { world, element, player } = playerOf(t);
  player.start(at(2000), milliseconds(0));
  player.close();
  world.pass(2000);
  t.match(element, { paused: true, src: '', loads: 1 });
  t.same(element.calls, [[1000, 'pause']]);
});
