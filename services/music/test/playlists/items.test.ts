import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { Playlist } from '../../src/generated/schemas.gen.ts';
import { sameProblem } from '../kit/problems.ts';
import { startPlaylists } from './playlist-fixture.ts';

const { music, artist, newTrack, newPlaylist, add } = await startPlaylists(t);

t.test('refuses an order of an older revision, and one that does not name every item once', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const tracks = [await newTrack('One'), await newTrack('Two')];
  await add(owner, id, tracks[0]!.id);
  const { items, revision } = await add(owner, id, tracks[1]!.id);
  const itemIds = items.map((item) => item.id);
  const path = `/api/music/playlists/${id}/items`;
  const changed = {
    status: 409,
    code: 'PLAYLIST_CHANGED',
    title: 'The playlist has changed in the meantime',
    instance: path,
  };
  await sameProblem(t, await music.send('PUT', path, owner, { revision: revision - 1, itemIds }), changed);
  for (const wrong of [
    [],
    [itemIds[0]!],
    [itemIds[0]!, itemIds[0]!],
    [...itemIds, newId()],
    [newId(), newId()],
  ]) {
    await sameProblem(t, await music.send('PUT', path, owner, { revision, itemIds: wrong }), {
      status: 422,
      code: 'PLAYLIST_ORDER_INVALID',
      title: 'An order names every item of the playlist once',
      instance: path,
    });
  }
  const reordered = await music.send('PUT', path, owner, { revision, itemIds: itemIds.toReversed() });
  const playlist = (await reordered.json()) as Playlist;
  t.same(
    playlist.items.map(({ id, track }) => [id, track.title]),
    [
      [itemIds[1], 'Two'],
      [itemIds[0], 'One'],
    ],
  );
  t.equal(playlist.revision, revision + 1);
});

t.test('of parallel orders of one revision exactly one succeeds', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const track = await newTrack('Again and again');
  await add(owner, id, track.id);
  const { items, revision } = await add(owner, id, track.id);
  const itemIds = items.map((item) => item.id).toReversed();
  const path = `/api/music/playlists/${id}/items`;
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => music.send('PUT', path, owner, { revision, itemIds })),
  );
  t.same(answers.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 9 }, () => 409)]);
});

t.test('a deleted track is removed from every playlist', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const [kept, dropped] = [await newTrack('Kept'), await newTrack('Dropped')];
  for (const track of [dropped, kept, dropped]) await add(owner, id, track.id);
  t.equal((await music.send('DELETE', `/api/music/tracks/${dropped.id}`, artist)).status, 204);
  const playlist = (await (await music.get(`/api/music/playlists/${id}`, owner)).json()) as Playlist;
  t.same(
    playlist.items.map(({ track }) => track.title),
    ['Kept'],
  );
  t.equal(playlist.revision, 4);
});

t.test('adding a track during its deletion leaves no item', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const track = await newTrack('Contested');
  const path = `/api/music/playlists/${id}/items`;
  const adds = Array.from({ length: 4 }, () => music.send('POST', path, owner, { trackId: track.id }));
  const gone = music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  const answers = await Promise.all(adds);
  t.equal((await gone).status, 204);
  t.ok(answers.every(({ status }) => status === 201 || status === 404));
  const playlists = music.app.mongo.db.collection<{ _id: string; items: object[] }>('playlists');
  t.same((await playlists.findOne({ _id: id }))?.items, []);
});

t.test('adds tracks at the end or before another item, all of them or none', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const [one, two, three] = [await newTrack('1'), await newTrack('2'), await newTrack('3')];
  const [single, many] = [`/api/music/playlists/${id}/items`, `/api/music/playlists/${id}/tracks`];
  const titlesAfter = async (path: string, body: object) => {
    const response = await music.send('POST', path, owner, body);
    t.equal(response.status, 201);
    const playlist = (await response.json()) as Playlist;
    return { playlist, titles: playlist.items.map(({ track }) => track.title).join('') };
  };
  const first = await titlesAfter(many, { trackIds: [one.id, two.id, one.id] });
  t.equal(first.titles, '121');
  t.equal(first.playlist.revision, 1);
  const [, second] = first.playlist.items;
  const placed = await titlesAfter(single, { trackId: three.id, beforeItemId: second!.id });
  t.equal(placed.titles, '1321');
  const before = { beforeItemId: placed.playlist.items[0]!.id };
  t.equal((await titlesAfter(many, { trackIds: [two.id, three.id], ...before })).titles, '231321');

  await sameProblem(t, await music.send('POST', many, owner, { trackIds: [one.id, newId()] }), {
    status: 404,
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track',
    instance: many,
    errors: [{ in: 'body', field: 'trackIds.1', message: 'There is no such track' }],
  });
  const nowhere = { trackIds: [one.id], beforeItemId: newId() };
  await sameProblem(t, await music.send('POST', many, owner, nowhere), {
    status: 404,
    code: 'PLAYLIST_ITEM_NOT_FOUND',
    title: 'There is no such item in this playlist',
    instance: many,
  });
  for (const trackIds of [[], Array.from({ length: 101 }, () => one.id)])
    t.equal((await music.send('POST', many, owner, { trackIds })).status, 400);
  const kept = (await (await music.get(`/api/music/playlists/${id}`, owner)).json()) as Playlist;
  t.equal(kept.items.length, 6);
  t.equal(kept.revision, 3);
});

t.test(
  'adds several tracks once, for a request that comes twice and for one with an older state',
  async (t) => {
    const owner = music.person();
    const { id } = await newPlaylist(owner);
    const track = await newTrack('Once');
    const path = `/api/music/playlists/${id}/tracks`;
    const etag = (await music.get(`/api/music/playlists/${id}`, owner)).headers.get('etag')!;
    const body = { trackIds: [track.id, track.id] };
    const headers = { 'if-match': etag, 'idempotency-key': newId() };
    for (let times = 0; times < 2; times += 1)
      t.equal((await music.send('POST', path, owner, body, headers)).status, 201);
    t.equal((await music.send('POST', path, owner, body, { 'if-match': etag })).status, 412);
    const { items } = (await (await music.get(`/api/music/playlists/${id}`, owner)).json()) as Playlist;
    t.equal(items.length, 2);
  },
);
