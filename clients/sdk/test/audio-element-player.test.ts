// The player of <audio> elements, on fake elements and a clock that the test moves. Local time begins at 1000 ms.
import t, { type Test } from 'tap';
import { AudioElementPlayer, microseconds, milliseconds } from '../src/listening.ts';
import { ElementHarness, lacksData, type FakeElement } from './kit/fake-element.ts';

const never = new AbortController().signal;
const track = { queueItemId: 'q', trackId: 't', durationMs: 60_000, url: 'http://music/t' };
const at = (ms: number) => microseconds(ms * 1000);

function createPlayer(t: Test, outputDelayMs = 0) {
  const harness = new ElementHarness();
  t.teardown(() => harness.end());
  const { element } = harness;
  const player = new AudioElementPlayer(element.asElement(), outputDelayMs);
  return { harness, element, second: element.clones[0]!, player };
}

/** Loads a track into an element. */
async function load(player: AudioElementPlayer, into: FakeElement, queueItemId = 'q'): Promise<void> {
  const loading = player.load({ ...track, queueItemId }, never);
  into.dispatchEvent(new Event('canplay'));
  await loading;
}

/** A player whose first element has a track. */
async function loadedPlayer(t: Test, outputDelayMs = 0) {
  const parts = createPlayer(t, outputDelayMs);
  await load(parts.player, parts.element);
  return parts;
}

t.test('resolves a load when the element can play', async (t) => {
  const { element, player } = createPlayer(t);
  const loading = player.load(track, never);
  t.match(element, { src: track.url, loads: 1, preload: 'auto', preservesPitch: true });
  element.dispatchEvent(new Event('canplay'));
  await loading;
});

t.test('reports a track that cannot be fetched or decoded as UNEXPECTED_RESPONSE', async (t) => {
  const { element, player } = createPlayer(t);
  const loading = player.load(track, never);
  element.dispatchEvent(new Event('error'));
  await t.rejects(loading, { name: 'DownbeatError', code: 'UNEXPECTED_RESPONSE' });
});

t.test('lets a load take long, but reports a long pause in it as TIMEOUT', async (t) => {
  const { harness, element, player } = createPlayer(t);
  const loading = player.load(track, never);
  for (let part = 0; part < 10; part += 1) {
    harness.pass(15_000);
    element.dispatchEvent(new Event('progress'));
  }
  const stalled = t.rejects(loading, { name: 'DownbeatError', code: 'TIMEOUT' });
  harness.pass(20_000);
  await stalled;
  const again = player.load(track, never);
  element.dispatchEvent(new Event('canplay'));
  await again;
});

t.test('reports a load that is aborted, before or during it, as ABORTED', async (t) => {
  const { element, player } = createPlayer(t);
  await t.rejects(player.load(track, AbortSignal.abort()), { code: 'ABORTED' });
  t.equal(element.loads, 0);
  const abort = new AbortController();
  const loading = player.load(track, abort.signal);
  abort.abort();
  await t.rejects(loading, { code: 'ABORTED' });
});

t.test('seeks ahead of a start, and plays at its instant', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(2000), milliseconds(5000));
  harness.pass(1500);
  t.same(element.calls, [
    [1850, 'pause'],
    [1850, 'seek 5'],
    [2000, 'play'],
  ]);
  t.equal(Math.round(player.heardPositionMs(at(2500))!), 5500);
});

t.test('starts earlier by the output delay of the device', async (t) => {
  const { harness, element, player } = await loadedPlayer(t, 80);
  player.start('q', at(2000), milliseconds(0));
  harness.pass(1000);
  t.same(element.calls.at(-1), [1920, 'play']);
  t.equal(Math.round(player.heardPositionMs(at(2000))!), 0);
  t.equal(player.outputDelayMs, 80);
});

t.test('starts further on when the instant has passed', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(400), milliseconds(5000));
  harness.pass(1);
  t.same(
    element.calls.map(([, what]) => what),
    ['pause', 'seek 5.601', 'play'],
  );
});

t.test('falls silent at the instant of a stop', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(1200), milliseconds(0));
  harness.pass(500);
  player.stop(at(2000));
  harness.pass(499);
  t.equal(element.paused, false);
  harness.pass(1);
  t.equal(element.paused, true);
  t.equal(player.heardPositionMs(at(2000)), null);
});

t.test('cancels a scheduled start when a stop comes before it', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(2000), milliseconds(0));
  harness.pass(100);
  player.stop(at(1200));
  harness.pass(2000);
  t.same(
    element.calls.map(([, what]) => what),
    ['pause'],
  );
});

t.test('replaces a scheduled start by an earlier one', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(2000), milliseconds(0));
  harness.pass(100);
  player.start('q', at(1500), milliseconds(30_000));
  harness.pass(2000);
  t.same(element.calls, [
    [1350, 'pause'],
    [1350, 'seek 30'],
    [1500, 'play'],
  ]);
});

t.test('reports the position by the rate that was set', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(1200), milliseconds(0));
  harness.pass(200);
  player.setRate(1.003);
  harness.pass(1000);
  t.equal(element.playbackRate, 1.003);
  t.equal(Math.round(player.heardPositionMs(at(2200))!), 1003);
  t.equal(Math.round(player.heardPositionMs(at(3200))!), 2006, 'also at a later instant');
});

t.test('hears nothing when autoplay is refused, and plays at a later start', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  element.needsClick = true;
  player.start('q', at(1200), milliseconds(0));
  harness.pass(500);
  t.equal(player.heardPositionMs(at(1500)), null);
  element.needsClick = false;
  player.start('q', at(1700), milliseconds(500));
  harness.pass(500);
  t.equal(Math.round(player.heardPositionMs(at(2000))!), 800);
});

t.test('hears nothing when the element has run out of data', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(1200), milliseconds(0));
  harness.pass(500);
  element.readyState = lacksData;
  t.equal(player.heardPositionMs(at(1500)), null);
});

t.test('ends timers, sound and the download when it is closed', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(2000), milliseconds(0));
  player.close();
  harness.pass(2000);
  t.match(element, { paused: true, src: '', loads: 2 });
  t.same(element.calls, [[1000, 'pause']]);
});

t.test('plays the first track to its end while the second is loaded, and then the second', async (t) => {
  const { harness, element, second, player } = await loadedPlayer(t);
  element.durationSeconds = 2;
  player.start('q', at(1200), milliseconds(0));
  harness.pass(1000);
  await load(player, second, 'next');
  player.start('next', at(3200), milliseconds(0));
  harness.pass(1000);
  t.equal(Math.round(player.heardPositionMs(at(3000))!), 1800, 'the first is heard until the second starts');
  harness.pass(400);
  t.match(element, { paused: true });
  t.same(second.calls, [
    [3050, 'pause'],
    [3050, 'seek 0'],
    [3200, 'play'],
  ]);
  t.equal(Math.round(player.heardPositionMs(at(3400))!), 200);
  player.unload('q');
  t.equal(element.src, '');
});

t.test('ends the first track at the start of the second when it would go on', async (t) => {
  const { harness, element, second, player } = await loadedPlayer(t);
  player.start('q', at(1200), milliseconds(0));
  await load(player, second, 'next');
  player.start('next', at(2000), milliseconds(0));
  harness.pass(1000);
  t.same(element.calls.at(-1), [2000, 'pause']);
  t.same(second.calls.at(-1), [2000, 'play']);
});

t.test('stops both tracks when a stop comes before the start of the second', async (t) => {
  const { harness, element, second, player } = await loadedPlayer(t);
  player.start('q', at(1200), milliseconds(0));
  await load(player, second, 'next');
  player.start('next', at(3000), milliseconds(0));
  harness.pass(500);
  player.stop(at(1800));
  harness.pass(3000);
  t.equal(element.paused, true);
  t.notOk(second.calls.some(([, what]) => what === 'play'));
});

t.test('cancels the start of a track that is unloaded before it', async (t) => {
  const { harness, element, second, player } = await loadedPlayer(t);
  player.start('q', at(1200), milliseconds(0));
  await load(player, second, 'next');
  player.start('next', at(3000), milliseconds(0));
  player.unload('next');
  harness.pass(3000);
  t.equal(element.paused, false);
  t.notOk(second.calls.some(([, what]) => what === 'play'));
});

t.test('gives the second element the volume of the first', (t) => {
  const { element, second } = createPlayer(t);
  element.volume = 0.3;
  element.muted = true;
  element.dispatchEvent(new Event('volumechange'));
  t.match(second, { volume: 0.3, muted: true });
  t.end();
});

t.test('loads a track again that broke off while it played, before it starts it', async (t) => {
  const { harness, element, player } = await loadedPlayer(t);
  player.start('q', at(1000), milliseconds(0));
  harness.pass(500);
  const { loads, src } = element;
  player.start('q', at(2000), milliseconds(1000));
  harness.pass(600);
  t.equal(element.loads, loads, 'only when it broke off');
  element.error = { code: 2 } as MediaError;
  player.start('q', at(3000), milliseconds(2000));
  harness.pass(1500);
  t.match(element, { loads: loads + 1, src, error: null, paused: false });
  t.ok(Math.abs(player.heardPositionMs(at(3100))! - 2100) < 20, 'at its position');
});
