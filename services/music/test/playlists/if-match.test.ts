import t from 'tap';
import type { Playlist } from '../../src/generated/schemas.gen.ts';
import { sameProblem } from '../kit/problems.ts';
import { startPlaylists } from './playlist-fixture.ts';

const { music, artist, newTrack, newPlaylist, add } = await startPlaylists(t);
const owner = music.person();

const pathOf = ({ id }: { id: string }): string => `/api/music/playlists/${id}`;

async function tagOf(path: string, who = owner): Promise<string> {
  const response = await music.get(path, who);
  await response.text();
  return response.headers.get('etag')!;
}

const refusal = (instance: string) => ({
  status: 412,
  code: 'PRECONDITION_FAILED',
  title: 'This is no longer what the request is about',
  instance,
});

t.test('refuses a change of a playlist that is not in the state of If-Match', async (t) => {
  const made = await newPlaylist(owner);
  const path = pathOf(made);
  const first = await tagOf(path);
  const other = await tagOf(pathOf(await newPlaylist(owner)));
  const { items, revision } = await add(owner, made.id, (await newTrack('Dusk')).id);
  const item = `${path}/items/${items[0]!.id}`;
  const present = await tagOf(path);
  for (const tag of [
    'nope',
    '"nope"',
    '',
    first,
    other,
    `W/${present}`,
    `${present.slice(0, -1)}x"`,
    `"other", W/${present}`,
    '"*"',
    '*, "other"',
  ]) {
    const headers = { 'if-match': tag };
    const order = { revision, itemIds: [items[0]!.id] };
    for (const [method, url, body] of [
      ['PATCH', path, { name: 'Overwritten' }],
      ['DELETE', path, undefined],
      ['POST', `${path}/items`, { trackId: items[0]!.track.id }],
      ['PUT', `${path}/items`, order],
      ['DELETE', item, undefined],
    ] as const) {
      const response = await music.send(method, url, owner, body, headers);
      if (tag === '') t.equal(response.status, 400, 'an empty header breaks the contract');
      else await sameProblem(t, response, refusal(url));
    }
  }
  t.match(await (await music.get(path, owner)).json(), {
    name: 'Evening',
    revision,
    items: [{ id: items[0]!.id }],
  });
});

t.test('writes in the state of If-Match, and answers with the tag of the next state', async (t) => {
  const created = await music.send('POST', '/api/music/playlists', owner, { name: 'Evening' });
  const made = (await created.json()) as Playlist;
  const path = pathOf(made);
  t.equal(created.headers.get('etag'), await tagOf(path));
  const track = await newTrack('Dusk');
  let tag = created.headers.get('etag')!;
  const write = async (method: string, url: string, body?: object): Promise<Playlist> => {
    const response = await music.send(method, url, owner, body, { 'if-match': `"other", ${tag}` });
    t.ok(response.ok, `${method} ${url}`);
    tag = response.headers.get('etag')!;
    t.equal(tag, await tagOf(path));
    return (await response.json()) as Playlist;
  };
  await write('PATCH', path, { name: 'Late' });
  const { items, revision } = await write('POST', `${path}/items`, { trackId: track.id });
  await write('PUT', `${path}/items`, { revision, itemIds: [items[0]!.id] });
  await write('DELETE', `${path}/items/${items[0]!.id}`);
  const anyState = { 'if-match': '*' };
  t.equal((await music.send('PATCH', path, owner, { name: 'Later' }, anyState)).status, 200);
  t.equal((await music.send('DELETE', path, owner, undefined, { 'if-match': tag })).status, 412);
  const last = { 'if-match': await tagOf(path) };
  t.equal((await music.send('DELETE', path, owner, undefined, last)).status, 204);
  t.equal((await music.send('DELETE', path, owner, undefined, last)).status, 404);
});

t.test('the tag of another reader and hour holds, because the playlist is the same', async (t) => {
  const made = await newPlaylist(owner, { name: 'Evening', visibility: 'public' });
  const headers = { 'if-match': await tagOf(pathOf(made), music.person()) };
  t.equal((await music.send('PATCH', pathOf(made), owner, { name: 'Late' }, headers)).status, 200);
});

t.test('of parallel changes of one state exactly one succeeds', async (t) => {
  const made = await newPlaylist(owner);
  const headers = { 'if-match': await tagOf(pathOf(made)) };
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const answers = await Promise.all(
    names.map((name) => music.send('PATCH', pathOf(made), owner, { name }, headers)),
  );
  t.same(answers.map(({ status }) => status).toSorted(), [200, 412, 412, 412, 412, 412]);
  t.match(await (await music.get(pathOf(made), owner)).json(), { revision: 1 });
});

t.test('a track is deleted only in the state of If-Match', async (t) => {
  const path = `/api/music/tracks/${(await newTrack('Dusk')).id}`;
  const tag = await tagOf(path);
  for (const [ifMatch, status] of [
    ['"nope"', 412],
    [await tagOf(`/api/music/tracks/${(await newTrack('Dawn')).id}`), 412],
    [tag, 204],
  ] as const) {
    const response = await music.send('DELETE', path, artist, undefined, { 'if-match': ifMatch });
    t.equal(response.status, status);
  }
});

t.test('what has no ETag cannot be changed with an If-Match other than *', async (t) => {
  const { id } = await newTrack('Dusk');
  const opened = await music.send('POST', '/api/music/sessions', owner, { trackIds: [id] });
  const path = `/api/music/sessions/${((await opened.json()) as { id: string }).id}`;
  await sameProblem(t, await music.send('DELETE', path, owner, undefined, { 'if-match': '"nope"' }), {
    ...refusal(path),
    detail: 'What this changes has no ETag, so no If-Match but * can hold.',
  });
  t.equal((await music.send('DELETE', path, owner, undefined, { 'if-match': '*' })).status, 204);
});
