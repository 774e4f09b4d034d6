import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { Playlist, PlaylistPage } from '../../src/generated/schemas.gen.ts';
import { sameProblem } from '../kit/problems.ts';
import { notFound, startPlaylists } from './playlist-fixture.ts';

const { music, newTrack, newPlaylist, add } = await startPlaylists(t);

t.test('a private playlist does not exist for other accounts, by any operation', async (t) => {
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
    ['POST', `${path}/tracks`, { trackIds: [track.id] }],
    ['POST', `${path}/copies`, {}],
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

t.test('refuses requests without sign-in, and malformed ids', async (t) => {
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
      errors: [
        {
          in: 'path',
          field: 'playlistId',
          message: 'must match: UUID, version 7 (8 of a guest), in lower case.',
        },
      ],
    });
  }
});

for (const visibility of ['public', 'unlisted'])
  t.test(`a ${visibility} playlist can be read by all accounts and changed only by its owner`, async (t) => {
    const [owner, stranger] = [music.person(), music.person()];
    const { id } = await newPlaylist(owner, { name: 'For all', visibility });
    const path = `/api/music/playlists/${id}`;
    t.equal((await music.get(path, stranger)).status, 200);
    await sameProblem(t, await music.send('PATCH', path, stranger, { name: 'x' }), notFound(path));
    const hidden = await music.send('PATCH', path, owner, { visibility: 'private' });
    t.match(await hidden.json(), { visibility: 'private', name: 'For all', revision: 1 });
    await sameProblem(t, await music.get(path, stranger), notFound(path));
  });

t.test('names what does not exist: the playlist, the item or the track', async (t) => {
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
