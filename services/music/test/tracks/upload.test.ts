import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import sharp from 'sharp';
import t from 'tap';
import type { Track, TrackPage } from '../../src/generated/schemas.gen.ts';
import { UploadStaging } from '../../src/storage/upload-staging.ts';
import { createReceiver } from '../../src/tracks/receive-upload.ts';
import { flacSeconds, id3v2, mpegFrames, pictureBody, silentFlac, textBody } from '../kit/audio-writer.ts';
import { audioForm, demoTrack, silentWav, uploadForm } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';

const music = await startMusic(t);

t.test('accepts every format, lists it, and streams it unchanged', async (t) => {
  const artist = music.person('artist', 'Nadia Ferro');
  const reader = music.person();
  const { tracks } = JSON.parse(await readFile(demoTrack('manifest.json'), 'utf8')) as {
    tracks: (Track & { file: string; genre: string; year: number })[];
  };
  for (const expected of tracks) {
    const response = await music.upload(await uploadForm(demoTrack(expected.file)), artist);
    const track = (await response.json()) as Track;
    t.equal(response.status, 201, expected.file);
    t.equal(response.headers.get('location'), `/api/music/tracks/${track.id}`);
    const extension = expected.file.split('.').at(-1) ?? '';
    const types: Record<string, string> = { mp3: 'mpeg', flac: 'flac', ogg: 'ogg', opus: 'ogg', m4a: 'mp4' };
    const { id, streamUrl, coverUrl, createdAt, updatedAt, durationMs, ...described } = track;
    const { albumId, artists, genres, ...rest } = described;
    t.match(albumId, /^[\w-]{22}$/);
    t.match([artists, genres], [[{ name: expected.artist }], [{ name: expected.genre }]]);
    t.same(rest, {
      title: expected.title,
      artist: { id: artist.id, name: 'Nadia Ferro' },
      taggedArtist: expected.artist,
      album: expected.album,
      albumArtist: null,
      genre: expected.genre,
      year: expected.year,
      discNumber: null,
      trackNumber: expected.trackNumber,
      gainDb: null,
      coverPlaceholder: null,
      contentType: `audio/${types[extension] ?? ''}`,
      visibility: 'public',
      bytes: expected.bytes,
    });
    t.match(id, /^[0-9a-f-]{36}$/);
    t.match(createdAt, /^\d{4}-.*Z$/);
    t.equal(updatedAt, createdAt);
    t.ok(
      Math.abs(durationMs - expected.durationMs) < 100,
      `${durationMs} ms is near ${expected.durationMs} ms`,
    );

    const streamed = await music.get(streamUrl);
    t.equal(streamed.status, 200);
    t.ok(Buffer.from(await streamed.arrayBuffer()).equals(await readFile(demoTrack(expected.file))));
    const cover = await music.get(coverUrl ?? '');
    const { format, width, height } = await sharp(Buffer.from(await cover.arrayBuffer())).metadata();
    t.same({ format, width, height }, { format: 'jpeg', width: 480, height: 480 });
  }
  const page = (await (await music.get('/api/music/get?limit=100', reader)).json()) as TrackPage;
  t.same(
    page.items.map(({ title }) => title),
    tracks.map(({ title }) => title).toReversed(),
  );
});

t.test('accepts a file without a file name', async (t) => {
  const artist = music.person('artist');
  const wav = Buffer.from(silentWav(1));
  const head =
    '--x\r\ncontent-disposition: form-data; name="audio"\r\ncontent-type: application/octet-stream\r\n\r\n';
  const response = await fetch(`${music.baseUrl}/api/music/create`, {
    method: 'POST',
    headers: { authorization: artist.authorization, 'content-type': 'multipart/form-data; boundary=x' },
    body: Buffer.concat([Buffer.from(head), wav, Buffer.from('\r\n--x--\r\n')]),
  });
  t.equal(response.status, 201);
  t.match(await response.json(), { title: 'Untitled', bytes: wav.length });
});

t.test('accepts audio that does not begin at once, with its tags', async (t) => {
  const artist = music.person('artist');
  const gif = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
  const damaged = Buffer.from('\x89PNG\r\n\x1a\n and no picture', 'latin1');
  const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const tag = id3v2(
    3,
    [
      ['TIT2', textBody('Behind')],
      ['TPE1', textBody('AC/DC')],
      ['APIC', pictureBody(gif, 'image/gif')],
      ['APIC', pictureBody(damaged)],
      ['APIC', pictureBody(png)],
    ],
    6000,
  );
  const tagged = { title: 'Behind', taggedArtist: 'AC/DC' };
  const bare = { title: 'a', taggedArtist: null, coverUrl: null };
  const [mp3, zeros] = [mpegFrames(100), Buffer.alloc(500)];
  for (const [name, bytes, expected] of [
    ['FLAC after a long tag', Buffer.concat([tag, silentFlac(50)]), { ...tagged, contentType: 'audio/flac' }],
    ['zeros before MP3', Buffer.concat([zeros, mp3]), { ...bare, contentType: 'audio/mpeg' }],
    ['many zeros', Buffer.concat([Buffer.alloc(20_000), mp3]), { ...bare, contentType: 'audio/mpeg' }],
    ['zeros after a tag', Buffer.concat([tag, zeros, mp3]), { ...tagged, contentType: 'audio/mpeg' }],
    ['two tags', Buffer.concat([tag, tag, mp3]), { ...tagged, contentType: 'audio/mpeg' }],
    ['piped FLAC', silentFlac(50, { isPiped: true }), { ...bare, contentType: 'audio/flac' }],
  ] as const) {
    const response = await music.upload(audioForm(new Uint8Array(bytes), 'a'), artist);
    const track = (await response.json()) as Track;
    t.match({ status: response.status, ...track }, { status: 201, ...expected }, name);
    const isFlac = expected.contentType === 'audio/flac';
    t.equal(track.durationMs, isFlac ? Math.round(flacSeconds(50) * 1000) : 2612, name);
    if ('coverUrl' in expected) continue;
    const cover = Buffer.from(await (await music.get(track.coverUrl ?? '')).arrayBuffer());
    t.match(await sharp(cover).metadata(), { format: 'jpeg', width: 20, height: 20 }, name);
  }
});

t.test('takes empty controls of a form for missing ones, and 0 for no year', async (t) => {
  const form = await uploadForm(demoTrack('paper-rockets.mp3'), { title: '', genre: '', year: '' });
  form.set('cover', new File([], ''));
  const filled = (await (await music.upload(form, music.person('artist'))).json()) as Track;
  const plain = await music.upload(
    await uploadForm(demoTrack('paper-rockets.mp3'), { year: '0' }),
    music.person('artist'),
  );
  const { title, genre, year } = (await plain.json()) as Track;
  t.ok(year !== null && year > 0);
  t.match(filled, { title, genre, year, coverUrl: String });
});

t.test('says which files an artist has uploaded already', async (t) => {
  const [artist, other] = [music.person('artist', 'Nadia'), music.person('artist', 'Omar')];
  const file = await readFile(demoTrack('paper-rockets.mp3'));
  const sha256 = createHash('sha256').update(file).digest('hex');
  const none = '0'.repeat(64);
  const ask = async (who: typeof artist, digests: unknown): Promise<Response> =>
    music.send('POST', '/api/music/duplicates', who, { sha256: digests });
  t.same(await (await ask(artist, [sha256])).json(), { items: [] });
  await music.upload(await uploadForm(demoTrack('paper-rockets.mp3')), artist);
  const again = await music.upload(
    await uploadForm(demoTrack('paper-rockets.mp3'), { title: 'Again' }),
    artist,
  );
  const { id: trackId } = (await again.json()) as Track;
  await music.upload(await uploadForm(demoTrack('paper-rockets.mp3')), other);
  t.match(await (await ask(artist, [none, sha256, sha256])).json(), {
    items: { length: 1, 0: { sha256, trackId, title: 'Again' } },
  });
  await music.send('DELETE', `/api/music/tracks/${trackId}`, artist);
  t.match(await (await ask(artist, [sha256])).json(), { items: [{ title: 'Paper Rockets' }] });
  for (const [digests, field] of [
    [[], 'sha256'],
    [['ABC'], 'sha256.0'],
    [Array.from({ length: 101 }, () => none), 'sha256'],
  ] as const) {
    const refused = await ask(artist, digests);
    t.equal(refused.status, 400);
    t.match(await refused.json(), { code: 'VALIDATION_FAILED', errors: [{ field }] });
  }
  t.equal((await ask(music.person(), [sha256])).status, 403, 'a listener');
});

t.test('refuses a file whose upload breaks off before it is read', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-upload-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const receive = createReceiver(new UploadStaging(directory), 1000);
  for (const name of ['audio', 'cover'] as const) {
    const stream = new PassThrough();
    const received = receive({ name, filename: 'file', mimetype: '', stream });
    stream.destroy(new Error('broken off'));
    await t.rejects(received, { message: 'broken off' });
  }
  t.same(await readdir(directory), []);
});
