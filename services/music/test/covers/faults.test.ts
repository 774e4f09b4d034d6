// Sizes of covers that cannot be made, are lost, or belong to a cover or a track that is gone: the original is sent, and no
// file is left.
import { rm, writeFile } from 'node:fs/promises';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import type { TrackCoversDocument } from '../../src/tracks/track-covers.ts';
import { filesBelow } from '../kit/files.ts';
import { startImageKit } from '../kit/imagekit-server.ts';
import { type Music, startMusic } from '../kit/music.ts';
import { skipS3, startS3 } from '../kit/s3-server.ts';
import { leavesNoFile } from '../kit/traces.ts';
import {
  covered,
  nowSized,
  pictureOf,
  placed,
  setCover,
  startCovers,
  uploadCovered,
} from './cover-fixture.ts';

/** An instance that makes none; each test has the others that it is about. */
const music = await startMusic(t);
const { backends, storageDir } = music;
const artist = music.person('artist');
const making = (env: Record<string, string> = {}): Promise<Music> =>
  startCovers(t, { backends, env: { STORAGE_DIR: storageDir, ...env } });

interface StoredTrack {
  _id: string;
  cover: { key: string; sha256: string };
  coverSizes?: TrackCoversDocument;
}
const tracks = music.app.mongo.db.collection<StoredTrack>('tracks');
const orphans = music.app.mongo.db.collection('looseFiles');
const stored = async ({ id }: Track) => (await tracks.findOne({ _id: id }))?.coverSizes;
const done = (track: Track) =>
  waitFor('the sizes', async () => {
    const covers = await stored(track);
    return covers?.state === 'done' && covers;
  });
const pathOf = (key: string): string => `${storageDir}/objects/${key.slice(34, 36)}/${key}`;
const webp = { accept: 'image/webp' };
const path = ({ id }: Track): string => `/api/music/tracks/${id}`;
/** The original, the cover and its nine copies. */
const FILES = 11;
const files = async () => (await filesBelow(storageDir)).length;
const clean = async (track: Track) => {
  t.equal((await music.send('DELETE', path(track), artist)).status, 204);
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0 && (await files()) === 0);
};

t.test('a deleted track leaves none, and a new cover gets its own', async (t) => {
  const running = await making();
  const track = await uploadCovered(running, artist, await pictureOf('red'));
  const before = await done(track);
  t.equal(await files(), FILES);
  t.equal(await orphans.countDocuments(), 0);
  const changed = (await (await setCover(running, track, await pictureOf('blue'), artist)).json()) as Track;
  t.not(changed.coverUrl, track.coverUrl);
  t.equal(changed.coverPlaceholder, null, 'not that of the former cover');
  await nowSized(running, changed.coverUrl!);
  const after = await done(track);
  t.not(after.of, before.of);
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0);
  t.equal(await files(), FILES);
  t.equal((await running.send('PATCH', path(track), artist, { title: 'Other' })).status, 200);
  t.same((await stored(track))?.files, after.files, 'an edit keeps them');

  t.equal((await running.send('DELETE', `${path(track)}/cover`, artist)).status, 200);
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0);
  t.equal(await files(), 1);
  t.equal(await stored(track), undefined);
  const again = (await (await setCover(running, track, await pictureOf('green'), artist)).json()) as Track;
  await nowSized(running, again.coverUrl!);
  await running.close();
  await clean(track);
});

t.test('a lost file is made again, and another one is sent until then', async (t) => {
  const running = await making();
  const track = await uploadCovered(music, artist, await pictureOf('red'));
  const { files: made = [] } = await done(track);
  await nowSized(running, track.coverUrl!);
  await running.close();
  const { key } = made.find(({ size, format }) => size === 96 && format === 'webp')!;
  await rm(pathOf(key));
  // By an instance that has not opened it before. It was made a moment ago.
  const missed = await covered(music, track.coverUrl!, '&size=96', webp);
  t.match(missed, { status: 200, type: 'image/jpeg', cache: 'private, no-cache' });
  t.match(await stored(track), { state: 'done' }, 'not again so soon');
  await tracks.updateOne({ _id: track.id }, { $set: { 'coverSizes.dueAt': new Date(0) } });
  t.match(await covered(music, track.coverUrl!, '&size=96', webp), { status: 200, type: 'image/jpeg' });
  const queued = await stored(track);
  t.match(queued, { state: 'pending', attempts: 0, placeholder: String });
  t.equal(queued?.files?.length, made.length - 1);
  t.equal(music.log.withMessage('a file of a track is missing, and is made again').length, 1);
  t.match(await covered(music, track.coverUrl!, '&size=300', webp), { status: 200, type: 'image/webp' });

  const mended = await making();
  await done(track);
  await nowSized(music, track.coverUrl!);
  await waitFor('the sweep of those that were replaced', async () => (await orphans.countDocuments()) === 0);
  t.equal(await files(), FILES);
  await mended.close();

  // The gateway sends files, so music looks before.
  const gateway = await making({ GATEWAY_FILES_PATH: '/stored-files/', ANALYSES_AT_ONCE: '0' });
  for (const file of (await stored(track))?.files ?? []) await rm(pathOf(file.key));
  const { place } = await covered(gateway, track.coverUrl!, '&size=96', webp);
  const { cover } = (await tracks.findOne({ _id: track.id }))!;
  t.match(place, new RegExp(`${cover.key}$`), 'the original');
  await gateway.close();
  await clean(track);
});

t.test('copies of a cover that an earlier version has replaced are not sent, and made again', async (t) => {
  const running = await making();
  const track = await uploadCovered(running, artist, await pictureOf('red'));
  await done(track);
  await running.close();
  await tracks.updateOne({ _id: track.id }, { $set: { 'coverSizes.of': 'of another cover' } });
  const late = await making({ ANALYSES_AT_ONCE: '0' });
  t.match(await covered(late, track.coverUrl!, '&size=96', webp), { status: 200, type: 'image/jpeg' });
  t.match(await stored(track), { state: 'pending' });
  const { coverPlaceholder } = (await (await late.get(path(track), artist)).json()) as Track;
  t.equal(coverPlaceholder, null);
  const mended = await making();
  await done(track);
  await waitFor('the sweep', async () => (await orphans.countDocuments()) === 0);
  t.equal(await files(), FILES);
  await mended.close();
  await late.close();
  await clean(track);
});

t.test('a cover that cannot be read is tried again, fails, and is sent as it is', async (t) => {
  const track = await uploadCovered(music, artist, await pictureOf('red'));
  const { cover } = (await tracks.findOne({ _id: track.id }))!;
  const { bytes } = await covered(music, track.coverUrl!);
  await writeFile(pathOf(cover.key), Buffer.alloc(bytes.length));
  await tracks.updateOne({ _id: track.id }, { $set: { 'coverSizes.attempts': 4 } });
  const running = await making();
  await waitFor('the failure', async () => (await stored(track))?.state === 'failed');
  t.match(await stored(track), { reason: 'The cover could not be read.', lease: undefined });
  t.equal((await covered(running, track.coverUrl!, '&size=96', webp)).status, 200);
  t.equal(await orphans.countDocuments(), 0);
  const metrics = await (await running.get('/metrics')).text();
  t.match(metrics, /downbeat_track_covers\{[^}]*state="failed"[^}]*\} 1\n/);
  await writeFile(pathOf(cover.key), bytes);
  const asked = await running.send('POST', `${path(track)}/analysis`, artist);
  t.equal(asked.status, 202);
  await done(track);
  await running.close();
  await clean(track);
});

t.test('covers of an earlier version are taken up', async (t) => {
  const track = await uploadCovered(music, artist, await pictureOf('red'));
  const none = await music.upload(new FormData(), artist);
  t.equal(none.status, 400);
  await tracks.updateOne({ _id: track.id }, { $unset: { coverSizes: 1 } });
  const running = await making();
  t.match(await done(track), { attempts: 1 });
  await placed(running, artist, track);
  await running.close();
  await clean(track);
});

t.test('at ImageKit', async (t) => {
  const server = await startImageKit(t);
  const remote = await startCovers(t, {
    env: {
      ...{ STORAGE: 'imagekit', IMAGEKIT_PUBLIC_KEY: 'public_for_tests' },
      ...{ IMAGEKIT_PRIVATE_KEY: server.privateKey, IMAGEKIT_URL_ENDPOINT: `${server.url}/id` },
      ...{ IMAGEKIT_UPLOAD_URL: `${server.url}/api/v1/files/upload`, IMAGEKIT_API_URL: server.url },
    },
  });
  const track = await uploadCovered(remote, remote.person('artist'), await pictureOf('red'));
  await nowSized(remote, track.coverUrl!);
  await leavesNoFile(t, remote);
});

t.test('in a bucket', { skip: skipS3 }, async (t) => {
  const account = await startS3(t);
  const remote = await startCovers(t, {
    env: {
      ...{ STORAGE: 's3', S3_BUCKET: account.bucket, S3_ENDPOINT: account.endpoint },
      ...{ S3_REGION: account.region, S3_FORCE_PATH_STYLE: String(account.forcePathStyle) },
      ...{ S3_ACCESS_KEY_ID: account.accessKeyId, S3_SECRET_ACCESS_KEY: account.secretAccessKey },
    },
  });
  const track = await uploadCovered(remote, remote.person('artist'), await pictureOf('red'));
  await nowSized(remote, track.coverUrl!);
  await leavesNoFile(t, remote);
});
