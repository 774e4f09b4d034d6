import { newId } from '@downbeat/shared/ids';
import { testBackends } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type { ListeningSession, Playlist, Track } from '../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from './kit/files.ts';
import { startMusic, type Music, type MusicOptions } from './kit/music.ts';
import { sameProblem } from './kit/problems.ts';
import { leavesNothing, tracesOf } from './kit/traces.ts';

const LIMITS = {
  UPLOADS_PER_MINUTE: '2',
  SEARCHES_PER_MINUTE: '2',
  CHANGES_PER_MINUTE: '2',
  SESSIONS_PER_MINUTE: '2',
  TICKETS_PER_MINUTE: '2',
  CHATS_PER_MINUTE: '2',
  REACTIONS_PER_MINUTE: '2',
};

const start = (t: Test, options: MusicOptions = {}) =>
  startMusic(t, { ...options, env: { ...LIMITS, ...options.env } });

const form = () => audioForm(silentWav(1), 'a.wav');

/** Asserts the whole problem and its Retry-After. */
async function tooMany(t: Test, response: Response): Promise<void> {
  t.match(response.headers.get('retry-after'), /^([1-9]|[1-5]\d|60)$/);
  const instance = new URL(response.url).pathname;
  const code = { status: 429, code: 'RATE_LIMITED', title: 'Too many requests' };
  await sameProblem(t, response, { ...code, instance });
}

async function idOf(response: Response, status = 201): Promise<string> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status}: ${text}`);
  return (JSON.parse(text) as Track | Playlist | ListeningSession).id;
}

t.test('limits uploads per account, also failed ones, and keeps nothing of a refused one', async (t) => {
  const music = await start(t);
  const artist = music.person('artist');
  t.equal((await music.upload(audioForm('no audio'), artist)).status, 415);
  t.equal((await music.upload(form(), artist)).status, 201);
  const before = await tracesOf(music);
  await tooMany(t, await music.upload(form(), artist));
  await leavesNothing(t, music, before);
  t.equal(
    (await music.upload(form(), music.person('artist'))).status,
    201,
    'another account from the same IP',
  );
});

t.test('answers 403, not 429, to an account that must not upload at all', async (t) => {
  const music = await start(t);
  const listener = music.person();
  for (let i = 0; i < 4; i++) t.equal((await music.upload(form(), listener)).status, 403);
});

t.test('limits searches, not lists', async (t) => {
  const music = await start(t);
  const reader = music.person();
  const search = '/api/music/get?q=night';
  for (let i = 0; i < 2; i++) t.equal((await music.get(search, reader)).status, 200);
  await tooMany(t, await music.get(search, reader));
  await tooMany(t, await music.get(`${search}&limit=5`, reader));
  for (let i = 0; i < 5; i++) t.equal((await music.get('/api/music/get', reader)).status, 200);
  t.equal((await music.get(search, music.person())).status, 200);
  for (const path of ['/api/music/search?q=night', '/api/music/suggestions?q=night']) {
    for (let i = 0; i < 2; i++) t.equal((await music.get(path, reader)).status, 200, path);
    await tooMany(t, await music.get(path, reader));
  }
});

t.test('limits each kind of change separately', async (t) => {
  const music = await start(t);
  const [owner, artist] = [music.person(), music.person('artist')];
  const playlists = '/api/music/playlists';
  const trackId = await idOf(await music.upload(form(), artist));
  const make = () => music.send('POST', playlists, owner, { name: 'Evening' });
  const id = await idOf(await make());
  await idOf(await make());
  await tooMany(t, await make());
  const [path, item] = [`${playlists}/${id}`, `${playlists}/${id}/items/${newId()}`];
  for (const [method, url, body, status] of [
    ['PATCH', path, { name: 'Late' }, 200],
    ['POST', `${path}/items`, { trackId }, 201],
    ['PUT', `${path}/items`, { revision: 0, itemIds: [] }, 409],
    ['DELETE', item, undefined, 404],
  ] as const) {
    for (let i = 0; i < 2; i++) t.equal((await music.send(method, url, owner, body)).status, status);
    await tooMany(t, await music.send(method, url, owner, body));
  }
  t.equal((await music.get(path, owner)).status, 200, 'reading is not limited');
  for (const status of [204, 404]) t.equal((await music.send('DELETE', path, owner)).status, status);
  await tooMany(t, await music.send('DELETE', path, owner));
  const unknown = `/api/music/tracks/${newId()}`;
  for (let i = 0; i < 2; i++) t.equal((await music.send('DELETE', unknown, artist)).status, 404);
  await tooMany(t, await music.send('DELETE', unknown, artist));
});

t.test('limits opening and joining listening sessions, tickets, chat messages and reactions', async (t) => {
  const music = await start(t);
  const [owner, artist] = [music.person(), music.person('artist')];
  const sessions = '/api/music/sessions';
  const trackIds = [await idOf(await music.upload(form(), artist))];
  const open = () => music.send('POST', sessions, owner, { trackIds });
  const id = await idOf(await open());
  await idOf(await open());
  await tooMany(t, await open());
  const join = () => music.send('POST', `${sessions}/join`, owner, { inviteCode: 'AAAAAAAA' });
  for (let i = 0; i < 2; i++) t.equal((await join()).status, 404);
  await tooMany(t, await join());
  const ticket = () => music.send('POST', `${sessions}/${id}/tickets`, owner, { deviceId: 'laptop' });
  for (let i = 0; i < 2; i++) t.equal((await ticket()).status, 201);
  await tooMany(t, await ticket());
  const chat = () => music.send('POST', `${sessions}/${id}/chat`, owner, { text: 'hello' });
  for (let i = 0; i < 2; i++) t.equal((await chat()).status, 201);
  await tooMany(t, await chat());
  const react = () => music.send('POST', `${sessions}/${id}/reactions`, owner, { reaction: 'heart' });
  for (let i = 0; i < 2; i++) t.equal((await react()).status, 204);
  await tooMany(t, await react());
});

const search = async (music: Music, authorization: string): Promise<number> =>
  (await music.get('/api/music/get?q=a', undefined, { authorization })).status;

t.test('instances share their counts', async (t) => {
  const backends = await testBackends(t);
  const [one, two] = [await start(t, { backends }), await start(t, { backends })];
  const { authorization } = one.person();
  t.equal(await search(one, authorization), 200);
  t.equal(await search(two, authorization), 200);
  t.equal(await search(one, authorization), 429);
  t.equal(await search(two, authorization), 429);
});

t.test('without Redis each instance counts alone, and serves requests', async (t) => {
  const music = await start(t, { env: { REDIS_URL: 'redis://127.0.0.1:1' } });
  const { authorization } = music.person();
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push(await search(music, authorization));
  t.same(statuses, [200, 200, 429]);
});
