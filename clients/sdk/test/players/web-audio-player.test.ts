// The player that is exact to the sample, on a context that a test turns by hand. Context second 10 leaves the device
// at local millisecond 1000.
import { mock } from 'node:test';
import t from 'tap';
import { microseconds, milliseconds, WebAudioPlayer } from '../../src/index.ts';
import { buffer, FakeAudio, installFakeAudio } from '../kit/fake-audio.ts';
import { service, type Answer } from '../kit/service.ts';

const FADE_SECONDS = 0.005;
const never = new AbortController().signal;

installFakeAudio();

const at = (ms: number) => microseconds(ms * 1000);
const trackAt = (url: string) => ({ queueItemId: 'q', trackId: 't', durationMs: 60_000, url });

type Tap = Parameters<typeof service>[0];

async function playerOf(t: Tap, { answer, nudgeMs = 0 }: { answer?: Answer; nudgeMs?: number } = {}) {
  const audio = new FakeAudio();
  const player = new WebAudioPlayer(audio.asContext(), nudgeMs);
  const { url } = await service(t, () => answer ?? { status: 200, text: 'encoded' });
  const load = (signal = never) => player.load(trackAt(url), signal);
  return { audio, player, load, url };
}

/** A player that has loaded its track. */
async function loaded(t: Tap, options: { nudgeMs?: number } = {}) {
  const parts = await playerOf(t, options);
  await parts.load();
  return parts;
}

function near(t: { ok(value: boolean, message: string): unknown }, found: number | null, wanted: number) {
  t.ok(found !== null && Math.abs(found - wanted) < 1e-6, `${found} is ${wanted}`);
}

await t.test('what is no audio is a typed error, and sounds nothing', async (t) => {
  const gone = await playerOf(t, { answer: { status: 404, text: 'gone' } });
  await t.rejects(gone.load(), { name: 'DownbeatError', code: 'UNEXPECTED_RESPONSE', message: /404/ });
  const broken = await playerOf(t);
  const cause = new DOMException('no audio', 'EncodingError');
  broken.audio.decode = async () => Promise.reject(cause);
  await t.rejects(broken.load(), { code: 'UNEXPECTED_RESPONSE', message: /decoded/, cause });
  broken.player.start(at(1000), milliseconds(0));
  t.same(broken.audio.sources, []);
  const player = new WebAudioPlayer(new FakeAudio().asContext());
  await t.rejects(player.load(trackAt('http://127.0.0.1:9'), never), { code: 'NETWORK_ERROR' });
});

await t.test(
  'a load that another one replaces is ABORTED, before, while and after it is fetched',
  async (t) => {
    const { load, audio, player } = await playerOf(t);
    await t.rejects(load(AbortSignal.abort()), { code: 'ABORTED' });
    const decoded = Promise.withResolvers<AudioBuffer>();
    const decoding = Promise.withResolvers<null>();
    audio.decode = () => {
      decoding.resolve(null);
      return decoded.promise;
    };
    const abort = new AbortController();
    const late = load(abort.signal);
    await decoding.promise;
    abort.abort();
    decoded.resolve(buffer(60));
    await t.rejects(late, { code: 'ABORTED' });
    player.start(at(1000), milliseconds(0));
    t.same(audio.sources, [], 'what came too late is not played');
  },
);

await t.test('a start ahead is scheduled on the audio clock, and fades in', async (t) => {
  const { audio, player } = await loaded(t);
  player.start(at(1500), milliseconds(2000));
  t.same(audio.voice.started, { atSeconds: 10.5, offsetSeconds: 2 });
  t.same(audio.voice.gain?.gain.changes, [
    ['set', 0, 10.5],
    ['ramp', 1, 10.5 + FADE_SECONDS],
  ]);
  t.equal(player.heardPositionMs(at(1499)), null, 'nothing before');
  near(t, player.heardPositionMs(at(1500)), 2000);
  near(t, player.heardPositionMs(at(1750)), 2250);
});

await t.test('one that joins late skips what it missed', async (t) => {
  const { audio, player } = await loaded(t);
  player.start(at(400), milliseconds(5000));
  const { atSeconds, offsetSeconds } = audio.voice.started!;
  t.equal(atSeconds, 10, 'not before now');
  near(t, offsetSeconds, 5.6);
  near(t, player.heardPositionMs(at(1000)), 5600);
});

await t.test('beyond the end there is nothing to play, and nothing to stop', async (t) => {
  const { audio, player } = await loaded(t);
  player.start(at(1000), milliseconds(61_000));
  t.equal(audio.voice.started, null);
  player.stop(at(1100));
  player.close();
  t.equal(audio.voice.stopSeconds, null);
});

await t.test('without output timestamps the delay is what the context reports, up to 100 ms', async (t) => {
  const { audio, player } = await loaded(t);
  t.equal(player.outputDelayMs, 25);
  audio.output = { contextTime: 0, performanceTime: 0 };
  const { mock: still } = mock.method(performance, 'now', () => 5000);
  player.start(at(6000), milliseconds(0));
  near(t, audio.voice.started!.atSeconds, 10 + 1 - 0.02);
  audio.outputLatency = 3;
  player.start(at(6000), milliseconds(0));
  near(t, audio.voice.started!.atSeconds, 10 + 1 - 0.1);
  still.restore();
});

await t.test('a nudge moves everything by what the listener has set', async (t) => {
  const { audio, player } = await loaded(t, { nudgeMs: 40 });
  player.start(at(1500), milliseconds(0));
  near(t, audio.voice.started!.atSeconds, 10.46);
  near(t, player.heardPositionMs(at(1500)), 0);
});

await t.test('a drift is corrected by the rate, without a gap in the position', async (t) => {
  const { audio, player } = await loaded(t);
  player.start(at(1000), milliseconds(0));
  audio.currentTime = 12;
  player.setRate(1.003);
  t.same(audio.voice.playbackRate.changes, [['set', 1.003, 12]]);
  near(t, player.heardPositionMs(at(2999)), 1999);
  near(t, player.heardPositionMs(at(3000)), 2000);
  near(t, player.heardPositionMs(at(4000)), 3003);
  player.setRate(1.003);
  t.equal(audio.voice.playbackRate.changes.length, 1, 'the same rate again changes nothing');
  audio.currentTime = 13;
  player.setRate(1);
  near(t, player.heardPositionMs(at(5000)), 4003);
  t.equal(audio.sources.length, 1, 'and nothing was started anew');
});

await t.test('a rate that is set before the start holds from the start', async (t) => {
  const { audio, player } = await loaded(t);
  player.setRate(1.003);
  t.same(audio.sources, [], 'nothing to bend yet');
  player.start(at(3000), milliseconds(0));
  player.setRate(0.997);
  t.same(audio.voice.playbackRate.changes, [['set', 0.997, 12]]);
  near(t, player.heardPositionMs(at(4000)), 997);
});

await t.test('a pause falls silent at its instant, with a fade', async (t) => {
  const { audio, player } = await loaded(t);
  player.start(at(1000), milliseconds(0));
  player.stop(at(2000));
  t.equal(audio.voice.stopSeconds, 11 + FADE_SECONDS);
  t.same(audio.voice.gain?.gain.changes.slice(2), [
    ['cancel', 0, 11],
    ['set', 1, 11],
    ['ramp', 0, 11 + FADE_SECONDS],
  ]);
  near(t, player.heardPositionMs(at(1999)), 999);
  t.equal(player.heardPositionMs(at(2000)), null);
  player.stop(at(2500));
  t.equal(audio.voice.stopSeconds, 11 + FADE_SECONDS, 'a second stop finds nothing');
});

await t.test('a seek, or a new anchor, takes over at its instant from what sounds till then', async (t) => {
  const { audio, player, load } = await loaded(t);
  player.start(at(1000), milliseconds(0));
  player.setRate(1.003);
  await load();
  near(t, player.heardPositionMs(at(1000)), 0);
  player.start(at(2000), milliseconds(30_000));
  const [before, after] = audio.sources;
  t.equal(before?.stopSeconds, 11 + FADE_SECONDS);
  t.same(after?.started, { atSeconds: 11, offsetSeconds: 30 });
  near(t, player.heardPositionMs(at(2500)), 30_500);
});

await t.test('a context that may not sound is asked to, and its refusal is no error', async (t) => {
  const { audio, player } = await loaded(t);
  let asked = 0;
  audio.state = 'suspended';
  audio.resume = async () => {
    asked += 1;
    throw new DOMException('a click is needed', 'NotAllowedError');
  };
  player.start(at(1000), milliseconds(0));
  t.equal(asked, 1);
  t.equal(player.heardPositionMs(at(2000)), null, 'it says that nothing is heard, so that it is tried again');
  audio.state = 'running';
  player.start(at(2000), milliseconds(1000));
  t.equal(asked, 1);
  near(t, player.heardPositionMs(at(2000)), 1000);
});

await t.test('after close nothing is heard', async (t) => {
  const { audio, player } = await loaded(t);
  player.start(at(1000), milliseconds(0));
  player.close();
  t.equal(audio.voice.stopSeconds, 10 + FADE_SECONDS);
  t.equal(player.heardPositionMs(at(1500)), null);
});
