import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { Playlist, PlaylistPage, Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);
const artist = music.person('artist', 'Nadia');

async function newTrack(title: string): Promise<Track> {
  const response = await music.upload(audioForm(silentWav(1), 'a.wav', { title }), artist);
  return (await response.json()) as Track;
}

async function newPlaylist(owner: Person, body: object = { name: 'Evening' }): Promise<Playlist> {
  const response = await music.send('POST', '/api/music/playlists', owner, body);
  t.equal(response.status, 201);
  return (await response.json()) as Playlist;
}

async function add(owner: Person, playlist: string, trackId: string): Promise<Playlist> {
  const response = await music.send('POST', `/api/music/playlists/${playlist}/items`, owner, { trackId });
  t.equal(response.status, 201);
  return (await response.json()) as Playlist;
}

const notFound = (instance: string) =>
  ({ status: 404, code: 'PLAYLIST_NOT_FOUND', title: 'There is no such playlist', instance }) as const;

const NAME_RULE =
  'must match: Any script; no control characters, nor those that turn the direction of writing; not only white space.';

t.test('somebody else finds no private playlist, whatever they try', async (t) => {
  const [owner, stranger] = [music.person(), music.person()];
  const track = await newTrack('Private');
  const { id } = await newPlaylist(owner);
  const { items } = await add(owner, id, track.id);
  const path = `/api/music/playlists/${id}`;
  const order = { revision: 1, itemIds: [items[0]!.id] };
  for (const [method, url, body] of [
    ['GET', path],
    ['PATCH', path, { name: 'Mine now' }],
    ['DELETE', path],
    ['POST', `${path}/items`, { trackId: track.id }],
    ['PUT', `${path}/items`, order],
    ['DELETE', `${path}/items/${items[0]!.id}`],
  ] as const) {
    for (const who of [stranger, music.person('admin')]) {
      await sameProblem(t, await music.send(method, url, who, body), notFound(url));
    }
  }
  const unchanged = (await (await music.get(path, owner)).json()) as Playlist;
  t.equal(unchanged.revision, 1);
  const listed = (await (await music.get('/api/music/playlists', stranger)).json()) as PlaylistPage;
  t.same(listed, { items: [], nextCursor: null });
});

t.test('nobody gets at playlists without signing in, and an id must be one', async (t) => {
  const [owner, id, other] = [music.person(), newId(), newId()];
  for (const [method, route, body] of [
    ['GET', '', undefined],
    ['POST', '', { name: 'Evening' }],
    ['GET', `/${id}`, undefined],
    ['PATCH', `/${id}`, { name: 'Late' }],
    ['DELETE', `/${id}`, undefined],
    ['POST', `/${id}/items`, { trackId: id }],
    ['PUT', `/${id}/items`, { revision: 0, itemIds: [] }],
    ['DELETE', `/${id}/items/${other}`, undefined],
  ] as const) {
    const instance = `/api/music/playlists${route}`;
    const anonymous = await fetch(music.baseUrl + instance, { method });
    await sameProblem(t, anonymous, {
      status: 401,
      code: 'UNAUTHENTICATED',
      title: 'Sign in first',
      instance,
    });
    if (route === '') continue;
    const wrong = instance.replace(id, id.toUpperCase());
    await sameProblem(t, await music.send(method, wrong, owner, body), {
      status: 400,
      code: 'VALIDATION_FAILED',
      title: 'The request does not match the contract',
      instance: wrong,
      errors: [{ in: 'path', field: 'playlistId', message: 'must match: UUID, version 7, in lower case.' }],
    });
  }
});

t.test('a public playlist can be read by everyone and changed by its owner alone', async (t) => {
  const [owner, stranger] = [music.person(), music.person()];
  const { id } = await newPlaylist(owner, { name: 'For all', visibility: 'public' });
  const path = `/api/music/playlists/${id}`;
  t.equal((await music.get(path, stranger)).status, 200);
  await sameProblem(t, await music.send('PATCH', path, stranger, { name: 'x' }), notFound(path));
  const hidden = await music.send('PATCH', path, owner, { visibility: 'private' });
  t.match(await hidden.json(), { visibility: 'private', name: 'For all', revision: 1 });
  await sameProblem(t, await music.get(path, stranger), notFound(path));
});

t.test('an unknown playlist, item or track is told apart', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const [nowhere, item] = [`/api/music/playlists/${newId()}`, `/api/music/playlists/${id}/items`];
  await sameProblem(t, await music.get(nowhere, owner), notFound(nowhere));
  await sameProblem(t, await music.send('POST', item, owner, { trackId: newId() }), {
    status: 404,
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track',
    instance: item,
  });
  const noItem = `${item}/${newId()}`;
  await sameProblem(t, await music.send('DELETE', noItem, owner), {
    status: 404,
    code: 'PLAYLIST_ITEM_NOT_FOUND',
    title: 'There is no such item in this playlist',
    instance: noItem,
  });
});

t.test('an order from an older revision, or not of every item once, changes nothing', async (t) => {
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

t.test('of parallel orders from one revision exactly one wins', async (t) => {
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

t.test('bodies are held to the contract', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const field = (field: string, message: string) => [{ in: 'body', field, message }];
  for (const [body, errors] of [
    [{}, field('name', 'is required')],
    [{ name: ' ' }, field('name', NAME_RULE)],
    [{ name: 'x'.repeat(101) }, field('name', 'must NOT have more than 100 characters')],
    [{ name: 'x', visibility: 'secret' }, field('visibility', 'must be one of private, public')],
    [{ name: 'x', ownerId: newId() }, field('ownerId', 'is not known here')],
    [{ name: '' }, field('name', NAME_RULE)],
    [{ name: 'a\u202eb' }, field('name', NAME_RULE)],
    [{ name: null }, field('name', 'must be string')],
    [{ name: { $gt: '' } }, field('name', 'must be string')],
  ] as const) {
    await sameProblem(t, await music.send('POST', '/api/music/playlists', owner, body), {
      status: 400,
      code: 'VALIDATION_FAILED',
      title: 'The request does not match the contract',
      instance: '/api/music/playlists',
      errors: [...errors],
    });
  }
  t.equal(
    (await music.send('PATCH', `/api/music/playlists/${id}`, owner, {})).status,
    400,
    'an empty change',
  );
  t.equal((await music.get('/api/music/playlists', undefined)).status, 401);
});

t.test('a life: made, filled, listed, renamed, emptied, deleted', async (t) => {
  const owner = music.person();
  const { createdAt, updatedAt, ...made } = await newPlaylist(owner);
  t.same(made, {
    id: made.id,
    name: 'Evening',
    visibility: 'private',
    ownerId: owner.id,
    revision: 0,
    items: [],
  });
  t.equal(createdAt, updatedAt);
  const track = await newTrack('Dusk');
  const { items } = await add(owner, made.id, track.id);
  const { streamUrl } = items[0]!.track;
  t.same(items[0]!.track, { ...track, streamUrl });
  t.equal((await music.get(streamUrl)).status, 200, 'signed for the reader');
  const page = (await (await music.get('/api/music/playlists', owner)).json()) as PlaylistPage;
  const { updatedAt: changedAt, ...summary } = page.items[0]!;
  t.same(summary, {
    id: made.id,
    name: 'Evening',
    visibility: 'private',
    ownerId: owner.id,
    itemCount: 1,
    revision: 1,
    createdAt,
  });
  t.ok(changedAt >= createdAt);
  const path = `/api/music/playlists/${made.id}`;
  t.match(await (await music.send('PATCH', path, owner, { name: 'Late' })).json(), {
    name: 'Late',
    revision: 2,
  });
  const emptied = await music.send('DELETE', `${path}/items/${items[0]!.id}`, owner);
  t.match(await emptied.json(), { items: [], revision: 3 });
  t.equal((await music.send('DELETE', path, owner)).status, 204);
  await sameProblem(t, await music.get(path, owner), notFound(path));
});

t.test('pages follow each other without gap or double', async (t) => {
  const owner = music.person();
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) await newPlaylist(owner, { name });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
    const page = (await (await music.get(`/api/music/playlists${query}`, owner)).json()) as PlaylistPage;
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  t.same(seen, names.toReversed());
});

t.test('a deleted track leaves every playlist', async (t) => {
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

t.test('a track that is being deleted is either added and dropped, or not added', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const track = await newTrack('Contested');
  const path = `/api/music/playlists/${id}/items`;
  const adds = Array.from({ length: 8 }, () => music.send('POST', path, owner, { trackId: track.id }));
  const gone = music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  const answers = await Promise.all(adds);
  t.equal((await gone).status, 204);
  t.ok(answers.every(({ status }) => status === 201 || status === 404));
  const playlists = music.app.mongo.db.collection<{ _id: string; items: object[] }>('playlists');
  t.same((await playlists.findOne({ _id: id }))?.items, []);
});
