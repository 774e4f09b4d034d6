// Which file of a track a client gets, and that each has the same samples at the same time.
import { join } from 'node:path';
import t from 'tap';
import { silentWav } from '../kit/files.ts';
import { samplesOf } from '../kit/ffmpeg.ts';
import { uploaded } from '../analysis/analysis-fixture.ts';
import {
  ALAC,
  encoded,
  nowStreams,
  renditionsOf,
  startEncoding,
  streamed,
  tone,
  toneFile,
} from './rendition-fixture.ts';

const music = await startEncoding(t);
const artist = music.person('artist');
const listener = music.person('listener');
const upload = async (name: string, source: string, ...args: string[]) =>
  uploaded(music, artist, await toneFile(source, ...args), name);

t.test(
  'what browsers cannot play is sent as its best rendition, and as it is to those that ask',
  async (t) => {
    const track = await upload('a.m4a', tone(3), ...ALAC);
    const { state, original, items } = await encoded(music, listener, track);
    t.match([state, original?.format], ['done', null]);
    t.same(
      items.map(({ name }) => name),
      ['opus-160', 'opus-96', 'aac-128'],
    );
    const best = await nowStreams(music, track, 'opus-160');
    t.match(best, { status: 200, type: 'audio/ogg', disposition: /\.opus"?$/ });
    for (const [more, rendition, type] of [
      ['&formats=raw', 'original', 'audio/mp4'],
      ['&formats=aac', 'aac-128', 'audio/mp4'],
      ['&formats=aac,opus,mp3', 'opus-160', 'audio/ogg'],
      ['&maxBitRate=0', 'opus-160', 'audio/ogg'],
      ['&maxBitRate=159', 'opus-96', 'audio/ogg'],
      ['&maxBitRate=128&formats=aac,mp3', 'aac-128', 'audio/mp4'],
      ['&maxBitRate=32', 'opus-96', 'audio/ogg'],
      ['&maxBitRate=64&formats=raw', 'original', 'audio/mp4'],
      ['&formats=mp3', 'original', 'audio/mp4'],
    ] as const)
      t.match(await streamed(music, track, more), { status: 200, rendition, type }, more);
    const sizes = new Map(items.map(({ name, bytes }) => [name as string, bytes]));
    t.equal(best.bytes.length, sizes.get('opus-160'));
  },
);

t.test('what browsers play is sent as it is, unless less is asked for', async (t) => {
  const track = await upload('a.flac', 'anoisesrc=d=3:a=0.5:r=44100', '-ac', '2', '-f', 'flac');
  t.match((await encoded(music, listener, track)).original, { format: 'flac' });
  const small = await nowStreams(music, track, 'opus-96', '&maxBitRate=96');
  t.match(await streamed(music, track), { rendition: 'original', type: 'audio/flac' });
  t.match(await streamed(music, track, '&formats=opus'), { rendition: 'opus-160' });
  t.match(await streamed(music, track, '&formats=mp3,aac'), { rendition: 'aac-128' });

  const range = { headers: { range: 'bytes=10-19' } };
  const part = await streamed(music, track, '&maxBitRate=96', range);
  t.match(part, { status: 206, rendition: 'opus-96', etag: small.etag });
  t.match(part.range, `bytes 10-19/${small.bytes.length}`);
  t.same(part.bytes, small.bytes.slice(10, 20));
  const whole = await streamed(music, track, '', range);
  t.match(whole, { status: 206, rendition: 'original' });
  t.not(whole.etag, small.etag);
  const same = { headers: { 'if-none-match': small.etag! } };
  t.equal((await streamed(music, track, '&maxBitRate=96', same)).status, 304);
  t.equal((await streamed(music, track, '', same)).status, 200);
});

t.test('the gateway sends a rendition itself, with its own headers', async (t) => {
  const track = await upload('gateway.m4a', tone(1), ...ALAC);
  await encoded(music, listener, track);
  const { backends, storageDir } = music;
  const env = { STORAGE_DIR: storageDir, GATEWAY_FILES_PATH: '/stored-files/', ANALYSES_AT_ONCE: '0' };
  const accelerated = await startEncoding(t, { backends, env });
  for (const [more, place, type] of [
    ['', /^\/stored-files\/[0-9a-f]{2}\/[0-9a-f-]{36}\.opus$/, 'audio/ogg'],
    ['&formats=aac', /\.m4a$/, 'audio/mp4'],
  ] as const) {
    const { etag, rendition } = await streamed(music, track, more);
    const { headers } = await fetch(accelerated.baseUrl + track.streamUrl + more);
    t.match(headers.get('x-accel-redirect'), place, more);
    t.match([headers.get('content-type'), headers.get('etag')], [type, etag]);
    t.equal(headers.get('x-rendition'), rendition);
  }
});

t.test('a client that has a part of a file gets the rest of the same one', async (t) => {
  const track = await upload('begun.m4a', tone(2), ...ALAC);
  const original = await streamed(music, track, '&formats=raw');
  await encoded(music, listener, track);
  // The track is in memory without renditions; a change lets it be read again.
  await music.send('PATCH', `/api/music/tracks/${track.id}`, artist, { title: 'Begun' });
  await nowStreams(music, track, 'opus-160');
  const rest = { headers: { range: 'bytes=100-', 'if-range': original.etag! } };
  const answer = await streamed(music, track, '', rest);
  t.match(answer, { status: 206, rendition: 'original', etag: original.etag });
  t.same(answer.bytes, original.bytes.slice(100));
  // All files of a track have one date, so it does not say which of them the client has.
  const { headers } = await fetch(music.baseUrl + track.streamUrl);
  const date = headers.get('last-modified')!;
  const byDate = await streamed(music, track, '', { headers: { range: 'bytes=100-', 'if-range': date } });
  t.match(byDate, { status: 200, rendition: 'opus-160' });
  const since = await streamed(music, track, '', { headers: { 'if-modified-since': date } });
  t.match(since, { status: 200, rendition: 'opus-160' });
});

t.test('a rendition has the samples of its original at the same time, without a delay', async (t) => {
  for (const [name, seconds, sampleRate, args] of [
    ['a.wav', 2.0123, 44_100, ['-c:a', 'pcm_s16le', '-f', 'wav']],
    ['hi.wav', 1.50021, 96_000, ['-c:a', 'pcm_s24le', '-f', 'wav']],
    ['low.wav', 2, 16_000, ['-c:a', 'pcm_f32le', '-ac', '1', '-f', 'wav']],
    ['a.mp2', 2.5, 48_000, ['-c:a', 'mp2', '-b:a', '384k', '-f', 'mp2']],
    ['a.m4a', 2.2, 44_100, ALAC],
    ['adpcm.wav', 2, 44_100, ['-c:a', 'adpcm_ima_wav', '-f', 'wav']],
  ] as const) {
    const track = await upload(name, tone(seconds, sampleRate), ...args);
    const { items } = await encoded(music, listener, track);
    const path = (file: string) => join(t.testdir(), file);
    await nowStreams(music, track, 'opus-96', '&formats=opus&maxBitRate=96');
    const original = await streamed(music, track, '&formats=raw');
    const expected = await samplesOf(original.bytes, path(name), 48_000);
    for (const { name: rendition, format, bitRate } of items) {
      const answer = await streamed(music, track, `&formats=${format}&maxBitRate=${bitRate}`);
      t.equal(answer.rendition, rendition);
      const samples = await samplesOf(answer.bytes, path(rendition), 48_000);
      // ffmpeg plays the last frame of AAC whole; browsers follow the edit list, as a test in a browser shows.
      const padding = format === 'aac' ? 1115 : 0;
      const longer = samples.length - expected.length;
      t.ok(longer >= -2 && longer <= padding + 2, `${name} as ${rendition}: ${longer} samples longer`);
      t.equal(delayBetween(expected, samples), 0, `${name} as ${rendition}: no delay`);
    }
  }
});

t.test('what is small already gets no rendition, and is sent whatever is asked for', async (t) => {
  const track = await upload('a.mp3', tone(2), '-b:a', '96k', '-f', 'mp3');
  t.match(await encoded(music, listener, track), { state: 'done', original: { format: 'mp3' }, items: [] });
  t.match(await streamed(music, track, '&maxBitRate=48'), { status: 200, rendition: 'original' });
  const vorbis = await upload('a.ogg', tone(2), '-c:a', 'libvorbis', '-q:a', '0', '-f', 'ogg');
  const { items } = await encoded(music, listener, vorbis);
  t.same(
    items.map(({ name }) => name),
    ['aac-128'],
    'some browsers play no Ogg',
  );
  t.match(await nowStreams(music, vorbis, 'aac-128', '&formats=mp3,aac'), { type: 'audio/mp4' });
});

t.test('before there are renditions the original is sent, and nonsense is refused', async (t) => {
  const plain = await startEncoding(t, { env: { RENDITIONS: 'false' } });
  const track = await uploaded(plain, artist, silentWav(1), 'a.wav');
  t.match(await streamed(plain, track, '&maxBitRate=48&formats=opus'), {
    status: 200,
    rendition: 'original',
  });
  for (const more of ['&formats=', '&formats=mp4', '&formats=mp3,,aac', '&maxBitRate=-1', '&maxBitRate=a'])
    t.equal((await streamed(plain, track, more)).status, 400, more);
  t.match(await renditionsOf(plain, artist, track), { state: 'pending', original: null, items: [] });
  t.equal(
    (await plain.get('/metrics').then((answer) => answer.text())).includes('downbeat_track_rendition'),
    false,
  );
});

/** By how many samples the second of two recordings of the same sound is late. */
function delayBetween(first: Float32Array, second: Float32Array): number {
  const MAX = 100;
  const [from, to] = [MAX, Math.min(first.length, second.length) - MAX];
  let [best, found] = [-Infinity, 0];
  for (let delay = -MAX; delay <= MAX; delay += 1) {
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += (first[at] ?? 0) * (second[at + delay] ?? 0);
    if (sum > best) [best, found] = [sum, delay];
  }
  return found;
}
