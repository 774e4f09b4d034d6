import { newId } from '@downbeat/shared/ids';
import { waitFor } from '@downbeat/shared/test-kit';
import sharp from 'sharp';
import t from 'tap';
import type {
  Playlist,
  Track,
  TrackChangeResults,
  TrackEditList,
  TrackPage,
} from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);
// Another instance, with caches of its own.
const second = await startMusic(t, { backends: music.backends, env: { STORAGE_DIR: music.storageDir } });
const artist = music.person('artist', 'Nadia');
const people = {
  artist,
  admin: music.person('admin', 'Admin'),
  other: music.person('artist', 'Other'),
  listener: music.person(),
};
type Who = keyof typeof people;

async function newTrack(fields: Record<string, string> = {}): Promise<Track> {
  const response = await music.upload(audioForm(silentWav(1), 'a.wav', fields), artist);
  t.equal(response.status, 201);
  return (await response.json()) as Track;
}
const pathOf = ({ id }: { id: string }): string => `/api/music/tracks/${id}`;
const edit = (track: { id: string }, change: object, who: Person = artist, headers = {}) =>
  music.send('PATCH', pathOf(track), who, change, headers);
/** The track of an answer, once the other instance has noticed that it has changed. */
async function noticed(response: Response): Promise<Track> {
  t.equal(response.status, 200);
  const track = (await response.json()) as Track;
  await waitFor('the other instance', async () => {
    return (await read<Track>(pathOf(track), artist)).updatedAt === track.updatedAt;
  });
  return track;
}
const edited = async (track: { id: string }, change: object): Promise<Track> =>
  noticed(await edit(track, change));
async function read<T>(path: string, who: Person, from = second): Promise<T> {
  const response = await from.get(path, who);
  t.equal(response.status, 200, path);
  return (await response.json()) as T;
}
const idsOf = ({ items }: { items: readonly { id: string }[] }): string[] => items.map(({ id }) => id);
const find = async (query: string, who: Person = people.listener, from = second) =>
  idsOf(await read<TrackPage>(`/api/music/get?${query}`, who, from));

t.test('changes the metadata of a track, on all instances', async (t) => {
  const track = await newTrack({ title: 'Harbor', album: 'Old', year: '2004' });
  t.same(await find('q=harbor'), [track.id], 'the other instance has it in its caches');
  await read<Track>(pathOf(track), people.listener);
  const change = {
    title: 'Lighthouse',
    taggedArtist: 'Nadia & Co',
    album: null,
    genre: 'Dub',
    year: 2005,
    trackNumber: 3,
  };
  const response = await edit(track, change);
  const after = await noticed(response);
  t.match(after, { ...change, id: track.id, createdAt: track.createdAt, visibility: 'public' });
  t.ok(after.updatedAt > track.updatedAt);
  const read1 = await music.get(pathOf(track), artist);
  t.equal(response.headers.get('etag'), read1.headers.get('etag'));
  await read1.text();
  t.same((await read<Track>(pathOf(track), artist)).title, 'Lighthouse', 'the other instance');
  t.same(await find('q=harbor'), []);
  t.same(await find('q=lighthouse+dub'), [track.id]);
  t.same(await edited(track, { genre: 'Dub' }), after, 'the same again changes nothing');
});

t.test('refuses an edit that makes no sense, of another state, or by another account', async (t) => {
  const track = await newTrack({ title: 'Dusk' });
  const instance = pathOf(track);
  for (const change of [
    {},
    { year: 0 },
    { year: 31 },
    { year: 10000 },
    { title: '' },
    { title: null },
    { visibility: 'hidden' },
    { durationMs: 5 },
    { album: 'a\u0000b' },
  ]) {
    const response = await edit(track, change);
    t.equal(response.status, 400, JSON.stringify(change));
    t.match(await response.json(), { code: 'VALIDATION_FAILED' });
  }
  const etag = (await music.get(instance, artist)).headers.get('etag')!;
  t.equal((await edit(track, { album: 'One' }, artist, { 'if-match': etag })).status, 200);
  const changed = { status: 412, code: 'PRECONDITION_FAILED', instance };
  const title = 'This is no longer what the request is about';
  await sameProblem(t, await edit(track, { album: 'Two' }, artist, { 'if-match': etag }), {
    ...changed,
    title,
  });
  await sameProblem(t, await edit(track, { album: 'Two' }, people.other), {
    status: 403,
    code: 'FORBIDDEN',
    title: 'You are not allowed to do this',
    instance,
  });
  const nothing = `/api/music/tracks/${newId()}`;
  await sameProblem(t, await music.send('PATCH', nothing, artist, { album: 'Two' }), {
    status: 404,
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track',
    instance: nothing,
  });
  t.equal((await edit(track, { album: 'Admins' }, people.admin)).status, 200);
  const parallel = await Promise.all([1, 2, 3].map((n) => edit(track, { trackNumber: n })));
  t.same(
    parallel.map(({ status }) => status),
    [200, 200, 200],
    'edits at the same time come one after the other',
  );
});

t.test('says who changed what, and forgets old edits', async (t) => {
  const track = await newTrack({ title: 'Fjord' });
  await edited(track, { title: 'Fiord', year: 2001 });
  await edit(track, { visibility: 'unlisted' }, people.admin);
  const { items } = await read<TrackEditList>(`${pathOf(track)}/edits`, artist);
  t.match(items, [
    {
      editedBy: { id: people.admin.id, name: 'Admin' },
      changes: [{ field: 'visibility', from: 'public', to: 'unlisted' }],
    },
    {
      editedBy: { id: artist.id, name: 'Nadia' },
      changes: [
        { field: 'title', from: 'Fjord', to: 'Fiord' },
        { field: 'year', from: null, to: '2001' },
      ],
    },
  ]);
  const edits = music.app.mongo.db.collection<{ _id: string; trackId: string }>('trackEdits');
  const sample = await edits.findOne({ trackId: track.id });
  await edits.insertMany(Array.from({ length: 60 }, () => ({ ...sample!, _id: newId() })));
  await edited(track, { year: 2002 });
  t.equal(await edits.countDocuments({ trackId: track.id }), 50);
  t.equal((await music.send('DELETE', pathOf(track), artist)).status, 204);
  t.equal(await edits.countDocuments({ trackId: track.id }), 0);
});

/** What each of the people gets of a track. */
async function seenBy(track: Track, playlist: Playlist, url: string): Promise<Record<Who, object>> {
  const entries = Object.entries(people).map(async ([who, person]) => {
    const [got, liked, room, filed] = [
      await second.get(pathOf(track), person),
      await second.send('PUT', `${pathOf(track)}/like`, person),
      await second.send('POST', '/api/music/sessions', person, { trackIds: [track.id] }),
      await second.send('POST', '/api/music/playlists', person, { name: 'P', trackIds: [track.id] }),
    ];
    const streamed = await second.get(`${pathOf(track)}/stream`, person);
    for (const one of [got, liked, room, streamed]) await one.body?.cancel();
    const items = (await read<Playlist>(`/api/music/playlists/${playlist.id}`, person)).items;
    const likes = await read<{ items: { track: Track }[] }>('/api/music/likes', person);
    return [
      who,
      {
        get: got.status,
        stream: streamed.status,
        like: liked.status,
        room: room.status,
        filed: ((await filed.json()) as Playlist).items.length,
        inPlaylist: items.length,
        isLiked: likes.items.some((item) => item.track.id === track.id),
        inList: (await find('', person)).includes(track.id),
        inSearch: (await find('q=zebra', person)).includes(track.id),
        ofArtist: (await find(`artistId=${artist.id}&q=zebra`, person)).includes(track.id),
      },
    ];
  });
  const seen = Object.fromEntries(await Promise.all(entries)) as Record<Who, object>;
  // The URL of a reader who may hear it, without its key.
  const streamed = await fetch(second.baseUrl + url.replace(/\.[\w-]{22}$/, ''));
  await streamed.body?.cancel();
  return { ...seen, url: streamed.status } as Record<Who, object>;
}

const everywhere = {
  ...{ get: 200, stream: 200, like: 204, room: 201, filed: 1, inPlaylist: 1, isLiked: true },
  ...{ inList: true, inSearch: true, ofArtist: true },
};
const byId = { ...everywhere, inList: false, inSearch: false, ofArtist: false };
const nowhere = {
  ...{ get: 404, stream: 404, like: 404, room: 404, filed: 0, inPlaylist: 0, isLiked: false },
  ...{ inList: false, inSearch: false, ofArtist: false },
};

t.test('shows a track to those who may see it, in every place, and no other', async (t) => {
  const track = await newTrack({ title: 'Zebra' });
  const owner = people.listener;
  const made = await music.send('POST', '/api/music/playlists', owner, {
    name: 'Mixed',
    visibility: 'public',
    trackIds: [track.id],
  });
  const playlist = (await made.json()) as Playlist;
  const all = { artist: everywhere, admin: everywhere, other: everywhere, listener: everywhere, url: 200 };
  t.same(await seenBy(track, playlist, track.streamUrl), all);

  await edited(track, { visibility: 'unlisted' });
  // The artist has it in the list of the own tracks; an admin, too.
  const own = { ...byId, ofArtist: true };
  const unlisted = { artist: own, admin: own, other: byId, listener: byId, url: 200 };
  t.same(await seenBy(track, playlist, track.streamUrl), unlisted);

  const hidden = await edited(track, { visibility: 'private' });
  // An admin hears it by its URL; only its artist puts it into a queue.
  const admin = { ...own, room: 404 };
  t.same(await seenBy(track, playlist, hidden.streamUrl), {
    artist: own,
    admin,
    other: nowhere,
    listener: nowhere,
    url: 404,
  });
  const withKey = await fetch(second.baseUrl + hidden.streamUrl);
  t.equal(withKey.status, 200);
  await withKey.body?.cancel();
  t.match(await read(`/api/music/track-states?ids=${track.id}`, people.listener), { items: [{ plays: 0 }] });
  for (const [method, path, body] of [
    ['PATCH', pathOf(track), { album: 'Stolen' }],
    ['DELETE', pathOf(track), undefined],
  ] as const) {
    const refused = await music.send(method, path, people.other, body);
    t.equal(refused.status, 404, 'that it exists is not told');
    await refused.text();
  }

  const again = await edited(track, { visibility: 'public' });
  t.same(await seenBy(again, playlist, again.streamUrl), all, 'likes and playlists have kept it');
  const third = await edited(await edited(track, { visibility: 'private' }), { album: 'Kept' });
  t.not(third.streamUrl, hidden.streamUrl, 'made private again, it has another key');
  t.equal((await fetch(second.baseUrl + hidden.streamUrl)).status, 404);
});

t.test('an owner orders a playlist around the items that are private', async (t) => {
  const tracks = [await newTrack(), await newTrack(), await newTrack()];
  const made = await music.send('POST', '/api/music/playlists', people.listener, {
    name: 'Order',
    trackIds: tracks.map(({ id }) => id),
  });
  const { id, items, revision } = (await made.json()) as Playlist;
  const [first, , last] = idsOf({ items });
  await edited(tracks[1]!, { visibility: 'private' });
  const path = `/api/music/playlists/${id}`;
  const order = { revision, itemIds: [last, first] };
  t.equal((await music.send('PUT', `${path}/items`, people.listener, order)).status, 200);
  t.same(idsOf(await read<Playlist>(path, people.listener)), [last, first]);
  await edited(tracks[1]!, { visibility: 'public' });
  t.same(idsOf(await read<Playlist>(path, people.listener)), [last, items[1]!.id, first]);
});

t.test('uploads a track that is not public', async (t) => {
  const track = await newTrack({ title: 'Quagga', visibility: 'private' });
  t.match(track, { visibility: 'private' });
  t.same(await find('q=quagga'), []);
  t.same(await find(`artistId=${artist.id}&q=quagga`, artist), [track.id]);
  t.equal((await second.get(pathOf(track), people.listener)).status, 404);
});

const pictureOf = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
    .png()
    .toBuffer();

function setCover(track: Track, picture: Buffer, who: Person = artist): Promise<Response> {
  const body = new FormData();
  body.append('cover', new Blob([new Uint8Array(picture)]), 'cover.png');
  const headers = { authorization: who.authorization };
  return fetch(`${music.baseUrl}${pathOf(track)}/cover`, { method: 'PUT', headers, body });
}

t.test('gives a track another cover, and takes it away', async (t) => {
  const track = await newTrack();
  const files = music.app.mongo.db.collection('looseFiles');
  const first = await noticed(await setCover(track, await pictureOf('red')));
  const shown = await fetch(second.baseUrl + first.coverUrl!);
  t.equal(shown.headers.get('content-type'), 'image/jpeg');
  const red = Buffer.from(await shown.arrayBuffer());
  t.match(await sharp(red).metadata(), { width: 40, height: 30 });
  const next = await noticed(await setCover(track, await pictureOf('blue')));
  t.ok(next.updatedAt > first.updatedAt);
  t.not(next.coverUrl, first.coverUrl, 'a browser that has the old picture asks for the new one');
  const blue = Buffer.from(await (await fetch(second.baseUrl + next.coverUrl!)).arrayBuffer());
  t.notSame(blue, red, 'the other instance, too');
  for (const [who, status] of [
    [people.other, 403],
    [people.listener, 403],
  ] as const) {
    t.equal((await setCover(track, await pictureOf('green'), who)).status, status);
  }
  const bad = await setCover(track, Buffer.from('GIF89a no picture'));
  t.equal(bad.status, 415);
  t.match(await bad.json(), { code: 'COVER_NOT_RECOGNISED' });
  const none = new FormData();
  const headers = { authorization: artist.authorization };
  const empty = await fetch(`${music.baseUrl}${pathOf(track)}/cover`, {
    method: 'PUT',
    headers,
    body: none,
  });
  t.equal(empty.status, 400);
  const removed = await music.send('DELETE', `${pathOf(track)}/cover`, artist);
  t.match(await noticed(removed), { coverUrl: null });
  t.equal(
    (await music.send('DELETE', `${pathOf(track)}/cover`, artist)).status,
    200,
    'also when there is none',
  );
  t.equal((await second.get(`${pathOf(track)}/cover`, artist)).status, 404);
  t.equal(await files.countDocuments(), 0, 'nothing is left over');
});

t.test('changes several tracks at once, and decides about each on its own', async (t) => {
  const [a, b] = [await newTrack({ album: 'Same' }), await newTrack()];
  const missing = newId();
  const trackIds = [a.id, b.id, missing];
  const send = (body: object, who = artist) => music.send('PATCH', '/api/music/tracks', who, body);
  const response = await send({ trackIds, change: { album: 'Same' } });
  const { results } = (await response.json()) as TrackChangeResults;
  t.same(results, [
    { trackId: a.id, outcome: 'unchanged', refusal: null },
    { trackId: b.id, outcome: 'changed', refusal: null },
    {
      trackId: missing,
      outcome: 'refused',
      refusal: { code: 'TRACK_NOT_FOUND', detail: 'There is no such track' },
    },
  ]);
  const foreign = await send({ trackIds: [b.id], change: { album: 'Theirs' } }, people.other);
  t.match(await foreign.json(), { results: [{ outcome: 'refused', refusal: { code: 'FORBIDDEN' } }] });
  const many = Array.from({ length: 51 }, () => newId());
  t.equal((await send({ trackIds: many, change: { album: 'Same' } })).status, 400);
  t.equal((await read<Track>(pathOf(b), people.listener, music)).album, 'Same');
});

t.test('goes on with the other tracks when one of several cannot be written', async (t) => {
  const tracks = [await newTrack(), await newTrack(), await newTrack()];
  const [a, b, c] = tracks.map(({ id }) => id);
  const refuse = (validator: object) => music.app.mongo.db.command({ collMod: 'trackEdits', validator });
  await refuse({ trackId: { $ne: b } });
  t.teardown(() => refuse({}));
  const body = { trackIds: [a, b, c], change: { album: 'Storm' } };
  const response = await music.send('PATCH', '/api/music/tracks', artist, body);
  t.match(((await response.json()) as TrackChangeResults).results, [
    { trackId: a, outcome: 'changed', refusal: null },
    { trackId: b, outcome: 'refused', refusal: { code: 'UNAVAILABLE' } },
    { trackId: c, outcome: 'changed', refusal: null },
  ]);
  const albums = tracks.map(async (track) => (await read<Track>(pathOf(track), artist, music)).album);
  t.same(await Promise.all(albums), ['Storm', null, 'Storm']);
});
