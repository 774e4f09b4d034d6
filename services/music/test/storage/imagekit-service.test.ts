import { readFile } from 'node:fs/promises';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, demoTrack, uploadForm } from '../kit/files.ts';
import { startImageKit } from '../kit/imagekit-server.ts';
import { startMusic } from '../kit/music.ts';
import { leavesNoFile } from '../kit/traces.ts';
import { sameProblem } from '../kit/problems.ts';

const server = await startImageKit(t);
const music = await startMusic(t, {
  env: {
    STORAGE: 'imagekit',
    IMAGEKIT_PUBLIC_KEY: 'public_for_tests',
    IMAGEKIT_PRIVATE_KEY: server.privateKey,
    IMAGEKIT_URL_ENDPOINT: `${server.url}/id`,
    IMAGEKIT_UPLOAD_URL: `${server.url}/api/v1/files/upload`,
    IMAGEKIT_API_URL: server.url,
    IMAGEKIT_MAX_FILE_BYTES: '1000000',
  },
});
const artist = music.person('artist');
const path = demoTrack('paper-rockets.mp3');
const instance = '/api/music/create';

t.test('answers 503 when ImageKit fails, and keeps neither a track nor a file', async (t) => {
  server.fault = 'refuse-upload';
  await sameProblem(t, await music.upload(await uploadForm(path), artist), {
    status: 503,
    code: 'STORAGE_UNAVAILABLE',
    title: 'Files cannot be reached at the moment',
    instance,
  });
  server.fault = 'none';
  t.equal(server.files.size, 0);
  await leavesNoFile(t, music);
  t.equal(await music.app.mongo.db.collection('tracks').countDocuments(), 0);
  t.equal(await music.app.mongo.db.collection('looseFiles').countDocuments(), 0);
});

t.test('applies the file limit of ImageKit', async (t) => {
  const large = new Uint8Array(1_000_001);
  large.set(await readFile(path));
  const response = await music.upload(audioForm(large), artist);
  await sameProblem(t, response, {
    status: 413,
    code: 'FILE_TOO_LARGE',
    title: 'The file is too large',
    instance,
    detail: 'At most 1000000 bytes are accepted.',
    errors: [{ in: 'form', field: 'audio', message: 'must be at most 1000000 bytes' }],
  });
});

t.test('uploads a track, streams it whole and in ranges, and deletes it', async (t) => {
  const file = await readFile(path);
  const track = (await (await music.upload(await uploadForm(path), artist)).json()) as Track;
  t.equal(server.files.size, 2, 'audio and cover');
  await leavesNoFile(t, music);
  const whole = await music.get(track.streamUrl, undefined, {});
  t.equal(whole.redirected, false);
  t.ok(Buffer.from(await whole.arrayBuffer()).equals(file));
  const part = await music.get(track.streamUrl, undefined, { range: 'bytes=100-199' });
  t.equal(part.status, 206);
  t.ok(Buffer.from(await part.arrayBuffer()).equals(file.subarray(100, 200)));
  const cover = await music.get(track.coverUrl ?? '');
  t.equal(cover.headers.get('content-type'), 'image/jpeg');
  await cover.arrayBuffer();
  t.equal((await music.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
  await waitFor('the sweep', () => server.files.size === 0);
});

t.test('keeps a record of files that ImageKit did not delete', async (t) => {
  const track = (await (await music.upload(await uploadForm(path), artist)).json()) as Track;
  server.fault = 'refuse-delete';
  t.equal((await music.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
  t.equal((await music.get(track.streamUrl)).status, 404);
  const message = 'an orphan file could not be deleted; trying again later';
  await waitFor('the failures', () => music.log.withMessage(message).length === 2);
  t.equal(await music.app.mongo.db.collection('looseFiles').countDocuments(), 2, 'both files are recorded');
  server.fault = 'none';
});
