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
