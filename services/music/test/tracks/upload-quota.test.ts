// What bounds the uploads of one account: its quota, the uploads at once, the confirmed e-mail and the disk's reserve.
import { request } from 'node:http';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Music, type Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { leavesNothing, tracesOf } from '../kit/traces.ts';
import { instance } from './upload-fixture.ts';

const FILE_BYTES = 8044;
const wav = () => audioForm(silentWav(1), 'a.wav');

function countByStatus(answers: readonly Response[]): Record<number, number> {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries(Array.from(groups, ([status, { length }]) => [status, length]));
}

const uploadMany = (music: Music, artist: Person, count: number) =>
  Promise.all(Array.from({ length: count }, () => music.upload(wav(), artist)));

t.test(
  'parallel uploads make exactly as many tracks as are allowed, and a deletion allows one more',
  async (t) => {
    const music = await startMusic(t, { env: { ARTIST_MAX_TRACKS: '3' } });
    const artist = music.person('artist');
    const answers = await uploadMany(music, artist, 10);
    t.same(countByStatus(answers), { 201: 3, 409: 7 });
    t.equal(await music.app.mongo.db.collection('tracks').countDocuments(), 3);
    await waitFor('the refused files to be gone', async () => (await tracesOf(music)).files === 3);
    await sameProblem(t, await music.upload(wav(), artist), {
      status: 409,
      code: 'QUOTA_EXCEEDED',
      title: 'You have reached the limit of your account',
      instance,
      detail: 'You have 3 of 3 tracks; this needs 1 more. Delete some to make room.',
      quota: { name: 'tracks', used: 3, limit: 3 },
    });
    t.equal(
      (await music.upload(wav(), music.person('artist'))).status,
      201,
      'another account has its own quota',
    );
    const { id } = (await answers.find(({ status }) => status === 201)!.json()) as Track;
    t.equal((await music.send('DELETE', `/api/music/tracks/${id}`, artist)).status, 204);
    t.same(countByStatus(await uploadMany(music, artist, 4)), { 201: 1, 409: 3 });
  },
);

t.test('the bytes of the tracks are counted too, in parallel and across instances', async (t) => {
  const env = { ARTIST_MAX_BYTES: String(2 * FILE_BYTES + 100) };
  const music = await startMusic(t, { env });
  const other = await startMusic(t, { env, backends: music.backends });
  const artist = music.person('artist');
  const answers = await Promise.all([uploadMany(music, artist, 3), uploadMany(other, artist, 3)]);
  t.same(countByStatus(answers.flat()), { 201: 2, 409: 4 });
  await sameProblem(t, await music.upload(wav(), artist), {
    status: 409,
    code: 'QUOTA_EXCEEDED',
    title: 'You have reached the limit of your account',
    instance,
    detail: `You have ${2 * FILE_BYTES} of ${2 * FILE_BYTES + 100} bytes for tracks and covers; this needs ${FILE_BYTES} more. Delete some to make room.`,
    quota: { name: 'trackBytes', used: 2 * FILE_BYTES, limit: 2 * FILE_BYTES + 100 },
  });
});

t.test('a client that still sends a large file can read that there is no room for it', async (t) => {
  const music = await startMusic(t, { env: { ARTIST_MAX_BYTES: '1000' } });
  const before = await tracesOf(music);
  const artist = music.person('artist');
  for (let attempt = 0; attempt < 3; attempt++) {
    const large = new Uint8Array(24 * 1024 * 1024).fill(0x61);
    const response = await music.upload(audioForm(large), artist);
    t.equal(response.status, 409);
    t.match(await response.json(), { code: 'QUOTA_EXCEEDED', quota: { name: 'trackBytes', limit: 1000 } });
  }
  await leavesNothing(t, music, before);
});

t.test('an account has a few uploads at once; one more is refused until one has ended', async (t) => {
  const music = await startMusic(t, { env: { UPLOADS_AT_ONCE: '2' } });
  const before = await tracesOf(music);
  const artist = music.person('artist');
  const slow = Array.from({ length: 2 }, () => {
    const headers = {
      authorization: artist.authorization,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': '100000',
    };
    const upload = request(music.baseUrl + instance, { method: 'POST', headers });
    upload.on('error', () => undefined);
    upload.write('--x\r\ncontent-disposition: form-data; name="audio"; filename="a.mp3"\r\n\r\nID3');
    return upload;
  });
  const received = async () => (await tracesOf(music)).files - before.files;
  await waitFor('both uploads to have a slot', async () => (await received()) === 2);
  const refused = await music.upload(audioForm(new Uint8Array(1024 * 1024)), artist);
  t.equal(refused.headers.get('retry-after'), '5');
  await sameProblem(t, refused, {
    status: 429,
    code: 'RATE_LIMITED',
    title: 'Too many requests',
    instance,
    detail: 'At most 2 uploads at once; wait until one has ended.',
  });
  t.equal((await music.upload(wav(), music.person('artist'))).status, 201, 'other accounts are not held up');
  for (const upload of slow) upload.destroy();
  await waitFor('the slots to be free', async () => (await music.upload(wav(), artist)).status === 201);
  await waitFor(
    'the files of the ended uploads to be gone',
    async () => (await tracesOf(music)).files === before.files + 2,
  );
});

t.test('where it is asked for, an upload needs a confirmed e-mail address', async (t) => {
  const music = await startMusic(t, { env: { UPLOADS_NEED_VERIFIED: 'true' } });
  const before = await tracesOf(music);
  const large = audioForm(new Uint8Array(24 * 1024 * 1024));
  await sameProblem(t, await music.upload(large, music.person('artist', 'Ada', false)), {
    status: 403,
    code: 'EMAIL_NOT_VERIFIED',
    title: 'Confirm your e-mail address first',
    instance,
  });
  await leavesNothing(t, music, before);
  t.equal((await music.upload(wav(), music.person('artist', 'Ada', true))).status, 201);
});

t.test('an upload that would use up the reserve of the disk is refused', async (t) => {
  const reserve = String(10 ** 14);
  const music = await startMusic(t, { env: { STORAGE_RESERVE_BYTES: reserve } });
  const before = await tracesOf(music);
  const full = {
    status: 507,
    code: 'STORAGE_FULL',
    title: 'There is not enough space for this file',
    instance,
  };
  await sameProblem(t, await music.upload(wav(), music.person('artist')), full);
  await leavesNothing(t, music, before);
  t.equal((await music.get('/api/music/get', music.person())).status, 200, 'reading is not affected');
});
