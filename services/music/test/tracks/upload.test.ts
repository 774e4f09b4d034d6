import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import sharp from 'sharp';
import t from 'tap';
import type { Track, TrackPage } from '../../src/generated/schemas.gen.ts';
import { UploadStaging } from '../../src/storage/upload-staging.ts';
import { createReceiver } from '../../src/tracks/receive-upload.ts';
import { demoTrack, silentWav, uploadForm } from '../kit/files.ts';
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
    const { id, streamUrl, coverUrl, createdAt, updatedAt, durationMs, ...rest } = track;
    t.same(rest, {
      title: expected.title,
      artist: { id: artist.id, name: 'Nadia Ferro' },
      taggedArtist: expected.artist,
      album: expected.album,
      genre: expected.genre,
      year: expected.year,
      trackNumber: expected.trackNumber,
      contentType: `audio/${types[extension] ?? ''}`,
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
