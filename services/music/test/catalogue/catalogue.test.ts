import { waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';
import sharp from 'sharp';
import t from 'tap';
import type {
  AlbumDetail,
  AlbumPage,
  ArtistDetail,
  ArtistPage,
  Genre,
  GenrePage,
  Track,
  TrackPage,
} from '../../src/generated/schemas.gen.ts';
import { ArtistNames } from '../../src/tracks/artist-names.ts';
import { TrackRepository } from '../../src/tracks/repository.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);
const artist = music.person('artist', 'Nadia');
const other = music.person('artist', 'Other');
const listener = music.person();
const admin = music.person('admin', 'Admin');
const NOWHERE = 'x'.repeat(22);

async function newTrack(fields: Record<string, string>, who: Person = artist): Promise<Track> {
  const response = await music.upload(audioForm(silentWav(1), 'a.wav', fields), who);
  t.equal(response.status, 201);
  return (await response.json()) as Track;
}
async function read<T>(path: string, who: Person = listener): Promise<T> {
  const response = await music.get(`/api/music/${path}`, who);
  t.equal(response.status, 200, path);
  return (await response.json()) as T;
}
const change = async (track: { id: string }, what: object): Promise<Track> => {
  const response = await music.send('PATCH', `/api/music/tracks/${track.id}`, artist, what);
  t.equal(response.status, 200);
  return (await response.json()) as Track;
};
const remove = async (track: { id: string }): Promise<void> => {
  t.equal((await music.send('DELETE', `/api/music/tracks/${track.id}`, artist)).status, 204);
};
const albums = async (query = '', who = listener) =>
  (await read<AlbumPage>(`albums?${query}`, who)).items.map(
    ({ title, trackCount }) => `${title} ${trackCount}`,
  );
const artists = async (query = '') =>
  (await read<ArtistPage>(`artists?${query}`)).items.map(
    ({ name, trackCount, albumCount }) => `${name} ${trackCount}/${albumCount}`,
  );
const genres = async () =>
  (await read<GenrePage>('genres')).items.map(({ name, trackCount }) => `${name} ${trackCount}`);
const statusOf = async (path: string, who = listener): Promise<number> =>
  (await music.get(`/api/music/${path}`, who)).status;
const clear = async (): Promise<void> => {
  const { items } = await read<TrackPage>(`get?limit=100&artistId=${artist.id}`, artist);
  for (const track of items) await remove(track);
  t.same([await albums(), await artists(), await genres()], [[], [], []], 'nothing is left');
};

t.test('refuses ids that are unknown or malformed, and cursors of other lists', async (t) => {
  for (const [path, code, title] of [
    [`albums/${NOWHERE}`, 'ALBUM_NOT_FOUND', 'There is no such album'],
    [`artists/${NOWHERE}`, 'ARTIST_NOT_FOUND', 'There is no such artist'],
    [`genres/${NOWHERE}`, 'GENRE_NOT_FOUND', 'There is no such genre'],
  ] as const) {
    const instance = `/api/music/${path}`;
    await sameProblem(t, await music.get(instance, listener), { status: 404, code, title, instance });
    t.equal((await music.get(instance)).status, 401, 'without a token');
  }
  for (const path of [
    'albums/short',
    'albums?sort=best',
    `albums?artistId=${artist.id}`,
    'artists?q=',
    'genres/a.b',
  ])
    t.equal(await statusOf(path), 400, path);
  for (const path of ['albums', 'artists', 'genres', `genres/${NOWHERE}/tracks`])
    t.equal(await statusOf(`${path}?cursor=${'a'.repeat(30)}`), 400, path);
  t.same(await read(`genres/${NOWHERE}/tracks`), { items: [], nextCursor: null });
  t.same(await albums(`artistId=${NOWHERE}`), []);
  for (const list of ['albums?q=!!!', 'artists?q=!!!']) t.same((await read<AlbumPage>(list)).items, []);
});

t.test('makes one album of all spellings of its names, in the order of disc and number', async (t) => {
  const fields = { album: 'Été  d’Or', artist: 'AC/DC; Björk', genre: 'Rock; Drum & Bass' };
  const second = await newTrack({ ...fields, title: 'B', trackNumber: '2', discNumber: '1', year: '1999' });
  const last = await newTrack({ ...fields, title: 'D' });
  const disc2 = await newTrack({ ...fields, title: 'C', trackNumber: '1', discNumber: '2' });
  const first = await newTrack({
    title: 'A',
    album: 'ETE d’or',
    albumArtist: 'ac/dc',
    artist: 'BJORK',
    genre: 'rock',
    trackNumber: '1',
    year: '2001',
  });
  t.match(second, { albumId: first.albumId, artists: [{ name: 'AC/DC' }, { name: 'Björk' }] });
  t.same(
    second.genres?.map(({ name }) => name),
    ['Rock', 'Drum & Bass'],
  );
  t.match(first, {
    albumArtist: 'ac/dc',
    discNumber: null,
    artists: [second.artists![1]!].map(({ id }) => ({ id })),
  });
  t.same(await albums(), ['ETE d’or 4'], 'spelled as in the first track');
  const album = await read<AlbumDetail>(`albums/${first.albumId}`);
  t.same(
    album.tracks.map(({ id }) => id),
    [first, second, last, disc2].map(({ id }) => id),
  );
  t.match(album, { year: 2001, trackCount: 4, durationMs: 4000, coverUrl: null, uploaderId: artist.id });
  t.same(await artists(), ['ac/dc 4/1', 'BJORK 4/1'], 'as spelled in the newest track');
  t.same(await genres(), ['Drum & Bass 3', 'Rock 4']);
  const [rock] = first.genres!;
  t.same(await read<Genre>(`genres/${rock!.id}`), { id: rock!.id, name: 'Rock', trackCount: 4 });
  const page = await read<TrackPage>(`genres/${rock!.id}/tracks?limit=3`);
  t.same(
    page.items.map(({ title }) => title),
    ['A', 'C', 'D'],
  );
  const rest = await read<TrackPage>(`genres/${rock!.id}/tracks?limit=3&cursor=${page.nextCursor}`);
  t.match(rest, { items: [{ title: 'B' }], nextCursor: null });
  const detail = await read<ArtistDetail>(`artists/${second.artists![1]!.id}`);
  t.match(detail, {
    name: 'BJORK',
    albums: [{ id: first.albumId }],
    newestTracks: [{ title: 'A' }, {}, {}, {}],
  });
  for (const q of ['ete', 'or ac', 'ac/dc', 'acdc ÉTÉ'])
    t.same(await albums(`q=${encodeURIComponent(q)}`), ['ETE d’or 4'], q);
  t.same(await albums('q=winter'), []);
  t.same(await artists('q=bjö'), ['BJORK 4/1']);
  await clear();
});

t.test('keeps albums of the same title by two artists, and by two accounts, apart', async (t) => {
  const hits = [
    await newTrack({ album: 'Hits', artist: 'Ada' }),
    await newTrack({ album: 'Hits', artist: 'Bea' }),
    await newTrack({ album: 'Hits', artist: 'Ada' }, other),
  ];
  t.equal(new Set(hits.map(({ albumId }) => albumId)).size, 3);
  t.same(await albums(), ['Hits 1', 'Hits 1', 'Hits 1']);
  t.same(await artists(), ['Ada 1/1', 'Ada 1/1', 'Bea 1/1']);
  t.same(await albums(`artistId=${hits[0]!.artists![0]!.id}`), ['Hits 1']);
  t.equal((await music.send('DELETE', `/api/music/tracks/${hits[2]!.id}`, admin)).status, 204);
  await clear();
});

t.test('an edit moves a track to another album, and the last track takes the album with it', async (t) => {
  const [one, two] = [
    await newTrack({ album: 'Dawn', genre: 'Dub', year: '2001' }),
    await newTrack({ album: 'Dawn', genre: 'Dub' }),
  ];
  const filters = `genreId=${one.genres![0]!.id}&artistId=${one.artists![0]!.id}`;
  t.same(await albums(filters), ['Dawn 2']);
  const moved = await change(two, { album: 'Dusk', genre: 'Folk', discNumber: 1, albumArtist: null });
  t.not(moved.albumId, one.albumId);
  t.same(
    [await albums(), await genres()],
    [
      ['Dawn 1', 'Dusk 1'],
      ['Dub 1', 'Folk 1'],
    ],
  );
  t.same([await albums(filters), await albums('q=dusk')], [['Dawn 1'], ['Dusk 1']]);
  t.same(await albums('sort=newest'), ['Dusk 1', 'Dawn 1']);
  t.same(await albums('sort=year'), ['Dawn 1', 'Dusk 1'], 'an album without a year is last');
  t.same(await artists(), ['Nadia 2/2'], 'without an artist in the tags it is the account');
  const edits = await read<{ items: object[] }>(`tracks/${two.id}/edits`, artist);
  t.match(edits.items, [
    { changes: [{ field: 'album' }, { field: 'genre' }, { field: 'discNumber', to: '1' }] },
  ]);
  await change(two, { album: null });
  t.equal(await statusOf(`albums/${moved.albumId}`), 404);
  t.same([await albums(), await artists()], [['Dawn 1'], ['Nadia 2/1']]);
  await remove(one);
  t.equal(await statusOf(`albums/${one.albumId}`), 404);
  t.same([await albums(), await genres()], [[], ['Folk 1']]);
  await clear();
});

t.test('shows and counts what is not public only to the account that has uploaded it', async (t) => {
  const fields = { album: 'Secret', artist: 'Ghost', genre: 'Drone' };
  const shown = await newTrack({ ...fields, trackNumber: '2' });
  const hidden = await newTrack({ ...fields, genre: 'Noise', trackNumber: '1', visibility: 'private' });
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('cover', new Blob([new Uint8Array(picture)]), 'c.png');
  const path = `/api/music/tracks/${hidden.id}/cover`;
  const headers = { authorization: artist.authorization };
  const put = await fetch(music.baseUrl + path, { method: 'PUT', headers, body: form });
  t.equal(put.status, 200);

  const { albumId } = shown;
  const artistId = shown.artists![0]!.id;
  t.same([await albums(), await artists(), await genres()], [['Secret 1'], ['Ghost 1/1'], ['Drone 1']]);
  t.match(await read<AlbumDetail>(`albums/${albumId}`), {
    trackCount: 1,
    coverUrl: null,
    tracks: [{ id: shown.id }],
  });
  for (const who of [artist, admin]) {
    const own = await read<AlbumDetail>(`albums/${albumId}`, who);
    t.match(own, { trackCount: 2, tracks: [{ id: hidden.id }, { id: shown.id }] });
    const cover = await fetch(music.baseUrl + own.coverUrl!);
    t.equal(cover.status, 200, 'the cover of a private track has the key in its URL');
    await cover.arrayBuffer();
    t.same(await albums(`artistId=${artistId}`, who), ['Secret 2']);
  }
  t.equal((await read<ArtistDetail>(`artists/${artistId}`)).newestTracks.length, 1);
  t.equal((await read<ArtistDetail>(`artists/${artistId}`, artist)).newestTracks.length, 2);
  t.same(await albums(`genreId=${hidden.genres![0]!.id}`), []);
  t.same(await albums(`genreId=${hidden.genres![0]!.id}&artistId=${artistId}`), []);

  await change(shown, { visibility: 'unlisted' });
  t.same([await albums(), await artists(), await genres()], [[], [], []]);
  for (const gone of [`albums/${albumId}`, `artists/${artistId}`, `genres/${shown.genres![0]!.id}`])
    t.equal(await statusOf(gone), 404, gone);
  t.equal(await statusOf(`albums/${albumId}`, artist), 200);
  t.same(await albums(`artistId=${artistId}`), []);
  t.same(await albums(`artistId=${artistId}`, artist), ['Secret 2']);
  await change(hidden, { visibility: 'public' });
  t.match(await read<AlbumDetail>(`albums/${albumId}`), { trackCount: 1, tracks: [{ id: hidden.id }] });
  t.same(await genres(), ['Noise 1']);
  await clear();
});

t.test('an account keeps its id as an artist when it is renamed', async (t) => {
  const plain = await newTrack({ album: 'Plain' });
  const tagged = await newTrack({ album: 'Tagged', artist: 'NADIA' });
  const later = await newTrack({ album: 'Later', artist: 'Nadezhda' });
  const [account] = plain.artists!;
  t.same(
    tagged.artists!.map(({ id }) => id),
    [account!.id],
  );
  const { client, db } = music.app.mongo;
  const rename = async (name: string): Promise<void> => {
    await inTransaction(client, async (mongoSession) => {
      await new ArtistNames(db).rename(artist.id, name, mongoSession);
      await new TrackRepository(db).renameArtist(artist.id, name, mongoSession);
    });
    // As the handler of the event does after its commit.
    await change(plain, { year: 2000 + name.length });
  };
  await rename('Nadezhda');
  t.same(await artists(), ['Nadezhda 2/2', 'NADIA 1/1']);
  t.same(await albums('q=nadezhda&sort=newest'), ['Later 1', 'Plain 1']);
  const now = await read<Track>(`tracks/${later.id}`);
  t.same(now.artists, [{ id: account!.id, name: 'Nadezhda' }]);
  t.match(await read<ArtistDetail>(`artists/${account!.id}`), { name: 'Nadezhda', trackCount: 2 });
  await rename('Nadia');
  t.same(await artists(), ['Nadezhda 1/1', 'Nadia 2/2'], 'an account has its own name');
  await clear();
});

t.test('counts right when tracks of one album are written at the same time', async (t) => {
  const fields = { album: 'Crowd', genre: 'Choir' };
  const made = await Promise.all([1, 2, 3, 4].map((n) => newTrack({ ...fields, trackNumber: String(n) })));
  t.same([await albums(), await genres(), await artists()], [['Crowd 4'], ['Choir 4'], ['Nadia 4/1']]);
  await Promise.all(made.slice(1).map((track) => change(track, { album: 'Solo', genre: null })));
  t.same([await albums(), await genres()], [['Crowd 1', 'Solo 3'], ['Choir 1']]);
  await waitFor('the same answer again', async () => (await albums()).length === 2);
  await clear();
});
