import { newId } from '@downbeat/shared/ids';
import type { Document } from 'mongodb';
import t, { type Test } from 'tap';
import type {
  ArtistPage,
  Playlist,
  SearchMatches,
  Suggestion,
  SuggestionList,
  Track,
} from '../../src/generated/schemas.gen.ts';
import { chooseSuggestions } from '../../src/search/suggestions.ts';
import {
  type AlbumDocument,
  type ArtistEntryDocument,
  toAlbumDocument,
  toArtistEntry,
} from '../../src/tracks/catalogue-documents.ts';
import type { TrackDocument } from '../../src/tracks/repository.ts';
import { searchWords } from '../../src/tracks/search-tokens.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';

const music = await startMusic(t);
const { db } = music.app.mongo;
const artist = music.person('artist', 'Nadia');
const listener = music.person();

async function newTrack(fields: Record<string, string>, who = artist): Promise<Track> {
  const response = await music.upload(audioForm(silentWav(1), 'a.wav', fields), who);
  t.equal(response.status, 201);
  return (await response.json()) as Track;
}

async function read<T>(path: string, who: Person = listener): Promise<T> {
  const response = await music.get(`/api/music/${path}`, who);
  t.equal(response.status, 200, path);
  return (await response.json()) as T;
}

const search = (q: string, limits = '', who = listener): Promise<SearchMatches> =>
  read(`search?q=${encodeURIComponent(q)}${limits}`, who);

const suggestions = async (q: string, limit = 8): Promise<Suggestion[]> =>
  (await read<SuggestionList>(`suggestions?q=${encodeURIComponent(q)}&limit=${limit}`)).items;

const labels = (items: readonly Suggestion[]): string[] =>
  items.map(({ kind, text, artistName }) =>
    [kind, text, ...(artistName === null ? [] : [artistName])].join(' '),
  );

const send = async <T>(method: string, path: string, who: Person, body?: object): Promise<T> =>
  (await (await music.send(method, `/api/music/${path}`, who, body)).json()) as T;

const nothing = { items: [], hasMore: false };

t.test('refuses searches without words, with too many, or without a sign-in', async (t) => {
  for (const path of [
    'search',
    'search?q=',
    `search?q=${'a'.repeat(101)}`,
    'search?q=a&trackLimit=51',
    'search?q=a&artistLimit=-1',
    'search?q=a&limit=5',
    'suggestions',
    'suggestions?q=',
    'suggestions?q=a&limit=0',
    'suggestions?q=a&limit=11',
    'suggestions?q=a&cursor=x',
  ]) {
    const response = await music.get(`/api/music/${path}`, listener);
    t.equal(response.status, 400, path);
    t.match(await response.json(), { code: 'VALIDATION_FAILED' }, path);
  }
  for (const path of ['search?q=a', 'suggestions?q=a']) {
    const response = await music.get(`/api/music/${path}`);
    t.equal(response.status, 401, path);
    t.match(await response.json(), { code: 'UNAUTHENTICATED' }, path);
  }
  t.same(await search('?!'), { artists: nothing, albums: nothing, playlists: nothing, tracks: nothing });
  t.same(await suggestions('?!'), []);
});

t.test('finds artists, albums and tracks at once, and nothing that is not public', async (t) => {
  const air = await newTrack({ title: 'Aria', artist: 'Air', album: 'Moon' });
  for (const n of [1, 2]) await newTrack({ title: `Flight ${n}`, artist: 'Airborne', album: 'Air Mail' });
  await newTrack({ title: 'Air', artist: 'Bea', album: 'Moon Air' });
  const hidden = { title: 'Air Raid', artist: 'Airless', album: 'Air Lock' };
  await newTrack({ ...hidden, visibility: 'private' });
  await newTrack({ ...hidden, visibility: 'unlisted' });

  const { artists, albums, tracks, playlists } = await search('air');
  t.same(
    artists.items.map(({ name, trackCount }) => `${name} ${trackCount}`),
    ['Air 1', 'Airborne 2'],
    'the one with this name comes before those with more tracks',
  );
  t.same(
    albums.items.map(({ title }) => title),
    ['Moon Air', 'Air Mail', 'Moon'],
    'also those of an artist with this name; the newest first',
  );
  t.equal(tracks.items[0]?.title, 'Air');
  t.equal(tracks.items.length, 4);
  t.same([artists.hasMore, albums.hasMore, tracks.hasMore, playlists], [false, false, false, nothing]);
  t.equal((await search('air', '', artist)).tracks.items.length, 4, 'the artist finds no more than others');

  const few = await search('air', '&artistLimit=1&albumLimit=0&trackLimit=3');
  t.match(few, {
    artists: { items: { length: 1 }, hasMore: true },
    albums: nothing,
    tracks: { hasMore: true },
  });
  t.equal(few.artists.items[0]?.id, air.artists?.[0]?.id);
  t.same(
    (await search('MOON bea')).albums.items.map(({ title }) => title),
    ['Moon Air'],
    'each word is in the title or the name of the artist',
  );
  t.same(await search('airx'), { artists: nothing, albums: nothing, playlists: nothing, tracks: nothing });
  const byTracks = await read<ArtistPage>('artists?q=air&sort=tracks&limit=1');
  t.match(byTracks, { items: [{ name: 'Airborne' }] });
  const after = `artists?q=air&limit=1&cursor=${byTracks.nextCursor ?? ''}`;
  t.match(await read<ArtistPage>(`${after}&sort=tracks`), { items: [{ name: 'Air' }], nextCursor: null });
  t.match(await (await music.get(`/api/music/${after}`, listener)).json(), { code: 'MALFORMED_CURSOR' });
});

t.test(
  'finds the own playlists, and those of others that one is in or follows, and shows them to no one else',
  async (t) => {
    const [owner, guest, stranger] = [music.person(), music.person(), music.person()];
    const trackIds = (await search('air')).tracks.items.map(({ id }) => id);
    const make = (name: string, who: Person) =>
      send<Playlist>('POST', 'playlists', who, { name, trackIds, visibility: 'public' });
    const shared = await make('Airs of the evening', owner);
    const mine = await make('Ärger & Airs', guest);
    await make('Evening', guest);
    const { inviteCode } = await send<{ inviteCode: string }>(
      'POST',
      `playlists/${shared.id}/invites`,
      owner,
      {
        role: 'add',
      },
    );
    await send('POST', 'playlists/join', guest, { inviteCode });
    const found = async (q: string, who: Person, limits = '') => {
      const { items, hasMore } = (await search(q, limits, who)).playlists;
      return [items.map(({ name, role, itemCount }) => `${name} ${role} ${itemCount}`), hasMore];
    };
    t.same(await found('airs', guest), [['Ärger & Airs owner 4', 'Airs of the evening add 4'], false]);
    t.same(await found('arg airs', guest), [['Ärger & Airs owner 4'], false]);
    t.same(await found('airs', guest, '&playlistLimit=1'), [['Ärger & Airs owner 4'], true]);
    t.same(await found('airs', guest, '&playlistLimit=0'), [[], false]);
    t.same(await found('airs', owner), [['Airs of the evening owner 4'], false]);
    t.same(await found('airs', stranger), [[], false]);
    await music.send('PUT', `/api/music/playlists/${shared.id}/follow`, stranger);
    t.same(await found('airs', stranger), [['Airs of the evening view 4'], false], 'what one follows');
    await send('PATCH', `playlists/${mine.id}`, guest, { name: 'Winds' });
    t.same(await found('airs', guest), [['Airs of the evening add 4'], false], 'at once, nothing is cached');
    await music.send('DELETE', `/api/music/playlists/${shared.id}/members/${guest.id}`, guest);
    t.same(await found('airs', guest), [[], false]);
  },
);

t.test('signs the URLs for each reader, answers 304, and forgets answers when a track changes', async (t) => {
  const track = await newTrack({ title: 'Zephyr', album: 'West' });
  const urlOf = async (who: Person) => (await search('zephyr', '', who)).tracks.items[0]?.streamUrl ?? '';
  const [first, second] = [music.person(), music.person()];
  t.match(await urlOf(first), `sid=${first.authSessionId}`);
  t.match(await urlOf(second), `sid=${second.authSessionId}`);
  for (const path of ['/api/music/search?q=zephyr', '/api/music/suggestions?q=zephyr']) {
    const answer = await music.get(path, first);
    t.equal(answer.headers.get('cache-control'), 'private, no-cache');
    const etag = answer.headers.get('etag')!;
    t.equal((await music.get(path, first, { 'if-none-match': etag })).status, 304, path);
    await answer.arrayBuffer();
  }
  t.same(labels(await suggestions('zeph')), ['track Zephyr Nadia']);
  await music.send('PATCH', `/api/music/tracks/${track.id}`, artist, { title: 'Sirocco' });
  t.same([(await search('zephyr')).tracks, await suggestions('zeph')], [nothing, []]);
  t.same(labels(await suggestions('siro')), ['track Sirocco Nadia']);
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  t.same(await suggestions('siro'), []);
});

t.test('suggests what begins with the text, then what has the words elsewhere, each once', async (t) => {
  await newTrack({ title: 'Cold Harbour', artist: 'Lena' });
  await newTrack({ title: 'Harbour Lights', artist: 'Lena', album: 'The Harbour' });
  await newTrack({ title: 'HARBOUR LIGHTS', artist: 'Lena', album: 'Harbour Tales' });
  await newTrack({ title: 'Elsewhere', artist: 'Harbour Choir' });
  t.same(labels(await suggestions('harb')), [
    'artist Harbour Choir',
    'album Harbour Tales Lena',
    'track HARBOUR LIGHTS Lena',
    'album The Harbour Lena',
    'track Cold Harbour Lena',
  ]);
  t.same(labels(await suggestions('harb', 2)), ['artist Harbour Choir', 'album Harbour Tales Lena']);
  t.same(labels(await suggestions('harbour li')), ['track HARBOUR LIGHTS Lena']);
  t.same(labels(await suggestions('LENA harbour t')), [
    'album Harbour Tales Lena',
    'album The Harbour Lena',
    'track HARBOUR LIGHTS Lena',
  ]);
  t.ok((await suggestions('h')).length >= 4, 'one letter is enough');
});

t.test('fills the room that a kind leaves with the others', (t) => {
  const make = (kind: Suggestion['kind'], count: number): Suggestion[] =>
    Array.from({ length: count }, (_, n) => ({
      kind,
      id: newId(),
      text: `One ${kind} ${n}`,
      artistName: null,
    }));
  const kindsOf = (...counts: [number, number, number]): string => {
    const [artists, albums, tracks] = counts;
    const kinds = [make('artist', artists), make('album', albums), make('track', tracks)];
    return chooseSuggestions(kinds, 'one', 8)
      .map(({ kind }) => kind.slice(0, 2))
      .join(' ');
  };
  t.equal(kindsOf(8, 8, 8), 'ar ar ar al al al tr tr');
  t.equal(kindsOf(1, 0, 8), 'ar tr tr tr tr tr tr tr');
  t.equal(kindsOf(0, 0, 0), '');
  t.equal(chooseSuggestions([[], [], make('track', 20)], 'track', 8).length, 8, 'none begins so');
  t.end();
});

const CROWD = 900;
const CANDIDATES_PER_RESULT = 20;
const COLLECTIONS = ['albums', 'creditedArtists', 'tracks', 'playlists'];

/** Albums, artists and tracks that nearly all have the same words. */
async function insertCrowd(): Promise<void> {
  const { id } = await newTrack({ title: 'Common even', artist: 'Common', album: 'Common even' });
  const sample = (await db.collection<TrackDocument>('tracks').findOne({ _id: id }))!;
  const numbers = Array.from({ length: CROWD }, (_, n) => n);
  const tracks = numbers.map((n) => ({ ...sample, _id: newId(), albumId: null, artistIds: [`${n}`] }));
  await db.collection<TrackDocument>('tracks').insertMany(tracks);
  const albums = numbers.map((n): AlbumDocument => {
    const title = `Common ${n % 2 === 0 ? 'even' : 'odd'} ${n}`;
    const ref = { id: `${n}`.padStart(22, 'c'), name: 'Common' };
    const words = searchWords(title, ref.name);
    const counts = { year: null, trackCount: 1, cover: null, artistIds: [], genreIds: [] };
    const listed = { title, artist: ref, words, ...counts };
    const origin = { id: `${n}`.padStart(22, 'a'), uploaderId: artist.id, newestTrackId: newId() };
    return { ...toAlbumDocument({ ...origin, listed, own: listed }), revision: 1 };
  });
  await db.collection<AlbumDocument>('albums').insertMany(albums);
  const artists = numbers.map((n): ArtistEntryDocument => {
    const listed = { name: `Common ${n % 2 === 0 ? 'even' : 'odd'} ${n}`, trackCount: 1 + n, albumCount: 0 };
    const origin = { id: `${n}`.padStart(22, 'b'), uploaderId: artist.id, listed, own: listed };
    return { ...toArtistEntry(origin), revision: 1 };
  });
  // Those of the version before the order by tracks are in no such list until they are made again.
  const [first, ...rest] = artists;
  delete first!.byTracks;
  await db.collection<ArtistEntryDocument>('creditedArtists').insertMany([first!, ...rest]);
  await send('POST', 'playlists', listener, { name: 'Common evening', trackIds: [id] });
  const theirs = { name: 'Common evening of others', visibility: 'public', trackIds: [id] };
  const { id: followed } = await send<Playlist>('POST', 'playlists', artist, theirs);
  await music.send('PUT', `/api/music/playlists/${followed}/follow`, listener);
}

let seen = 0;
/** The queries since the last call, as MongoDB carried them out. */
async function queries(): Promise<Document[]> {
  const all = await db
    .collection('system.profile')
    .find({ planSummary: { $exists: true } })
    .skip(seen)
    .toArray();
  seen += all.length;
  return all.filter(({ ns }) => COLLECTIONS.includes(String(ns).split('.').at(-1) ?? ''));
}

function isCheap(t: Test, made: readonly Document[], label: string, most: number): void {
  t.ok(made.length > 0, label);
  for (const { ns, planSummary, hasSortStage, docsExamined, keysExamined } of made) {
    const name = `${label}: ${String(ns)} ${String(planSummary)}`;
    t.match(planSummary, /^IXSCAN/, name);
    t.notOk(hasSortStage, name);
    t.ok((docsExamined as number) <= most, `${name}: ${String(docsExamined)} documents`);
    // A scan for each of the up to twelve terms of two spellings looks at one key more.
    t.ok((keysExamined as number) <= most + 24, `${name}: ${String(keysExamined)} keys`);
  }
}

t.test('looks at few entries, also for one letter and for words that nearly all have', async (t) => {
  await insertCrowd();
  await db.createCollection('system.profile', { capped: true, size: 32 * 1024 * 1024 });
  await db.command({ profile: 2 });
  for (const [q, artists] of [
    ['c', 5],
    ['common', 5],
    ['common even', 5],
    ['comm eve common odd', 0],
    ['even odd', 0],
    ['common 899', 1],
    ['zzz', 0],
  ] as const) {
    await queries();
    const found = await search(q);
    // Three kinds of five; the names of the playlists are read from indexes alone.
    isCheap(t, await queries(), `search "${q}"`, CANDIDATES_PER_RESULT * 5 + 6);
    t.equal(found.artists.items.length, artists, q);
    t.notOk(
      found.artists.items.some(({ name }) => name === 'Common even 0'),
      q,
    );
    const suggested = await suggestions(q, 5);
    isCheap(t, await queries(), `suggestions "${q}"`, CANDIDATES_PER_RESULT * 5 + 6);
    t.equal(suggested.length > 0, artists > 0, q);
  }
  await search('evening');
  const names = (await queries()).filter(({ ns, command }) => {
    const { find } = command as { find?: string };
    return String(ns).endsWith('.playlists') && find !== undefined;
  });
  const [own, shared, followed] = names.map(({ docsExamined }) => docsExamined as number);
  t.same([own, shared, followed, names.length], [0, 0, 0, 3], 'names without their playlists');
  await db.command({ profile: 0 });
});
