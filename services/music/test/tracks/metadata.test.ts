import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import t from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, demoTrack, filesBelow, silentWav, uploadForm } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);
const artist = music.person('artist', 'Nadia Ferro');

async function upload(form: FormData): Promise<Track> {
  const response = await music.upload(form, artist);
  t.equal(response.status, 201);
  return (await response.json()) as Track;
}

t.test('the form takes precedence over the tags', async (t) => {
  const text = { title: 'Mine', artist: 'Us', album: 'Ours', genre: 'Noise', year: '1999', trackNumber: '9' };
  const track = await upload(await uploadForm(demoTrack('paper-rockets.mp3'), text));
  t.match(track, {
    title: 'Mine',
    taggedArtist: 'Us',
    album: 'Ours',
    genre: 'Noise',
    year: 1999,
    trackNumber: 9,
    artist: { id: artist.id, name: 'Nadia Ferro' },
  });
});

t.test('uses the file name as title when form and tags have none', async (t) => {
  for (const [filename, title] of [
    ['Silence, live.wav', 'Silence, live'],
    ['../../etc/passwd.wav', 'passwd'],
    ['C:\\Music\\Windows.wav', 'Windows'],
    ['.wav', '.wav'],
    ['no extension', 'no extension'],
    ['日本語.wav', '日本語'],
    ['x'.repeat(300) + '.wav', 'x'.repeat(200)],
    [' \u0000\u0007 .wav', 'Untitled'],
  ] as const) {
    const track = await upload(audioForm(silentWav(1), filename));
    t.equal(track.updatedAt, track.createdAt);
    const [account, ...others] = track.artists ?? [];
    t.match([account?.name, others], ['Nadia Ferro', []], 'the account is the artist');
    t.same(
      { ...track, id: '', streamUrl: '', createdAt: '', updatedAt: '', artists: [] },
      {
        id: '',
        title,
        artist: { id: artist.id, name: 'Nadia Ferro' },
        taggedArtist: null,
        artists: [],
        album: null,
        albumArtist: null,
        albumId: null,
        genre: null,
        genres: [],
        year: null,
        discNumber: null,
        trackNumber: null,
        durationMs: 1000,
        gainDb: null,
        contentType: 'audio/wav',
        visibility: 'public',
        bytes: 8044,
        streamUrl: '',
        coverUrl: null,
        coverPlaceholder: null,
        createdAt: '',
        updatedAt: '',
      },
    );
  }
  for (const path of await filesBelow(music.storageDir)) {
    t.match(path.slice(music.storageDir.length), /^\/objects\/[0-9a-f]{2}\/[0-9a-f-]{36}\.(wav|mp3|jpg)$/);
  }
});

t.test('ignores a title of white space', async (t) => {
  const track = await upload(audioForm(silentWav(1), 'Blank.wav', { title: '   ' }));
  t.equal(track.title, 'Blank');
});

t.test('removes direction controls and line breaks from tags', async (t) => {
  const track = await upload(
    audioForm(taggedWav('\u202Egnp.exe', 'Nadia\u0007\u2066Ferro\u2069'), 'Bell.wav'),
  );
  t.match(track, { title: 'gnp.exe', taggedArtist: 'Nadia Ferro' });
  const unnamed = await upload(audioForm(silentWav(1), '\u202Egnp.exe.wav'));
  t.equal(unnamed.title, 'gnp.exe', 'also from file names');
});

/** A WAV file with an ID3v2.4 tag, in UTF-8, as a chunk. */
function taggedWav(title: string, artist: string): Uint8Array<ArrayBuffer> {
  const size = (length: number) => Buffer.from([0, 0, length >>> 7, length & 0x7f]);
  const frames = Object.entries({ TIT2: title, TPE1: artist }).map(([name, text]) => {
    const body = Buffer.from(`\u0003${text}`);
    return Buffer.concat([Buffer.from(name), size(body.length), Buffer.alloc(2), body]);
  });
  const body = Buffer.concat(frames);
  const tag = Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), size(body.length), body]);
  const even = tag.length % 2 === 0 ? tag : Buffer.concat([tag, Buffer.alloc(1)]);
  const head = Buffer.from('id3 \0\0\0\0');
  head.writeUInt32LE(tag.length, 4);
  const wav = Buffer.concat([silentWav(1), head, even]);
  wav.writeUInt32LE(wav.length - 8, 4);
  return new Uint8Array(wav);
}

t.test('the cover of the form takes precedence over the embedded one, and is re-encoded', async (t) => {
  const hidden = '<script>alert(1)</script>';
  const png = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: 'red' } })
    .withExif({ IFD0: { Copyright: hidden } })
    .png()
    .toBuffer();
  const form = await uploadForm(demoTrack('paper-rockets.mp3'));
  form.set('cover', new Blob([new Uint8Array(Buffer.concat([png, Buffer.from(hidden)]))]), 'cover.exe');
  const { coverUrl } = await upload(form);
  const cover = Buffer.from(await (await music.get(coverUrl ?? '')).arrayBuffer());
  const { format, width, height, exif } = await sharp(cover).metadata();
  t.same({ format, width, height, exif }, { format: 'jpeg', width: 1200, height: 600, exif: undefined });
  t.notOk(cover.includes(hidden));
});

t.test('writes the track and its event together', async (t) => {
  const track = await upload(audioForm(silentWav(1), 'Event.wav'));
  const outbox = music.app.mongo.db.collection<{ event: { subject: string; type: string; data: object } }>(
    'outbox',
  );
  const { event } = (await outbox.findOne({ 'event.subject': track.id }))!;
  t.match(event, {
    type: 'downbeat.track.published.v1',
    source: '/music',
    data: { trackId: track.id, artistId: artist.id, title: 'Event' },
  });
  await waitFor('the event to be published', () => outbox.findOne({ 'event.subject': track.id, sent: true }));
});

/** A deletion does not wait for the storage. */
const nothingLeft = () =>
  waitFor(
    'the sweep',
    async () => (await music.app.mongo.db.collection('looseFiles').countDocuments()) === 0,
  );

t.test('the artist and admins can delete a track, which leaves nothing', async (t) => {
  const text = { title: 'Short-lived' };
  const path = demoTrack('paper-rockets.mp3');
  const before = await filesBelow(music.storageDir);
  const track = await upload(await uploadForm(path, text));
  const url = `/api/music/tracks/${track.id}`;
  const forbidden = {
    status: 403,
    code: 'FORBIDDEN',
    title: 'You are not allowed to do this',
    instance: url,
  };
  const detail = 'This is for the role artist or admin; yours is listener';
  await sameProblem(t, await music.send('DELETE', url, music.person('listener')), { ...forbidden, detail });
  await sameProblem(t, await music.send('DELETE', url, music.person('artist')), forbidden);
  t.equal((await music.send('DELETE', url, artist)).status, 204);
  await nothingLeft();
  t.same(await filesBelow(music.storageDir), before);
  const gone = { status: 404, code: 'TRACK_NOT_FOUND', title: 'There is no such track' };
  await sameProblem(t, await music.send('DELETE', url, artist), { ...gone, instance: url });
  await sameProblem(t, await music.get(url, artist), { ...gone, instance: url });
  await sameProblem(t, await music.get(track.streamUrl), { ...gone, instance: `${url}/stream` });
  const other = await upload(await uploadForm(path, text));
  t.equal((await music.send('DELETE', `/api/music/tracks/${other.id}`, music.person('admin'))).status, 204);
  await nothingLeft();
  t.ok((await readFile(path)).length > 0);
});

t.test('keeps no file when the track cannot be written', async (t) => {
  const { db } = music.app.mongo;
  const before = await filesBelow(music.storageDir);
  await db.command({ collMod: 'tracks', validator: { neverThere: { $exists: true } } });
  const response = await music.upload(await uploadForm(demoTrack('paper-rockets.mp3')), artist);
  await db.command({ collMod: 'tracks', validator: {} });
  await sameProblem(t, response, {
    status: 500,
    code: 'INTERNAL',
    title: 'Something went wrong on our side',
    instance: '/api/music/create',
  });
  t.same(await filesBelow(music.storageDir), before);
  t.equal(await db.collection('looseFiles').countDocuments(), 0);
});
