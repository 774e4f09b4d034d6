import { IdempotencyKeys } from '@downbeat/shared/idempotency-keys';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type {
  ListeningSession,
  Playlist,
  PlaylistPage,
  Track,
  TrackPage,
} from '../src/generated/schemas.gen.ts';
import { audioForm, filesBelow, silentWav } from './kit/files.ts';
import type { Person } from './kit/music.ts';
import { sameProblem } from './kit/problems.ts';
import { startPlaylists } from './playlists/playlist-fixture.ts';

const { music, newTrack, newPlaylist, add } = await startPlaylists(t);
const rows = music.app.mongo.db.collection<{ _id: string; userId: string }>('idempotencyKeys');
const PLAYLISTS = '/api/music/playlists';

const inUse = (instance: string) => ({
  status: 409,
  code: 'IDEMPOTENCY_KEY_IN_USE',
  title: 'A request with this key is still running',
  instance,
});
const reused = (instance: string) => ({
  status: 422,
  code: 'IDEMPOTENCY_KEY_REUSED',
  title: 'This key belongs to another request',
  instance,
});

const post = (path: string, who: Person, body: object, key: string): Promise<Response> =>
  music.send('POST', path, who, body, { 'idempotency-key': key });

const upload = (who: Person, form: FormData, key: string): Promise<Response> =>
  fetch(`${music.baseUrl}/api/music/create`, {
    method: 'POST',
    headers: { authorization: who.authorization, 'idempotency-key': key },
    body: form,
  });

async function playlistsOf(who: Person): Promise<Playlist[]> {
  const page = (await (await music.get(PLAYLISTS, who)).json()) as PlaylistPage;
  return page.items as unknown as Playlist[];
}

async function sameAnswer(t: Test, first: Response, second: Response): Promise<void> {
  t.equal(second.status, first.status);
  t.equal(first.headers.get('idempotency-replayed'), null);
  t.equal(second.headers.get('idempotency-replayed'), 'true');
  for (const name of ['location', 'etag', 'content-type', 'cache-control']) {
    t.equal(second.headers.get(name), first.headers.get(name), name);
  }
  t.equal(await second.text(), await first.text());
}

/** What a process that dies before its answer is kept leaves behind, when its lock has ended. */
const forgetAnswer = ({ id }: Person, key: string) =>
  rows.updateOne({ _id: `${id}:${key}` }, { $unset: { answer: '', lockedUntil: '' } });

t.test('answers the same request again, whatever the order of its members', async (t) => {
  const owner = music.person();
  const first = await post(PLAYLISTS, owner, { name: 'Evening', visibility: 'public' }, 'key-1');
  t.equal(first.status, 201);
  const again = await post(PLAYLISTS, owner, { visibility: 'public', name: 'Evening' }, '"key-1"');
  await sameAnswer(t, first, again);
  t.equal((await playlistsOf(owner)).length, 1);
});

t.test('refuses a key for another request, and keeps the keys of accounts apart', async (t) => {
  const owner = music.person();
  const { id } = await newTrack('Dusk');
  t.equal((await post(PLAYLISTS, owner, { name: 'Evening' }, 'key-1')).status, 201);
  await sameProblem(t, await post(PLAYLISTS, owner, { name: 'Late' }, 'key-1'), reused(PLAYLISTS));
  const other = await post('/api/music/sessions', owner, { trackIds: [id] }, 'key-1');
  await sameProblem(t, other, reused('/api/music/sessions'));
  const stranger = music.person();
  t.equal((await post(PLAYLISTS, stranger, { name: 'Late' }, 'key-1')).status, 201);
  t.equal((await playlistsOf(owner)).length, 1);
});

t.test('refuses a malformed key', async (t) => {
  for (const key of ['', 'k'.repeat(256), 'k\u00e9y']) {
    const response = await post(PLAYLISTS, music.person(), { name: 'Evening' }, key);
    t.equal(response.status, 400, key);
    t.match(await response.json(), { errors: [{ in: 'header', field: 'idempotency-key' }] });
  }
});

t.test('refuses a second try while the first is running, until its lock ends', async (t) => {
  const owner = music.person();
  const _id = `${owner.id}:key-1`;
  t.equal((await post(PLAYLISTS, owner, { name: 'Evening' }, 'key-1')).status, 201);
  const lockedUntil = new Date(Date.now() + 60_000);
  await rows.updateOne({ _id }, { $unset: { answer: '' }, $set: { lockedUntil } });
  const refused = await post(PLAYLISTS, owner, { name: 'Evening' }, 'key-1');
  t.equal(refused.headers.get('retry-after'), '8');
  await sameProblem(t, refused, inUse(PLAYLISTS));
  await rows.updateOne({ _id }, { $set: { lockedUntil: new Date(0) } });
  t.equal((await post(PLAYLISTS, owner, { name: 'Evening' }, 'key-1')).status, 201);
  t.equal((await playlistsOf(owner)).length, 1);
});

t.test('a try after one whose answer was not kept finds what that one has created', async (t) => {
  const artist = music.person('artist');
  const { id: trackId } = await newTrack('Dusk');
  const { id: playlistId } = await newPlaylist(artist);
  const form = () => audioForm(silentWav(1), 'a.wav', { title: 'Once' });
  for (const [key, send] of [
    ['playlist', () => post(PLAYLISTS, artist, { name: 'Evening' }, 'playlist')],
    ['item', () => post(`${PLAYLISTS}/${playlistId}/items`, artist, { trackId }, 'item')],
    ['session', () => post('/api/music/sessions', artist, { trackIds: [trackId] }, 'session')],
    ['track', () => upload(artist, form(), 'track')],
  ] as const) {
    const { id } = (await (await send()).json()) as { id: string };
    await forgetAnswer(artist, key);
    for (const replayed of [null, 'true']) {
      const response = await send();
      t.equal(response.status, 201, key);
      t.equal(response.headers.get('idempotency-replayed'), replayed, key);
      t.match(await response.json(), { id }, key);
    }
  }
  t.equal((await playlistsOf(artist)).length, 2);
  const playlist = (await (await music.get(`${PLAYLISTS}/${playlistId}`, artist)).json()) as Playlist;
  t.equal(playlist.items.length, 1);
  const tracks = (await (await music.get('/api/music/get?q=Once', artist)).json()) as TrackPage;
  t.equal(tracks.items.length, 1);
});

t.test('a try after one whose session was not stored leaves nothing of the first queue', async (t) => {
  const owner = music.person();
  const { id: trackId } = await newTrack('Dusk');
  const send = () => post('/api/music/sessions', owner, { trackIds: [trackId] }, 'session');
  const { id } = (await (await send()).json()) as ListeningSession;
  await forgetAnswer(owner, 'session');
  await music.app.mongo.db.collection<{ _id: string }>('listeningSessions').deleteOne({ _id: id });
  const { id: sameId, queue, timeline } = (await (await send()).json()) as ListeningSession;
  t.equal(sameId, id);
  t.equal(timeline.queueItemId, queue[0]!.id);
});

t.test('keys of requests that fail are bounded too', async (t) => {
  const { id: userId } = music.person();
  const keys = new IdempotencyKeys(music.app.mongo.db);
  for (let index = 0; index <= 500; index += 1) {
    const claimed = await keys.claim(userId, `key-${index}`, 'a request');
    await keys.release(claimed!);
  }
  t.equal(await rows.countDocuments({ userId }), 500);
});

t.test('parallel tries create one playlist', async (t) => {
  const owner = music.person();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => post(PLAYLISTS, owner, { name: 'Evening' }, 'key-1')),
  );
  t.ok(answers.every(({ status }) => status === 201 || status === 409));
  t.equal((await playlistsOf(owner)).length, 1);
});

t.test('after a failure the same request is tried again', async (t) => {
  const owner = music.person();
  const { id } = await newPlaylist(owner);
  const track = await newTrack('Dusk');
  const path = `${PLAYLISTS}/${id}/items`;
  const gone = { trackId: id };
  t.equal((await post(path, owner, gone, 'key-1')).status, 404);
  const again = await post(path, owner, gone, 'key-1');
  t.equal(again.status, 404);
  t.equal(again.headers.get('idempotency-replayed'), null);
  await sameProblem(t, await post(path, owner, { trackId: track.id }, 'key-1'), reused(path));
  t.match(await add(owner, id, track.id), { items: [{}] });
});

t.test('compares the parts of an upload, not its bytes', async (t) => {
  const artist = music.person('artist');
  const wav = silentWav(1);
  const first = await upload(artist, audioForm(wav, 'a.wav', { title: 'Dusk' }), 'key-1');
  t.equal(first.status, 201);
  const { id } = (await first.clone().json()) as Track;
  const files = (await filesBelow(music.storageDir)).length;
  // A new form has a new boundary.
  await sameAnswer(t, first, await upload(artist, audioForm(wav, 'a.wav', { title: 'Dusk' }), 'key-1'));
  for (const other of [
    audioForm(silentWav(2), 'a.wav', { title: 'Dusk' }),
    audioForm(wav, 'a.wav', { title: 'Dawn' }),
  ]) {
    await sameProblem(t, await upload(artist, other, 'key-1'), reused('/api/music/create'));
  }
  t.equal((await filesBelow(music.storageDir)).length, files, 'leaves no file');
  const answers = await Promise.all([1, 2, 3].map(() => upload(artist, audioForm(wav, 'b.wav'), 'key-2')));
  const made = await Promise.all(
    answers.filter(({ ok }) => ok).map((answer) => answer.json() as Promise<Track>),
  );
  t.ok(answers.every(({ status }) => status === 201 || status === 409));
  t.equal(new Set(made.map((track) => track.id)).size, 1);
  t.not(made[0]!.id, id);
});

t.test('an upload that breaks off lets the next try begin', async (t) => {
  const artist = music.person('artist');
  const leaving = new AbortController();
  const form = new Response(audioForm(silentWav(1), 'a.wav'));
  const whole = Buffer.from(await form.arrayBuffer());
  const sent = fetch(`${music.baseUrl}/api/music/create`, {
    method: 'POST',
    headers: {
      authorization: artist.authorization,
      'idempotency-key': 'key-1',
      'content-type': form.headers.get('content-type')!,
    },
    body: new ReadableStream({ start: (body) => body.enqueue(whole.subarray(0, 4000)) }),
    duplex: 'half',
    signal: leaving.signal,
  });
  const row = () => rows.findOne({ _id: `${artist.id}:key-1` });
  await waitFor('the key is claimed', async () => (await row()) !== null);
  leaving.abort();
  await t.rejects(sent);
  await waitFor('the lock has ended', async () => !Object.hasOwn((await row())!, 'lockedUntil'));
  t.equal((await upload(artist, audioForm(silentWav(1), 'a.wav'), 'key-1')).status, 201);
});

t.test('forgets the oldest keys of an account beyond its limits', async (t) => {
  const owner = music.person();
  const old = (index: number, bytes: number) => ({
    _id: `${owner.id}:old-${index}`,
    userId: owner.id,
    bytes,
    createdAt: new Date(index),
    expiresAt: new Date(Date.now() + 60_000),
  });
  await rows.insertMany(Array.from({ length: 500 }, (_, index) => old(index, 10)));
  await post(PLAYLISTS, owner, { name: 'Evening' }, 'key-1');
  t.equal(await rows.countDocuments({ userId: owner.id }), 500);
  t.equal(await rows.findOne({ _id: `${owner.id}:old-0` }), null);
  await rows.updateOne({ _id: `${owner.id}:old-400` }, { $set: { bytes: 4 * 1024 * 1024 } });
  await post(PLAYLISTS, owner, { name: 'Evening' }, 'key-2');
  t.equal(await rows.countDocuments({ userId: owner.id }), 101);
});
