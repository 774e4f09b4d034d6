// What decoding an upload finds out, and that players get it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { ListeningSession, Track } from '../../src/generated/schemas.gen.ts';
import { mpegFrames, silentFlac } from '../kit/audio-writer.ts';
import { silentWav } from '../kit/files.ts';
import { loudnessOf, madeByFfmpeg } from '../kit/ffmpeg.ts';
import { analysisOf, ended, startAnalysing, uploaded } from './analysis-fixture.ts';

const music = await startAnalysing(t);
const artist = music.person('artist');
const listener = music.person('listener');

const lavfi = (source: string, ...args: string[]) => madeByFfmpeg('-f', 'lavfi', '-i', source, ...args);
const trackNow = async ({ id }: Track): Promise<Track> =>
  (await (await music.get(`/api/music/tracks/${id}`, artist)).json()) as Track;

t.test('counts the samples of each format, and measures loudness and peak', async (t) => {
  // Both sides of a sine at 1/4 of full scale, which is -12 dB, and so loud by the definition of EBU R128.
  const tone = "aevalsrc='0.25*sin(2*PI*997*t)|0.25*sin(2*PI*997*t)':s=44100:d=3";
  for (const [name, args] of [
    ['a.flac', ['-f', 'flac']],
    ['a.wav', ['-f', 'wav']],
    ['a.mp3', ['-f', 'mp3']],
    ['a.ogg', ['-f', 'ogg', '-c:a', 'libvorbis']],
    ['a.m4a', ['-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov']],
  ] as const) {
    const track = await uploaded(music, artist, await lavfi(tone, ...args), name);
    const analysis = await ended(music, listener, track);
    t.match(analysis, { state: 'done', reason: null, sampleRate: 44_100, channels: 2 }, name);
    t.match(analysis, { isTruncated: false, isDamaged: false, isSilent: false }, name);
    const { samples, durationMs, loudnessLufs, truePeakDbtp, waveform } = analysis;
    // Written to a pipe, these have whole frames, and say not how much of them is sound.
    const slack = name === 'a.m4a' || name === 'a.mp3' ? 2304 : 0;
    t.ok(samples! >= 132_300 && samples! <= 132_300 + slack, `${name}: ${samples} samples`);
    t.equal(durationMs, Math.round((samples! / 44_100) * 1000), name);
    t.ok(Math.abs(loudnessLufs! + 12) < 0.7, `${name}: ${loudnessLufs} LUFS`);
    t.ok(Math.abs(truePeakDbtp! + 12) < 0.7, `${name}: ${truePeakDbtp} dBTP`);
    t.equal(waveform?.length, 800, name);
    t.ok(
      waveform!.slice(20, 780).every((peak) => Math.abs(peak - 64) <= 6),
      `${name}: an even waveform`,
    );
  }
});

t.test('gives a gain after which tracks are equally loud, and no peak clips', async (t) => {
  for (const [source, isLimited] of [
    ['anoisesrc=d=3:a=0.9', false],
    ['anoisesrc=d=3:a=0.9,aformat=channel_layouts=stereo,volume=-12dB', false],
    // A click leaves no room to turn the noise up.
    ["aevalsrc='0.02*random(0)+0.8*eq(n,50000)':d=3", true],
  ] as const) {
    const bytes = await lavfi(source, '-f', 'flac');
    const track = await uploaded(music, artist, bytes, 'noise.flac');
    const { gainDb, truePeakDbtp } = await ended(music, artist, track);
    const path = join(t.testdir(), 'noise.flac');
    await writeFile(path, bytes);
    const loudness = await loudnessOf(path, gainDb!);
    if (isLimited) t.ok(gainDb! + truePeakDbtp! <= -0.9 && loudness < -15, `${source}: ${loudness} LUFS`);
    else t.ok(Math.abs(loudness + 14) <= 0.5, `${source}: ${loudness} LUFS`);
  }
});

t.test('the waveform follows the sound', async (t) => {
  const fade = "aevalsrc='if(lt(t,1),0,0.5*sin(2*PI*440*t))':d=2:s=8000";
  const track = await uploaded(music, artist, await lavfi(fade, '-f', 'wav'), 'half.wav');
  const { waveform } = await ended(music, artist, track);
  t.ok(waveform!.slice(0, 399).every((peak) => peak === 0));
  t.ok(waveform!.slice(401).some((peak) => peak === 127 || peak === 128));
  t.ok(waveform!.every((peak) => peak <= 128));
});

t.test('the length is counted, whatever the file claims', async (t) => {
  const quietThenLoud = ['-f', 'lavfi', '-i', 'anullsrc=d=2', '-f', 'lavfi', '-i', 'anoisesrc=d=8'];
  const joined = ['-filter_complex', '[0][1]concat=n=2:v=0:a=1'];
  const bare = await madeByFfmpeg(...quietThenLoud, ...joined, '-q:a', '0', '-write_xing', '0', '-f', 'mp3');
  const padded = await lavfi('sine=d=2,apad=pad_dur=2', '-ac', '1', '-f', 'flac');
  const cut = await lavfi('anoisesrc=d=4', '-write_xing', '0', '-f', 'mp3');
  const tagged = new Uint8Array([...id3Padding(8000), ...silentFlac(20)]);
  const streamed = await lavfi('sine=d=3', '-f', 'wav');
  const zeros = new Uint8Array([...new Uint8Array(500), ...cut]);
  for (const [name, bytes, expectedMs, slackMs] of [
    ['variable bit rate without a header', bare, 10_000, 60],
    ['two bit rates, joined', new Uint8Array([...mpegFrames(400, 320), ...mpegFrames(400, 64)]), 20_898, 60],
    ['silent frames of FLAC', padded, 4_000, 0],
    ['FLAC behind a large tag', tagged, 1_858, 1],
    ['a WAV of unknown length', withUnknownLength(streamed), 3_000, 0],
    ['MP3 behind zeros', zeros, 4_000, 60],
    ['a FLAC of unknown length', silentWithUnknownLength(), 1_858, 1],
    ['a partial last frame', cut.slice(0, -50), 3_975, 60],
  ] as const) {
    const track = await uploaded(music, artist, bytes, name);
    const analysis = await ended(music, artist, track);
    t.equal(analysis.state, 'done', name);
    t.ok(Math.abs(analysis.durationMs! - expectedMs) <= slackMs, `${name}: ${analysis.durationMs} ms`);
    t.equal((await trackNow(track)).durationMs > 0, true);
  }
});

t.test('flags silence, and gives it no gain', async (t) => {
  const track = await uploaded(music, artist, silentWav(1), 'silence.wav');
  const analysis = await ended(music, artist, track);
  const silent = { state: 'done', isSilent: true, gainDb: null, loudnessLufs: null, truePeakDbtp: null };
  t.match(analysis, { ...silent, samples: 8000, channels: 1, durationMs: 1000 });
  t.ok(analysis.waveform?.every((peak) => peak <= 1));
});

t.test(
  'lists and new rooms get the counted length and the gain; updatedAt is that of the last edit',
  async (t) => {
    const bytes = await lavfi('anoisesrc=d=2', '-f', 'mp3');
    const track = await uploaded(music, artist, bytes, 'room.mp3');
    t.equal(track.gainDb, null);
    const { db } = music.app.mongo;
    const early = await music.send('POST', '/api/music/sessions', artist, { trackIds: [track.id] });
    const running = (await early.json()) as ListeningSession;
    const { durationMs, gainDb } = await ended(music, artist, track);
    t.equal(
      (await db.collection<{ _id: string; durationMs: number }>('tracks').findOne({ _id: track.id }))
        ?.durationMs,
      durationMs,
    );
    const listed = await waitFor('the list to be read again', async () => {
      const page = (await (await music.get('/api/music/get', listener)).json()) as { items: Track[] };
      return page.items.find(({ id, gainDb: gain }) => id === track.id && gain !== null);
    });
    t.match(listed, { durationMs, gainDb, updatedAt: track.updatedAt });
    const later = await music.send('POST', '/api/music/sessions', artist, { trackIds: [track.id] });
    t.match(await later.json(), { queue: [{ trackId: track.id, durationMs }] });
    const unchanged = await music.get(`/api/music/sessions/${running.id}`, artist);
    t.match(
      await unchanged.json(),
      { queue: running.queue },
      'a room keeps the lengths that its members have',
    );
  },
);

t.test('may be kept by a client that asks again, and goes with its track', async (t) => {
  const track = await uploaded(music, artist, silentWav(1), 'cached.wav');
  await ended(music, artist, track);
  const path = `/api/music/tracks/${track.id}/analysis`;
  const first = await music.get(path, listener);
  t.equal(first.headers.get('cache-control'), 'private, no-cache');
  const again = await music.get(path, listener, { 'if-none-match': first.headers.get('etag')! });
  t.equal(again.status, 304);
  t.equal((await music.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
  t.match(await analysisOf(music, artist, track), { code: 'TRACK_NOT_FOUND' });
  t.equal(
    await music.app.mongo.db.collection<{ _id: string }>('waveforms').countDocuments({ _id: track.id }),
    0,
  );
});

t.test('counts what is pending and how analyses end', async (t) => {
  const metrics = await (await music.get('/metrics')).text();
  t.match(metrics, /downbeat_track_analyses\{[^}]*state="pending"[^}]*\} 0\n/);
  t.match(metrics, /downbeat_track_analyses\{[^}]*state="failed"[^}]*\} 0\n/);
  t.match(metrics, /downbeat_track_analysis_outcomes_total\{[^}]*outcome="done"[^}]*\} \d\d/);
  t.match(metrics, /downbeat_track_analysis_seconds_count\S* \d\d/);
});

/** An ID3v2 tag of so many bytes of padding. */
function id3Padding(bytes: number): Uint8Array {
  const tag = new Uint8Array(10 + bytes);
  tag.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, bytes >> 7, bytes & 0x7f]);
  return tag;
}

/** As a recorder writes it that cannot go back to its beginning. */
function withUnknownLength(wav: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = Buffer.from(wav);
  copy.writeUInt32LE(0xff_ff_ff_ff, 4);
  copy.writeUInt32LE(0xff_ff_ff_ff, copy.indexOf('data') + 4);
  return new Uint8Array(copy);
}

function silentWithUnknownLength(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(silentFlac(20, { isPiped: true }));
}
