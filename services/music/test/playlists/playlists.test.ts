import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { Playlist, PlaylistPage } from '../../src/generated/schemas.gen.ts';
import { demoTrack, uploadForm } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { notFound, startPlaylists } from './playlist-fixture.ts';

const { music, artist, newTrack, newPlaylist, add } = await startPlaylists(t);

const NAME_RULE =
  'must match: Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.';

t.test('validates request bodies against the contract', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const field = (field: string, message: string) => [{ in: 'body', field, message }];
  for (const [body, errors] of [
    [{}, field('name', 'is required')],
    [{ name: ' ' }, field('name', NAME_RULE)],
    [{ name: 'x'.repeat(101) }, field('name', 'must be at most 100 characters')],
    [{ name: 'x', visibility: 'secret' }, field('visibility', 'must be one of private, unlisted, public')],
    [{ name: 'x', description: 'x'.repeat(301) }, field('description', 'must be at most 300 characters')],
    [{ name: 'x', description: 'a\nb' }, field('description', NAME_RULE)],
    [{ name: 'x', ownerId: newId() }, field('ownerId', 'is not known here')],
    [{ name: '' }, field('name', 'must not be empty')],
    [{ name: 'a\u202eb' }, field('name', NAME_RULE)],
    [{ name: null }, field('name', 'must be text')],
    [{ name: { $gt: '' } }, field('name', 'must be text')],
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

t.test('shows in lists the different covers among the first tracks, signed for the reader', async (t) => {
  const owner = music.person();
  const upload = async (file: string): Promise<string> => {
    const response = await music.upload(await uploadForm(demoTrack(file)), artist);
    return ((await response.json()) as { id: string }).id;
  };
  const plain = (await newTrack('Without a cover')).id;
  const rockets = await upload('paper-rockets.mp3');
  const again = await upload('paper-rockets.mp3');
  const harbour = await upload('harbour-lights.mp3');
  await newPlaylist(owner, { name: 'None', trackIds: [plain] });
  await newPlaylist(owner, { name: 'Late', trackIds: [...Array.from({ length: 8 }, () => plain), rockets] });
  await newPlaylist(owner, { name: 'Two', trackIds: [plain, rockets, again, harbour, rockets] });
  const coversByName = async (): Promise<Record<string, string[]>> => {
    const page = (await (await music.get('/api/music/playlists', owner)).json()) as PlaylistPage;
    return Object.fromEntries(page.items.map(({ name, coverUrls }) => [name, coverUrls]));
  };
  const covers = await coversByName();
  t.same(covers['None'], []);
  t.same(covers['Late'], [], 'only the first eight tracks are looked at');
  t.same(
    covers['Two']?.map((url) => url.split('?')[0]),
    [rockets, harbour].map((id) => `/api/music/tracks/${id}/cover`),
    'each picture once, by the first track that has it',
  );
  const picture = await music.get(covers['Two']?.[0] ?? '');
  t.match([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);
  await picture.arrayBuffer();
  t.same(await coversByName(), covers, 'the same URLs, so that browsers keep the pictures');
  await music.send('DELETE', `/api/music/tracks/${rockets}`, artist);
  t.match(
    (await coversByName())['Two'],
    [again, harbour].map((id) => new RegExp(id)),
  );
});

t.test('creates, fills, lists, renames, empties and deletes a playlist', async (t) => {
  const owner = music.person();
  const { createdAt, updatedAt, ...made } = await newPlaylist(owner);
  t.same(made, {
    id: made.id,
    name: 'Evening',
    description: null,
    visibility: 'private',
    ownerId: owner.id,
    ownerName: owner.name,
    role: 'owner',
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
    description: null,
    visibility: 'private',
    ownerId: owner.id,
    ownerName: owner.name,
    role: 'owner',
    isFollowed: false,
    itemCount: 1,
    coverUrls: [],
    coverPlaceholders: [],
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

t.test('pages have no gaps and no duplicates', async (t) => {
  const owner = music.person();
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) await newPlaylist(owner, { name });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
    const response = await music.get(`/api/music/playlists${query}`, owner);
    const page = (await response.json()) as PlaylistPage;
    const next = page.nextCursor && `<?limit=2&cursor=${page.nextCursor}>; rel="next"`;
    t.equal(response.headers.get('link'), next);
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  t.same(seen, names.toReversed());
});

t.test('creates a playlist with its tracks, once for a request that comes twice', async (t) => {
  const owner = music.person();
  const [first, gone] = [await newTrack('First'), await newTrack('Gone')];
  await music.send('DELETE', `/api/music/tracks/${gone.id}`, artist);
  const body = { name: 'A queue', trackIds: [first.id, gone.id, first.id] };
  const headers = { 'idempotency-key': newId() };
  const create = async () => {
    const response = await music.send('POST', '/api/music/playlists', owner, body, headers);
    t.equal(response.status, 201);
    return (await response.json()) as Playlist;
  };
  const playlist = await create();
  t.same(
    playlist.items.map(({ track }) => track.title),
    ['First', 'First'],
    'without the deleted one',
  );
  t.equal(new Set(playlist.items.map(({ id }) => id)).size, 2);
  t.equal((await create()).id, playlist.id);
  const shown = await music.get(`/api/music/playlists/${playlist.id}`, owner);
  t.equal(((await shown.json()) as Playlist).items.length, 2);
  await music.send('DELETE', `/api/music/tracks/${first.id}`, artist);
  const emptied = await music.get(`/api/music/playlists/${playlist.id}`, owner);
  t.same(((await emptied.json()) as Playlist).items, [], 'as in every playlist');
});

t.test('describes a playlist, and reads one of a version before descriptions', async (t) => {
  const owner = music.person();
  const { id, description } = await newPlaylist(owner, { name: 'Dusk', description: 'After sunset' });
  t.equal(description, 'After sunset');
  const path = `/api/music/playlists/${id}`;
  const change = async (body: object) => (await music.send('PATCH', path, owner, body)).json();
  t.match(await change({ name: 'Night' }), { name: 'Night', description: 'After sunset' });
  t.match(await change({ description: 'After midnight' }), { description: 'After midnight', revision: 2 });
  t.match(await (await music.get('/api/music/playlists', owner)).json(), {
    items: [{ id, description: 'After midnight' }],
  });
  t.match(await change({ description: null }), { name: 'Night', description: null, revision: 3 });
  const playlists = music.app.mongo.db.collection<{ _id: string; description?: string }>('playlists');
  t.notOk('description' in (await playlists.findOne({ _id: id }))!, 'as a version before stores it');
});

t.test(
  'duplicates a playlist with the tracks that one sees, once for a request that comes twice',
  async (t) => {
    const [owner, stranger] = [music.person(), music.person()];
    const [shown, hidden] = [await newTrack('Shown'), await newTrack('Hidden')];
    const body = { name: 'Original', description: 'Both', visibility: 'unlisted' };
    const { id } = await newPlaylist(owner, { ...body, trackIds: [shown.id, hidden.id] });
    await music.send('PATCH', `/api/music/tracks/${hidden.id}`, artist, { visibility: 'private' });
    const path = `/api/music/playlists/${id}/copies`;
    const headers = { 'idempotency-key': newId() };
    const copies = await Promise.all(
      [{}, {}].map(() => music.send('POST', path, stranger, { name: 'Mine' }, headers)),
    );
    const copied = copies.find(({ status }) => status === 201)!;
    const copy = (await copied.json()) as Playlist;
    t.match(copy, { name: 'Mine', description: 'Both', visibility: 'private', ownerId: stranger.id });
    t.equal(copied.headers.get('location'), `/api/music/playlists/${copy.id}`);
    t.same(
      copy.items.map(({ track }) => track.title),
      ['Shown'],
    );
    const { items } = (await (await music.get('/api/music/playlists', stranger)).json()) as PlaylistPage;
    t.equal(items.length, 1);
    t.match(await (await music.send('POST', path, owner, {})).json(), { name: 'Original' });
    await music.send('PATCH', `/api/music/playlists/${id}`, owner, { visibility: 'private' });
    await sameProblem(t, await music.send('POST', path, stranger, {}), notFound(path));
  },
);
