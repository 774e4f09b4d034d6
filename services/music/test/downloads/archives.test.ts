// Albums and playlists as archives: what is in them, who gets them, and links to them.
import { rm } from 'node:fs/promises';
import { createRevocationList } from '@downbeat/shared/revocation';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { DownloadLink, Playlist, Track } from '../../src/generated/schemas.gen.ts';
import { demoTrack, filesBelow, uploadForm } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { bytesOf } from '../streaming/streaming-fixture.ts';
import { sha256Of, unzip, uploadSilence } from './kit.ts';

const START = Date.now();
let now = START;
const music = await startMusic(t, {
  now: () => now,
  env: { DOWNLOADS_PER_MINUTE: '1000', MAX_DOWNLOAD_TRACKS: '3' },
});
const artist = music.person('artist', 'Ada');
const other = music.person('artist', 'Other');
const listener = music.person('listener', 'Lena');

const albumPath = ({ albumId }: Track) => `/api/music/albums/${albumId}/download`;
const playlistPath = (id: string) => `/api/music/playlists/${id}/download`;

async function playlistOf(who: Person, name: string, tracks: readonly Track[]): Promise<Playlist> {
  const made = await music.send('POST', '/api/music/playlists', who, { name });
  const playlist = (await made.json()) as Playlist;
  const trackIds = tracks.map(({ id }) => id);
  const path = `/api/music/playlists/${playlist.id}/tracks`;
  t.equal((await music.send('POST', path, who, { trackIds })).status, 201);
  return playlist;
}

const first = await uploadSilence(music, artist, {
  seconds: 1,
  title: 'One/Two: "Three"?',
  album: 'Mine',
  trackNumber: 2,
});
const second = await uploadSilence(music, artist, {
  seconds: 2,
  title: 'Zuerst',
  album: 'Mine',
  trackNumber: 1,
});

t.test('an album in its order, with a playlist, of the announced length', async (t) => {
  const answer = await music.get(albumPath(first), listener);
  t.equal(answer.headers.get('content-type'), 'application/zip');
  t.equal(answer.headers.get('content-disposition'), 'attachment; filename="Ada - Mine.zip"');
  const bytes = await bytesOf(answer);
  t.equal(Number(answer.headers.get('content-length')), bytes.length);
  const [list, ...audio] = await unzip(t, bytes);
  t.same(
    audio.map(({ name, sha256 }) => [name, sha256]),
    [
      ['01 - Ada - Zuerst.wav', second.sha256],
      ['02 - Ada - One-Two- -Three-.wav', first.sha256],
    ],
  );
  t.equal(list?.name, 'Mine.m3u8');
  t.match(
    list?.text,
    /^#EXTM3U\n#PLAYLIST:Mine\n#EXTINF:2,Ada - Zuerst\n#EXTALB:Mine\n01 - Ada - Zuerst.wav\n/,
  );
});

t.test('HEAD has the same headers and no body', async (t) => {
  const [head, get] = await Promise.all([
    music.send('HEAD', albumPath(first), listener),
    music.get(albumPath(first), listener),
  ]);
  t.equal(head.status, 200);
  t.equal(head.headers.get('content-length'), get.headers.get('content-length'));
  t.equal((await bytesOf(head)).length, 0);
  await get.body?.cancel();
});

t.test('a playlist has a repeated track once, and covers', async (t) => {
  const answer = await music.upload(await uploadForm(demoTrack('paper-rockets.mp3')), artist);
  const song = (await answer.json()) as Track;
  const cover = sha256Of(await bytesOf(await fetch(`${music.baseUrl}${song.coverUrl}`)));
  const { id } = await playlistOf(listener, 'CON', [song, first, song]);
  const archive = await music.get(playlistPath(id), listener);
  t.equal(archive.headers.get('content-disposition'), 'attachment; filename=_CON.zip');
  const entries = await unzip(t, await bytesOf(archive));
  const names = entries.map(({ name }) => name);
  const [list, picture, ...audio] = names;
  t.equal(list, '_CON.m3u8');
  t.equal(picture, 'cover.jpg');
  t.equal(audio.length, 2);
  t.equal(entries[1]?.sha256, cover);
  const locations = entries[0]?.text?.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  t.same(locations, [audio[0], audio[1], audio[0]]);
});

t.test('a link downloads without a header, and only what it was made for', async (t) => {
  const { id } = await playlistOf(listener, 'Secret', [first]);
  const made = await music.send('POST', playlistPath(id), listener);
  t.equal(made.status, 201);
  const link = (await made.json()) as DownloadLink;
  t.match(link, { filename: 'Secret.zip', trackCount: 1 });
  const answer = await fetch(music.baseUrl + link.downloadUrl);
  t.equal(answer.status, 200);
  t.equal((await unzip(t, await bytesOf(answer))).length, 2);

  const query = link.downloadUrl.split('?')[1]!;
  const signed = query.slice('link='.length);
  const [signature, claims] = [signed.slice(0, 16), signed.slice(16)];
  const forged = Buffer.from(claims, 'base64url').toString().replace(listener.id, other.id);
  t.match(forged, other.id);
  const codes = {
    [`${albumPath(first)}?${query}`]: 'SIGNATURE_INVALID',
    [`${playlistPath(id)}?link=${signature}${Buffer.from(forged).toString('base64url')}`]:
      'SIGNATURE_INVALID',
    [`${playlistPath(id)}?link=x`]: 'SIGNATURE_INVALID',
    [`${playlistPath(id)}?${query}&${query}`]: 'SIGNATURE_INVALID',
    [playlistPath(id)]: 'UNAUTHENTICATED',
  };
  for (const [path, code] of Object.entries(codes))
    t.match(await (await music.get(path)).json(), { status: 401, code }, path);
  // Of the link alone: a stream needs another signature.
  t.equal((await music.get(`/api/music/tracks/${first.id}/stream?${query}`)).status, 401);

  now = Date.parse(link.expiresAt);
  t.match(await (await music.get(link.downloadUrl)).json(), { status: 401, code: 'SIGNATURE_EXPIRED' });
  now = START;
});

t.test('a link ends with its auth session', async (t) => {
  const guest = music.person();
  const made = await music.send('POST', albumPath(first), guest);
  const { downloadUrl } = (await made.json()) as DownloadLink;
  const { redis, mongo } = music.app;
  // Like auth, from another process.
  const otherProcess = createRevocationList({ redis, db: mongo.db });
  const until = new Date(Date.now() + 60_000);
  await otherProcess.record(guest.authSessionId, until);
  await otherProcess.announce(guest.authSessionId, until);
  const refused = async () => {
    const answer = await music.get(downloadUrl);
    return answer.status === 401 ? answer : (await answer.arrayBuffer(), false);
  };
  const answer = await waitFor('the end of the auth session', refused, { timeoutMs: 5_000 });
  t.match(await answer.json(), { status: 401, code: 'SESSION_REVOKED' });
});

t.test('a reader gets what the reader may hear', async (t) => {
  const hidden = await uploadSilence(music, artist, {
    seconds: 3,
    title: 'Hidden',
    album: 'Mine',
    visibility: 'private',
  });
  const mine = await playlistOf(artist, 'Mine', [first, hidden]);
  await music.send('PATCH', `/api/music/playlists/${mine.id}`, artist, { visibility: 'public' });
  for (const [who, count] of [
    [artist, 2],
    [music.person('admin'), 2],
    [listener, 1],
  ] as const) {
    const entries = await unzip(t, await bytesOf(await music.get(playlistPath(mine.id), who)));
    t.equal(entries.filter(({ name }) => name.endsWith('.wav')).length, count);
    t.equal(entries[0]?.text?.includes('Hidden'), count === 2);
  }
  const album = await unzip(t, await bytesOf(await music.get(albumPath(first), listener)));
  t.notOk(album.some(({ name }) => name.includes('Hidden')));

  const secret = await playlistOf(listener, 'Secret', [first]);
  for (const [method, who] of [
    ['GET', other],
    ['POST', other],
    ['GET', music.person('admin')],
  ] as const)
    t.match(await (await music.send(method, playlistPath(secret.id), who)).json(), {
      code: 'PLAYLIST_NOT_FOUND',
    });
  t.match(await (await music.get('/api/music/albums/AAAAAAAAAAAAAAAAAAAAAA/download', listener)).json(), {
    code: 'ALBUM_NOT_FOUND',
  });
  t.equal((await music.send('DELETE', `/api/music/tracks/${hidden.id}`, artist)).status, 204);
});

t.test('an empty playlist is an archive without tracks', async (t) => {
  const made = await music.send('POST', '/api/music/playlists', listener, { name: '...' });
  const { id } = (await made.json()) as Playlist;
  const entries = await unzip(t, await bytesOf(await music.get(playlistPath(id), listener)));
  t.same(
    entries.map(({ name }) => name),
    ['Untitled.m3u8'],
  );
});

t.test('more tracks than allowed are refused', async (t) => {
  const lengths = [4, 5, 6, 7];
  const tracks = await Promise.all(lengths.map((seconds) => uploadSilence(music, artist, { seconds })));
  const { id } = await playlistOf(listener, 'Long', tracks);
  for (const method of ['GET', 'POST'])
    t.match(await (await music.send(method, playlistPath(id), listener)).json(), {
      ...{ status: 409, code: 'DOWNLOAD_TOO_LARGE' },
      detail: /^This has 4 tracks with \d+ bytes; at most 3 tracks/,
    });
});

t.test('a file that is not there is left out and named', async (t) => {
  const before = new Set(await filesBelow(music.storageDir));
  const lost = await uploadSilence(music, artist, { seconds: 8, title: 'Lost', album: 'Gone' });
  const [file] = (await filesBelow(music.storageDir)).filter((path) => !before.has(path));
  const kept = await uploadSilence(music, artist, { seconds: 9, title: 'Kept', album: 'Gone' });
  await rm(file!);
  const entries = await unzip(t, await bytesOf(await music.get(albumPath(lost), listener)));
  t.same(
    entries.map(({ name }) => name),
    ['Gone.m3u8', 'Not included.txt', '01 - Ada - Kept.wav'],
  );
  t.match(entries[1]?.text, /\n\nAda - Lost\n$/);
  t.notMatch(entries[0]?.text, /Lost/);
  t.equal(entries[2]?.sha256, kept.sha256);
});

t.test('a browser saves a track by its stream URL', async (t) => {
  const { headers } = await fetch(`${music.baseUrl}${first.streamUrl}&as=attachment`);
  t.equal(headers.get('content-disposition'), 'attachment; filename="Ada - One-Two- -Three-.wav"');
  const plain = await fetch(music.baseUrl + first.streamUrl);
  t.match(plain.headers.get('content-disposition'), /^inline; filename="One-Two- -Three-.wav"/);
  t.equal((await fetch(`${music.baseUrl}${first.streamUrl}&as=other`)).status, 400);
});
