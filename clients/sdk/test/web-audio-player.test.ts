// The Web Audio player, on a context whose clock the test sets. Context second 10 leaves the device at local
// millisecond 1000.
import { mock } from 'node:test';
import t from 'tap';
import { microseconds, milliseconds, WebAudioPlayer } from '../src/listening.ts';
import { buffer, FakeAudio, installFakeAudio } from './kit/fake-audio.ts';
import { service, type Answer } from './kit/service.ts';

const FADE_SECONDS = 0.005;
const never = new AbortController().signal;

installFakeAudio();

const at = (ms: number) => microseconds(ms * 1000);
const trackAt = (url: string, queueItemId = 'q') => ({ queueItemId, trackId: 't', durationMs: 60_000, url });

type Tap = Parameters<typeof service>[0];

async function createPlayer(t: Tap, { answer, nudgeMs = 0 }: { answer?: Answer; nudgeMs?: number } = {}) {
  const audio = new FakeAudio();
  const player = new WebAudioPlayer(audio.asContext(), nudgeMs);
  const { url } = await service(t, () => answer ?? { status: 200, text: 'encoded' });
  const load = (signal = never, queueItemId = 'q') => player.load(trackAt(url, queueItemId), signal);
  return { audio, player, load, url };
}

/** A player that has loaded its track. */
async function loaded(t: Tap, options: { nudgeMs?: number } = {}) {
  const parts = await createPlayer(t, options);
  await parts.load();
  return parts;
}

function near(t: { ok(value: boolean, message: string): unknown }, found: number | null, wanted: number) {
  t.ok(found !== null && Math.abs(found - wanted) < 1e-6, `${found} is ${wanted}`);
}

await t.test('reports a track that cannot be fetched or decoded, and plays nothing', async (t) => {
  const gone = await createPlayer(t, { answer: { status: 404, text: 'gone' } });
  await t.rejects(gone.load(), { name: 'DownbeatError', code: 'UNEXPECTED_RESPONSE', message: /404/ });
  const broken = await createPlayer(t);
  const cause = new DOMException('no audio', 'EncodingError');
  broken.audio.decode = async () => Promise.reject(cause);
  await t.rejects(broken.load(), { code: 'UNEXPECTED_RESPONSE', message: /decoded/, cause });
  broken.player.start('q', at(1000), milliseconds(0));
  t.same(broken.audio.sources, []);
  const player = new WebAudioPlayer(new FakeAudio().asContext());
  await t.rejects(player.load(trackAt('http://127.0.0.1:9'), never), { code: 'NETWORK_ERROR' });
});

await t.test(
  'reports a load that is aborted, before, during and after its download, as ABORTED',
  async (t) => {
    const { load, audio, player } = await createPlayer(t);
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
    player.start('q', at(1000), milliseconds(0));
    t.same(audio.sources, [], 'the aborted track is not played');
  },
);

await t.test('schedules a start on the audio clock, with a fade-in', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(1500), milliseconds(2000));
  t.same(audio.voice.started, { atSeconds: 10.5, offsetSeconds: 2 });
  t.same(audio.voice.gain?.gain.changes, [
    ['set', 0, 10.5],
    ['ramp', 1, 10.5 + FADE_SECONDS],
  ]);
  t.equal(player.heardPositionMs(at(1499)), null, 'nothing before the start');
  near(t, player.heardPositionMs(at(1500)), 2000);
  near(t, player.heardPositionMs(at(1750)), 2250);
});

await t.test('plays a track with its gain, from the fade-in to the fade-out', async (t) => {
  const { audio, player, url } = await createPlayer(t);
  await player.load({ ...trackAt(url), gainDb: -6 }, never);
  player.start('q', at(1500), milliseconds(0));
  player.stop(at(2000));
  const level = 10 ** (-6 / 20);
  t.match(audio.voice.gain?.gain.changes, [
    ['set', 0, 10.5],
    ['ramp', level, 10.5 + FADE_SECONDS],
    ['cancel', 0, 11],
    ['set', level, 11],
    ['ramp', 0, 11 + FADE_SECONDS],
  ]);
});

await t.test('starts further on when the instant has passed', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(400), milliseconds(5000));
  const { atSeconds, offsetSeconds } = audio.voice.started!;
  t.equal(atSeconds, 10, 'now, not earlier');
  near(t, offsetSeconds, 5.6);
  near(t, player.heardPositionMs(at(1000)), 5600);
});

await t.test('plays and stops nothing for a start beyond the end', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(1000), milliseconds(61_000));
  t.equal(audio.voice.started, null);
  player.stop(at(1100));
  player.close();
  t.equal(audio.voice.stopSeconds, null);
});

await t.test('uses the reported delay, up to 100 ms, without output timestamps', async (t) => {
  const { audio, player } = await loaded(t);
  t.equal(player.outputDelayMs, 25);
  audio.output = { contextTime: 0, performanceTime: 0 };
  const { mock: still } = mock.method(performance, 'now', () => 5000);
  player.start('q', at(6000), milliseconds(0));
  near(t, audio.voice.started!.atSeconds, 10 + 1 - 0.02);
  audio.outputLatency = 3;
  player.start('q', at(6000), milliseconds(0));
  near(t, audio.voice.started!.atSeconds, 10 + 1 - 0.1);
  still.restore();
});

await t.test('starts earlier by a nudge', async (t) => {
  const { audio, player } = await loaded(t, { nudgeMs: 40 });
  player.start('q', at(1500), milliseconds(0));
  near(t, audio.voice.started!.atSeconds, 10.46);
  near(t, player.heardPositionMs(at(1500)), 0);
  near(t, player.contextSeconds(at(1500)), 10.46);
  const reportedMs = player.outputDelayMs - 40;
  player.nudgeMs = -reportedMs - 20;
  t.equal(player.outputDelayMs, 0, 'no sound is heard before it is made');
});

await t.test('changes the rate without a gap in the position', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(1000), milliseconds(0));
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
  t.equal(audio.sources.length, 1, 'nothing was restarted');
});

await t.test('applies a rate that is set before the start from the start on', async (t) => {
  const { audio, player } = await loaded(t);
  player.setRate(1.003);
  t.same(audio.sources, [], 'no source yet');
  player.start('q', at(3000), milliseconds(0));
  player.setRate(0.997);
  t.same(audio.voice.playbackRate.changes, [['set', 0.997, 12]]);
  near(t, player.heardPositionMs(at(4000)), 997);
});

await t.test('falls silent at the instant of a stop, with a fade-out', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(1000), milliseconds(0));
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
  t.equal(audio.voice.stopSeconds, 11 + FADE_SECONDS, 'a later stop changes nothing');
});

await t.test('plays on until the instant of a second start', async (t) => {
  const { audio, player, load } = await loaded(t);
  player.start('q', at(1000), milliseconds(0));
  player.setRate(1.003);
  await load();
  near(t, player.heardPositionMs(at(1000)), 0);
  player.start('q', at(2000), milliseconds(30_000));
  const [before, after] = audio.sources;
  t.equal(before?.stopSeconds, 11 + FADE_SECONDS);
  t.same(after?.started, { atSeconds: 11, offsetSeconds: 30 });
  near(t, player.heardPositionMs(at(2500)), 30_500);
});

await t.test('resumes a suspended context, and hears nothing when that is refused', async (t) => {
  const { audio, player } = await loaded(t);
  let asked = 0;
  audio.state = 'suspended';
  audio.resume = async () => {
    asked += 1;
    throw new DOMException('a click is needed', 'NotAllowedError');
  };
  player.start('q', at(1000), milliseconds(0));
  t.equal(asked, 1);
  t.equal(player.heardPositionMs(at(2000)), null, 'so that the room tries again');
  audio.state = 'running';
  player.start('q', at(2000), milliseconds(1000));
  t.equal(asked, 1);
  near(t, player.heardPositionMs(at(2000)), 1000);
});

await t.test('falls silent when it is closed', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(1000), milliseconds(0));
  player.close();
  t.equal(audio.voice.stopSeconds, 10 + FADE_SECONDS);
  t.equal(player.heardPositionMs(at(1500)), null);
});

/** A player that plays `q`, of 60 s, to its end at local second 61, with a second track loaded. */
async function nearTheEnd(t: Tap) {
  const parts = await loaded(t);
  parts.player.start('q', at(1000), milliseconds(0));
  await parts.load(never, 'next');
  parts.audio.currentTime = 68;
  parts.audio.output = { contextTime: 68, performanceTime: 59_000 };
  return parts;
}

await t.test('starts the next track at the sample at which the present one ends', async (t) => {
  const { audio, player } = await nearTheEnd(t);
  t.equal(audio.sources.length, 1, 'a load starts nothing');
  player.start('next', at(61_000), milliseconds(0));
  const [present, next] = audio.sources;
  const endSeconds = present!.started!.atSeconds + present!.buffer.duration;
  t.equal(next!.started!.atSeconds - endSeconds, 0, 'no gap');
  t.equal(next!.started!.offsetSeconds, 0);
  t.ok(present!.stopSeconds! >= endSeconds, 'nothing of the present one is cut off');
  near(t, player.heardPositionMs(at(60_999)), 59_999);
  near(t, player.heardPositionMs(at(61_000)), 0);
  near(t, player.heardPositionMs(at(61_500)), 500);
});

await t.test('cuts what plays, and what is scheduled, at a stop before the scheduled start', async (t) => {
  const { audio, player } = await nearTheEnd(t);
  player.start('next', at(61_000), milliseconds(0));
  player.stop(at(60_000));
  const [present, next] = audio.sources;
  t.equal(present!.stopSeconds, 69 + FADE_SECONDS);
  t.ok(next!.stopSeconds! < next!.started!.atSeconds, 'a source that stops before its start never sounds');
  near(t, player.heardPositionMs(at(59_999)), 58_999);
  t.equal(player.heardPositionMs(at(60_000)), null);
  t.equal(player.heardPositionMs(at(62_000)), null);
});

await t.test('keeps a scheduled start until the instant of a later one', async (t) => {
  const { audio, player } = await nearTheEnd(t);
  player.start('next', at(61_000), milliseconds(0));
  player.start('next', at(62_000), milliseconds(30_000));
  const [, first, second] = audio.sources;
  t.equal(first!.stopSeconds, 71 + FADE_SECONDS);
  t.same(second!.started, { atSeconds: 71, offsetSeconds: 30 });
  near(t, player.heardPositionMs(at(61_500)), 500);
  near(t, player.heardPositionMs(at(62_000)), 30_000);
});

await t.test('plays on a track that was unloaded while it sounds, and does not start it again', async (t) => {
  const { audio, player } = await nearTheEnd(t);
  player.unload('q');
  near(t, player.heardPositionMs(at(60_000)), 59_000);
  player.start('q', at(60_000), milliseconds(0));
  t.equal(audio.sources.length, 1);
});

await t.test(
  'plays at its volume, between silence and that of the file, and is silent while muted',
  async (t) => {
    const { audio, player } = await loaded(t);
    const { output } = player;
    t.equal((output as unknown as { destination: unknown }).destination, audio.destination);
    player.start('q', at(1500), milliseconds(0));
    t.equal(audio.voice.gain?.destination, output, 'the track goes through it');
    player.volume = 0.4;
    player.muted = true;
    t.same([player.volume, player.muted], [0.4, true]);
    player.muted = false;
    player.volume = 7;
    t.equal(player.volume, 1);
    t.same((output as unknown as typeof audio.voice.gain)?.gain.changes, [
      ['target', 0.4, 10],
      ['target', 0, 10],
      ['target', 0.4, 10],
      ['target', 1, 10],
    ]);
  },
);

await t.test('takes a new nudge while a track plays', async (t) => {
  const { audio, player } = await loaded(t);
  player.start('q', at(1000), milliseconds(0));
  audio.output = { contextTime: 11, performanceTime: 2000 };
  near(t, player.heardPositionMs(at(2000)), 1000);
  player.nudgeMs = 30;
  near(t, player.heardPositionMs(at(2000)), 970);
});
