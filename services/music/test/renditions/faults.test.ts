// Renditions that cannot be made, or whose worker or track goes away: the original plays on, and no file is left.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import type { TrackDocument } from '../../src/tracks/repository.ts';
import { ended, startAnalysing, uploaded } from '../analysis/analysis-fixture.ts';
import { filesBelow } from '../kit/files.ts';
import { failingEncoder, ffmpegPath, HANG } from '../kit/ffmpeg.ts';
import { startImageKit } from '../kit/imagekit-server.ts';
import { type Music, startMusic } from '../kit/music.ts';
import { leavesNoFile } from '../kit/traces.ts';
import { ALAC, encoded, nowStreams, startEncoding, streamed, tone, toneFile } from './rendition-fixture.ts';

/** The tests share a database and files; each has the instances that it is about. */
const music = await startMusic(t);
const { backends, storageDir } = music;
const artist = music.person('artist');
const alac = await toneFile(tone(1), ...ALAC);
const encoding = (t: Test, program = ffmpegPath, env: Record<string, string> = {}): Promise<Music> =>
  startEncoding(t, { backends, env: { STORAGE_DIR: storageDir, FFMPEG_PATH: program, ...env } });
const upload = (to = music): Promise<Track> => uploaded(to, artist, alac, 'a.m4a');

interface StoredTrack {
  _id: string;
  renditions?: { state: string; lease?: string; attempts: number; dueAt: Date };
}
const tracks = music.app.mongo.db.collection<StoredTrack>('tracks');
const documents = music.app.mongo.db.collection<TrackDocument>('tracks');
const orphans = music.app.mongo.db.collection('looseFiles');
const stored = async ({ id }: Track) => (await tracks.findOne({ _id: id }))?.renditions;
const begun = (track: Track) => waitFor('the encoding to begin', async () => (await stored(track))?.lease);
const makeDue = ({ id }: Track, attempts?: number) =>
  tracks.updateOne(
    { _id: id },
    {
      $set: { 'renditions.dueAt': new Date(0), ...(attempts && { 'renditions.attempts': attempts }) },
      $unset: { 'renditions.lease': 1 },
    },
  );
const files = async (): Promise<number> => (await filesBelow(storageDir)).length;
const remove = async (track: Track, from = music) => {
  t.equal((await from.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0);
};

t.test('a deleted track leaves no rendition, and deletion while encoding ends the encoder', async (t) => {
  const running = await encoding(t);
  const track = await upload(running);
  t.match(await encoded(running, artist, track), { state: 'done' });
  t.equal(await files(), 4);
  t.equal(await orphans.countDocuments(), 0);
  await remove(track, running);
  await waitFor('the sweep', async () => (await files()) === 0);
  await running.close();

  const hanging = await encoding(t, await failingEncoder(t, HANG));
  const deleted = await upload(hanging);
  await begun(deleted);
  await remove(deleted, hanging);
  await waitFor('the encoder to be ended', async () => (await orphans.countDocuments()) === 0);
  await hanging.close();
  t.equal(await files(), 0);
});

t.test('what a killed instance has begun is made by another one, and its files are swept', async (t) => {
  const track = await upload();
  const env = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'test', PORT: '0', HTTP_HOST: '127.0.0.1', LOG_LEVEL: 'fatal' },
    ...{ MONGO_URI: backends.mongoUri, REDIS_URL: backends.redisUrl, AMQP_URL: backends.amqpUrl },
    ...{ JWT_SECRET: 'a secret that only the tests of this service know', STORAGE_DIR: storageDir },
    FFMPEG_PATH: await failingEncoder(t, HANG),
  };
  const script = join(import.meta.dirname, '../../src/server.ts');
  const killed = spawn(process.execPath, [script], { env, stdio: 'ignore' });
  t.teardown(() => void killed.kill('SIGKILL'));
  const exited = once(killed, 'exit');
  // A whole service starts, on a machine that is busy with other tests.
  await waitFor('the encoding to begin', async () => (await orphans.countDocuments()) === 3, {
    timeoutMs: 60_000,
  });
  killed.kill('SIGKILL');
  await exited;
  t.equal((await music.get(track.streamUrl)).status, 200, 'it can be played');
  await makeDue(track);
  await orphans.updateMany({}, { $set: { since: new Date(0) } });
  // Its start sweeps.
  const other = await encoding(t);
  t.match(await encoded(music, artist, track), { state: 'done' });
  t.match(await stored(track), { attempts: 2 });
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0);
  t.equal(await files(), 4);
  await other.close();
  await remove(track);
});

t.test('a stop ends the encoder, and the track is due again at once', async (t) => {
  const stopped = await encoding(t, await failingEncoder(t, HANG));
  const track = await upload(stopped);
  await begun(track);
  await stopped.close();
  t.match(await stored(track), { state: 'pending', attempts: 0, lease: undefined }, 'it does not count');
  t.equal(await orphans.countDocuments(), 0);
  t.equal(await files(), 1);
  const other = await encoding(t);
  t.match(await encoded(music, artist, track), { state: 'done' });
  await other.close();
  await remove(track);
});

t.test('a full disk is waited for, whatever the attempts, and the original plays on', async (t) => {
  const full = await encoding(t, await failingEncoder(t, 'echo "x: No space left on device" >&2; exit 1'));
  const track = await upload(full);
  const tried = () => full.log.withMessage('the renditions of a track could not be made');
  await waitFor('the failure', () => tried().length === 1);
  t.match(tried(), [{ trackId: track.id, attempts: 1, isFinal: false }]);
  await waitFor('the pause', async () => (await stored(track))?.lease === undefined);
  t.match(await stored(track), { state: 'pending', attempts: 0 }, 'it does not count');
  t.match(await streamed(full, track), { status: 200, rendition: 'original' });
  t.equal(await orphans.countDocuments(), 0);
  t.equal(await files(), 1, 'only the original');
  await full.close();
  await makeDue(track, 4);

  const reserved = await encoding(t, ffmpegPath, { STORAGE_RESERVE_BYTES: String(10 ** 14) });
  await waitFor('the reserve', () =>
    reserved.log
      .withMessage('the renditions of a track could not be made')
      .some(({ attempts }) => attempts === 5),
  );
  await reserved.close();

  await makeDue(track);
  const mended = await encoding(t);
  t.match(await encoded(music, artist, track), { state: 'done', reason: null });
  await nowStreams(mended, track, 'opus-160');
  await mended.close();
  await remove(track);
});

t.test('a crash of the encoder is tried again, and a track that takes too long fails', async (t) => {
  const crashing = await encoding(t, await failingEncoder(t, 'kill -SEGV $$'));
  const track = await upload(crashing);
  await waitFor('the retry to be stored', async () => {
    const renditions = await stored(track);
    return renditions?.attempts === 1 && renditions.lease === undefined;
  });
  await crashing.close();
  await makeDue(track);
  const slow = await encoding(t, await failingEncoder(t, HANG), { ANALYSIS_TIMEOUT_MS: '2000' });
  t.match(await encoded(slow, artist, track), { state: 'failed', reason: 'Encoding took too long.' });
  const tried = { state: 'pending', dueAt: new Date(0), attempts: 5 };
  await tracks.updateOne({ _id: track.id }, { $set: { renditions: tried } });
  await remove(await upload(slow), slow);
  const reason = 'The encoding was interrupted each time.';
  t.match(await encoded(slow, artist, track), { state: 'failed', reason });
  await slow.close();
  await remove(track);
});

t.test(
  'tracks of an earlier version are taken up, after those that are new; not when it is off',
  async (t) => {
    const off = await startAnalysing(t, {
      backends,
      env: { STORAGE_DIR: storageDir, FFMPEG_PATH: ffmpegPath, RENDITIONS: 'false' },
    });
    const older = await upload(off);
    t.match((await ended(off, artist, older)).renditions, { state: 'pending' });
    await tracks.updateOne({ _id: older.id }, { $unset: { renditions: 1 } });
    const newer = await upload(off);
    await ended(off, artist, newer);
    t.equal(await files(), 2);
    await off.close();
    const on = await encoding(t);
    t.match(await encoded(on, artist, older), { state: 'done' });
    t.match(await stored(newer), { state: 'done' }, 'the new one came first');
    const metrics = await (await on.get('/metrics')).text();
    t.match(metrics, /downbeat_track_renditions\{[^}]*state="pending"[^}]*\} 0\n/);
    t.match(metrics, /downbeat_track_rendition_outcomes_total\{[^}]*outcome="done"[^}]*\} 2\n/);
    t.match(metrics, /downbeat_track_rendition_seconds_count\S* 2\n/);
    await on.close();
    await remove(older);
    await remove(newer);
  },
);

t.test('an edit keeps the renditions, and they do not count for the quota', async (t) => {
  const running = await encoding(t, ffmpegPath, { ARTIST_MAX_BYTES: String(alac.length) });
  const single = running.person('artist');
  const track = await uploaded(running, single, alac, 'a.m4a');
  t.match(await encoded(running, single, track), { state: 'done' });
  const path = `/api/music/tracks/${track.id}`;
  t.equal((await running.send('PATCH', path, single, { title: 'Other' })).status, 200);
  t.match(await encoded(running, single, track), { state: 'done', items: { length: 3 } });
  t.equal((await running.send('DELETE', path, single)).status, 204);
  await uploaded(running, single, alac, 'again.m4a');
  await running.close();
});

t.test('a lost rendition is made again, and the next best file is sent until then', async (t) => {
  const running = await encoding(t);
  const track = await upload();
  t.match(await encoded(running, artist, track), { state: 'done', items: { length: 3 } });
  await nowStreams(running, track, 'opus-160');
  await running.close();
  const { renditions } = (await documents.findOne({ _id: track.id }))!;
  const { key } = renditions!.files!.find(({ name }) => name === 'opus-160')!;
  const lost = `${storageDir}/objects/${key.slice(34, 36)}/${key}`;
  const { bytes, etag } = await streamed(music, track, '&formats=opus&maxBitRate=96');
  await rm(lost);
  const range = { headers: { range: 'bytes=5-9' } };
  t.match(await streamed(music, track, '', range), {
    status: 206,
    rendition: 'opus-96',
    bytes: bytes.slice(5, 10),
  });
  t.match(await stored(track), { state: 'done' }, 'not again so soon');
  await makeDue(track);
  t.match(await streamed(music, track), { status: 200, rendition: 'opus-96', etag });
  t.match(await stored(track), { state: 'pending', attempts: 0, files: { length: 2 } });
  t.match(await streamed(music, track, '&formats=aac'), { status: 200, rendition: 'aac-128' });

  // A failure leaves those that are there.
  await makeDue(track, 5);
  const failing = await encoding(t, await failingEncoder(t, 'kill -SEGV $$'));
  t.match(await encoded(failing, artist, track), { state: 'failed', items: { length: 2 } });
  await failing.close();
  const mended = await encoding(t);
  t.equal((await mended.send('POST', `/api/music/tracks/${track.id}/analysis`, artist)).status, 202);
  t.match(await encoded(mended, artist, track), { state: 'done', reason: null, items: { length: 3 } });
  await nowStreams(music, track, 'opus-160');
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0);
  const left = (await filesBelow(storageDir)).join();
  for (const file of renditions!.files!)
    t.notOk(left.includes(file.key), 'those that were replaced are gone');
  await mended.close();

  // Where the gateway sends files, music looks before.
  const gateway = await encoding(t, ffmpegPath, {
    ...{ GATEWAY_FILES_PATH: '/stored-files/', ANALYSES_AT_ONCE: '0' },
  });
  for (const file of (await documents.findOne({ _id: track.id }))!.renditions!.files!)
    await rm(`${storageDir}/objects/${file.key.slice(34, 36)}/${file.key}`);
  t.match(await streamed(gateway, track), { status: 200, rendition: 'original' });
  await gateway.close();
  await remove(track);
});

t.test('renditions of a file at ImageKit are stored there', async (t) => {
  const server = await startImageKit(t);
  const remote = await startEncoding(t, {
    env: {
      ...{ STORAGE: 'imagekit', IMAGEKIT_PUBLIC_KEY: 'public_for_tests' },
      ...{ IMAGEKIT_PRIVATE_KEY: server.privateKey, IMAGEKIT_URL_ENDPOINT: `${server.url}/id` },
      ...{ IMAGEKIT_UPLOAD_URL: `${server.url}/api/v1/files/upload`, IMAGEKIT_API_URL: server.url },
    },
  });
  const track = await upload(remote);
  t.match(await encoded(remote, artist, track), { state: 'done', items: { length: 3 } });
  t.match(await nowStreams(remote, track, 'opus-96', '&maxBitRate=96'), { status: 200, type: 'audio/ogg' });
  await leavesNoFile(t, remote);
});
