// Covers in three sizes and formats: which file a client gets, how long it may keep it, and the placeholder in each answer.
import { waitFor } from '@downbeat/shared/test-kit';
import sharp from 'sharp';
import t from 'tap';
import { chooseCover } from '../../src/covers/choose-cover.ts';
import { sizesFor } from '../../src/covers/cover-rules.ts';
import type { AlbumDetail, AlbumPage, PlaylistSummary, TrackPage } from '../../src/generated/schemas.gen.ts';
import type { CoverFormat, TrackCoversDocument } from '../../src/tracks/track-covers.ts';
import { covered, nowSized, pictureOf, placed, startCovers, uploadCovered } from './cover-fixture.ts';

const CHROMIUM = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
const IMMUTABLE = 'private, max-age=7200, immutable';

const music = await startCovers(t);
const artist = music.person('artist', 'Nadia');
const track = await uploadCovered(music, artist, await pictureOf('red'), { album: 'Dawn' });
const url = track.coverUrl!;

t.test('sends the smallest file that is large enough and that the client shows', async (t) => {
  await nowSized(music, url);
  for (const [more, accept, type, pixels] of [
    ['&size=96', CHROMIUM, null, 96],
    ['&size=50', 'image/webp', 'image/webp', 96],
    ['&size=97', 'image/webp,*/*', 'image/webp', 300],
    ['&size=300', 'image/avif', 'image/avif', 300],
    ['&size=640', 'image/avif;q=0.5, image/jpeg', 'image/avif', 640],
    ['&size=640', 'image/avif;q=0, IMAGE/WEBP ;q=1', 'image/webp', 640],
    ['&size=640', '*/*', 'image/jpeg', 640],
    ['&size=300', 'image/*', 'image/jpeg', 300],
    ['&size=641', CHROMIUM, 'image/jpeg', 1200],
    ['', CHROMIUM, 'image/jpeg', 1200],
  ] as const) {
    const answer = await covered(music, url, more, { accept });
    t.equal(answer.status, 200);
    if (type !== null) t.equal(answer.type, type, `${more} ${accept}`);
    const { width, height, format } = await sharp(answer.bytes).metadata();
    t.same([width, height], [pixels, pixels], `${more} ${accept}`);
    t.equal(`image/${format === 'heif' ? 'avif' : format}`, answer.type);
    t.match(answer.vary, /\bAccept\b/);
    t.equal(answer.cache, IMMUTABLE);
  }
  const small = await covered(music, url, '&size=300', { accept: CHROMIUM });
  const whole = await covered(music, url);
  t.ok(small.bytes.length < whole.bytes.length / 4, `${small.bytes.length} of ${whole.bytes.length} bytes`);
});

t.test('each file has a validator of its own, and ranges', async (t) => {
  const webp = { accept: 'image/webp' };
  const [whole, small] = [await covered(music, url), await covered(music, url, '&size=300', webp)];
  t.not(small.etag, whole.etag);
  const known = { ...webp, 'if-none-match': small.etag! };
  t.match(await covered(music, url, '&size=300', known), { status: 304, cache: IMMUTABLE });
  t.equal((await covered(music, url, '&size=96', known)).status, 200);
  t.equal((await covered(music, url, '', known)).status, 200);
  const part = await covered(music, url, '&size=300', { ...webp, range: 'bytes=4-9' });
  t.match(part, { status: 206, range: `bytes 4-9/${small.bytes.length}` });
  t.same(part.bytes, small.bytes.subarray(4, 10));
});

t.test('only a URL that names the picture may be kept', async (t) => {
  const other = url.replace(/v=[^&]+/, 'v=other');
  t.equal((await covered(music, other, '&size=300')).cache, 'private, no-cache');
  const withoutVersion = url.replace(/v=[^&]+&/, '');
  t.equal((await covered(music, withoutVersion)).cache, 'private, no-cache');
  const off = await startCovers(t, {
    backends: music.backends,
    env: { STORAGE_DIR: music.storageDir, RENDITIONS: 'false' },
  });
  const late = await uploadCovered(off, artist, await pictureOf('blue'));
  await off.close();
  const before = await covered(music, late.coverUrl!, '&size=96', { accept: 'image/webp' });
  if (before.type === 'image/jpeg') t.match(before, { status: 200, cache: 'private, no-cache' });
  await nowSized(music, late.coverUrl!);
});

t.test('refuses nonsense', async (t) => {
  for (const more of ['&size=0', '&size=-1', '&size=abc', '&size=20000', '&size=1.5'])
    t.equal((await covered(music, url, more)).status, 400, more);
});

t.test('the gateway sends them itself', async (t) => {
  const { backends, storageDir } = music;
  const env = { STORAGE_DIR: storageDir, GATEWAY_FILES_PATH: '/stored-files/', ANALYSES_AT_ONCE: '0' };
  const accelerated = await startCovers(t, { backends, env });
  for (const [accept, place] of [
    ['image/webp', /^\/stored-files\/[0-9a-f]{2}\/[0-9a-f-]{36}\.webp$/],
    ['image/avif', /\.avif$/],
    ['*/*', /\.jpg$/],
  ] as const) {
    const direct = await covered(music, url, '&size=640', { accept });
    const answer = await covered(accelerated, url, '&size=640', { accept });
    t.match(answer, { place, type: direct.type, etag: direct.etag, cache: IMMUTABLE, vary: direct.vary });
  }
});

t.test('tracks, albums and playlists have the placeholder', async (t) => {
  const { coverPlaceholder } = await placed(music, artist, track);
  const picture = Buffer.from(coverPlaceholder.split(',')[1]!, 'base64');
  t.match(await sharp(picture).metadata(), { format: 'webp', width: 12, height: 12 });
  const { dominant } = await sharp(picture).stats();
  t.ok(dominant.r > dominant.b, 'it has the colour of the cover');
  t.ok(coverPlaceholder.length < 400, `${coverPlaceholder.length} characters`);

  const read = async <T>(path: string) => (await (await music.get(path, artist)).json()) as T;
  const listed = await waitFor('the list', async () => {
    const { items } = await read<TrackPage>('/api/music/get?q=a');
    const found = items.find(({ id }) => id === track.id);
    return found?.coverPlaceholder === coverPlaceholder && found;
  });
  t.equal(listed.coverPlaceholder, coverPlaceholder);
  const albums = await waitFor('the albums', async () => {
    const page = await read<AlbumPage>('/api/music/albums?q=dawn');
    return page.items[0]?.coverPlaceholder === coverPlaceholder && page;
  });
  t.equal(albums.items[0]?.coverPlaceholder, coverPlaceholder);
  const album = await read<AlbumDetail>(`/api/music/albums/${track.albumId}`);
  t.match(album, { coverPlaceholder, tracks: [{ coverPlaceholder }] });
  const plain = await music.send('POST', '/api/music/playlists', artist, {
    name: 'Evening',
    trackIds: [track.id],
  });
  t.equal(plain.status, 201);
  const lists = await read<{ items: PlaylistSummary[] }>('/api/music/playlists');
  t.match(lists.items, [{ coverUrls: [/cover/], coverPlaceholders: [coverPlaceholder] }]);
});

t.test('a small picture has the sizes that it fills, and is never enlarged', async (t) => {
  t.same(sizesFor(40), [96]);
  t.same(sizesFor(96), [96]);
  t.same(sizesFor(97), [96, 300]);
  t.same(sizesFor(640), [96, 300, 640]);
  t.same(sizesFor(1200), [96, 300, 640]);
  const wide = await uploadCovered(music, artist, await pictureOf('green', 200, 100));
  await nowSized(music, wide.coverUrl!);
  for (const [size, width, height] of [
    [96, 96, 48],
    [300, 200, 100],
    [640, 200, 100],
  ] as const) {
    const { bytes } = await covered(music, wide.coverUrl!, `&size=${size}`, { accept: 'image/webp' });
    t.match(await sharp(bytes).metadata(), { width, height, format: 'webp' });
  }
});

t.test('chooses among what is there', async (t) => {
  const file = (size: number, format: CoverFormat, bytes: number) => ({
    ...{ key: `${size}.${format}`, sha256: '', size, format, bytes },
  });
  const covers: TrackCoversDocument = {
    ...{ state: 'done', dueAt: new Date(), attempts: 1 },
    files: [file(96, 'jpeg', 9), file(96, 'webp', 5), file(96, 'avif', 7), file(300, 'jpeg', 20)],
  };
  const chosen = (size: number | undefined, accept?: string, lost: string[] = []) =>
    chooseCover(covers, { size, accept }, new Set(lost))?.key ?? null;
  t.equal(chosen(96, CHROMIUM), '96.webp', 'the fewest bytes');
  t.equal(chosen(96, CHROMIUM, ['96.webp']), '96.avif');
  t.equal(chosen(96, CHROMIUM, ['96.webp', '96.avif', '96.jpeg']), '300.jpeg');
  t.equal(chosen(96, undefined, ['96.jpeg', '300.jpeg']), null);
  t.equal(chosen(640), '300.jpeg', 'the largest has all of a small picture');
  t.equal(chosen(undefined, CHROMIUM), null);
  t.equal(chooseCover(undefined, { size: 96, accept: CHROMIUM }, new Set()), null);
});
