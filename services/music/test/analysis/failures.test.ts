// An analysis that cannot succeed says why; one that was interrupted is made again; no track is lost by either.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { silentWav } from '../kit/files.ts';
import { fakeFfmpeg, ffmpegPath, HANG } from '../kit/ffmpeg.ts';
import { startImageKit } from '../kit/imagekit-server.ts';
import { type Music, startMusic } from '../kit/music.ts';
import { leavesNoFile } from '../kit/traces.ts';
import { analysisOf, ended, startAnalysing, uploaded } from './analysis-fixture.ts';

/** The tests share a database and files; each has the instances that it is about. */
const music = await startMusic(t);
const { backends, storageDir } = music;
const artist = music.person('artist');
const analysing = (t: Test, program = ffmpegPath, env: Record<string, string> = {}): Promise<Music> =>
  startAnalysing(t, { backends, env: { STORAGE_DIR: storageDir, FFMPEG_PATH: program, ...env } });
const upload = (to = music): Promise<Track> => uploaded(to, artist, silentWav(1), 'a.wav');

interface StoredTrack {
  _id: string;
  durationMs: number;
  audio: { bytes: number };
  analysis?: { lease?: string; attempts: number; dueAt: Date };
}
const tracks = music.app.mongo.db.collection<StoredTrack>('tracks');
const stored = async ({ id }: Track) => (await tracks.findOne({ _id: id }))?.analysis;
const path = ({ id }: Track) => `/api/music/tracks/${id}/analysis`;

t.test('a failure says why, and its artist can have it run again', async (t) => {
  const broken = await analysing(t, await fakeFfmpeg(t, 'exit 1'));
  const track = await upload(broken);
  const failed = await ended(music, artist, track);
  t.match(failed, { state: 'failed', reason: 'No sound in the file can be decoded.', waveform: null });
  t.match(failed.renditions, { state: 'failed', reason: failed.reason, items: [] }, 'nothing comes any more');
  t.equal((await music.get(track.streamUrl)).status, 200, 'it can be played');
  t.equal((await music.send('POST', path(track), music.person('artist'))).status, 403, 'another artist');
  t.equal((await music.send('POST', path(track), music.person('listener'))).status, 403, 'a listener');
  await broken.close();
  const mended = await analysing(t);
  t.match(await analysisOf(music, artist, track), { state: 'failed' }, 'nothing tries for ever');
  const again = await mended.send('POST', path(track), artist);
  t.equal(again.status, 202);
  t.match(await again.json(), { state: 'pending', reason: null });
  t.match(await ended(music, artist, track), { state: 'done', samples: 8000 });
  await mended.close();
});

t.test('an analysis of an instance that was killed is made by another one', async (t) => {
  const track = await upload();
  const env = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'test', PORT: '0', HTTP_HOST: '127.0.0.1', LOG_LEVEL: 'fatal' },
    ...{ MONGO_URI: backends.mongoUri, REDIS_URL: backends.redisUrl, AMQP_URL: backends.amqpUrl },
    ...{ JWT_SECRET: 'a secret that only the tests of this service know', STORAGE_DIR: storageDir },
    FFMPEG_PATH: await fakeFfmpeg(t, HANG),
  };
  const script = join(import.meta.dirname, '../../src/server.ts');
  const killed = spawn(process.execPath, [script], { env, stdio: 'ignore' });
  t.teardown(() => void killed.kill('SIGKILL'));
  const exited = once(killed, 'exit');
  const begun = async () => {
    if (killed.exitCode !== null) throw new Error(`the service ended with ${killed.exitCode}`);
    return (await stored(track))?.lease;
  };
  // A whole service starts, on a machine that is busy with other tests.
  await waitFor('the analysis to begin', begun, { timeoutMs: 60_000 });
  killed.kill('SIGKILL');
  await exited;
  t.match(await analysisOf(music, artist, track), { state: 'pending' });
  // Its lease ends.
  await tracks.updateOne({ _id: track.id }, { $set: { 'analysis.dueAt': new Date(0) } });
  const other = await analysing(t);
  t.match(await ended(music, artist, track), { state: 'done', samples: 8000 });
  t.match(await stored(track), { attempts: 2 });
  await other.close();
});

t.test('a stop ends the decoder, and the track is due again at once', async (t) => {
  const stopped = await analysing(t, await fakeFfmpeg(t, HANG));
  const track = await upload(stopped);
  await waitFor('the analysis to begin', async () => (await stored(track))?.lease);
  await stopped.close();
  t.match(await stored(track), { state: 'pending', attempts: 0, lease: undefined }, 'it does not count');
  const other = await analysing(t);
  t.match(await ended(music, artist, track), { state: 'done' });
  await other.close();
});

t.test('a file that takes too long fails, and one that ends the service each time is given up', async (t) => {
  const slow = await analysing(t, await fakeFfmpeg(t, HANG), { ANALYSIS_TIMEOUT_MS: '1000' });
  const track = await upload(slow);
  t.match(await ended(music, artist, track), { state: 'failed', reason: 'Decoding took too long.' });
  const tried = { state: 'pending', dueAt: new Date(0), attempts: 5 };
  await tracks.updateOne({ _id: track.id }, { $set: { analysis: tried } });
  // An upload wakes the worker.
  const next = await upload(slow);
  const reason = 'The analysis was interrupted each time.';
  t.match(await ended(music, artist, track), { state: 'failed', reason });
  t.match(await ended(music, artist, next), { state: 'failed' });
  await slow.close();
});

t.test('tries again when the decoder crashes', async (t) => {
  const crashing = await analysing(t, await fakeFfmpeg(t, 'kill -SEGV $$'));
  const track = await upload(crashing);
  await waitFor('the retry to be stored', async () => {
    const analysis = await stored(track);
    return analysis?.attempts === 1 && analysis.lease === undefined;
  });
  t.match(crashing.log.withMessage('a track could not be analysed'), [{ trackId: track.id, isFinal: false }]);
  t.match(await analysisOf(music, artist, track), { state: 'pending', reason: null });
  await crashing.close();
  t.equal((await music.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
});

t.test('a file that is not there as it was stored is tried again', async (t) => {
  const track = await upload();
  await tracks.updateOne({ _id: track.id }, { $inc: { 'audio.bytes': 1 } });
  const running = await analysing(t);
  const tried = () => running.log.withMessage('a track could not be analysed');
  await waitFor('the failure', () => tried().length === 1);
  t.match(tried(), [{ trackId: track.id, isFinal: false }]);
  t.match(await analysisOf(music, artist, track), { state: 'pending', reason: null });
  await running.close();
  t.equal((await music.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
});

t.test('a track of an earlier version is analysed too, and can be read before', async (t) => {
  const track = await upload();
  await tracks.updateOne({ _id: track.id }, { $unset: { analysis: 1 }, $set: { durationMs: 1234 } });
  const blind = await analysing(t, '/nowhere/ffmpeg');
  const warning = 'no ffmpeg, so uploads are not analysed; set FFMPEG_PATH';
  await waitFor('the warning', () => blind.log.withMessage(warning).length === 1);
  t.match(await analysisOf(blind, artist, track), { state: 'pending', samples: null });
  const shown = await blind.get(`/api/music/tracks/${track.id}`, artist);
  t.match(await shown.json(), { durationMs: 1234, gainDb: null });
  await blind.close();
  await analysing(t);
  t.match(await ended(music, artist, track), { state: 'done', durationMs: 1000 });
});

t.test('a file at ImageKit is fetched for the analysis, and no copy is left', async (t) => {
  const server = await startImageKit(t);
  const remote = await startAnalysing(t, {
    env: {
      ...{ STORAGE: 'imagekit', IMAGEKIT_PUBLIC_KEY: 'public_for_tests' },
      ...{ IMAGEKIT_PRIVATE_KEY: server.privateKey, IMAGEKIT_URL_ENDPOINT: `${server.url}/id` },
      ...{ IMAGEKIT_UPLOAD_URL: `${server.url}/api/v1/files/upload`, IMAGEKIT_API_URL: server.url },
    },
  });
  const track = await upload(remote);
  t.match(await ended(remote, artist, track), { state: 'done', samples: 8000 });
  await leavesNoFile(t, remote);
});
