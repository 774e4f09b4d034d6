import { once } from 'node:events';
import { readFile, readlink, readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { newId } from '@downbeat/shared/ids';
import { createRevocationList } from '@downbeat/shared/revocation';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, demoTrack, silentWav, uploadForm } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const ORIGIN = 'https://player.example.com';
let now = Date.now();
const music = await startMusic(t, { env: { CORS_ORIGINS: ORIGIN }, now: () => now });
const artist = music.person('artist', 'Nadia');
const file = await readFile(demoTrack('paper-rockets.mp3'));
const track = (await (
  await music.upload(await uploadForm(demoTrack('paper-rockets.mp3')), artist)
).json()) as Track;
const path = `/api/music/tracks/${track.id}/stream`;
const whole = await music.get(track.streamUrl);
const etag = whole.headers.get('etag') ?? '';
await whole.arrayBuffer();

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

t.test('what one may not hear is refused', async (t) => {
  const refusal = (code: string, title: string) => ({ status: 401, code, title, instance: path });
  const unsigned = refusal('UNAUTHENTICATED', 'Sign in first');
  await sameProblem(t, await music.get(path), unsigned);
  const forged = refusal('SIGNATURE_INVALID', 'This address was not signed by us');
  const query = new URL(track.streamUrl, music.baseUrl).searchParams;
  const expires = Number(query.get('expires'));
  for (const [name, value] of [
    ['signature', `${query.get('signature')?.slice(0, -1) ?? ''}~`],
    ['signature', 'A'.repeat(43)],
    ['signature', ''],
    ['sid', newId()],
    ['expires', '99999999999'],
    ['expires', 'never'],
    ['expires', '1e9'],
    // Other ways to write the number that was signed.
    ...[
      `0x${expires.toString(16)}`,
      `${expires}e0`,
      ` ${expires}`,
      `${expires} `,
      `${expires}.0`,
      `+${expires}`,
    ].map((text) => ['expires', text] as const),
    ['expires', `00000${expires}`],
  ] as const) {
    const changed = new URLSearchParams(query);
    changed.set(name, value);
    await sameProblem(t, await music.get(`${path}?${changed.toString()}`), forged);
  }
  const twice = `${track.streamUrl}&signature=${query.get('signature') ?? ''}`;
  await sameProblem(t, await music.get(twice), forged);
  const cover = track.coverUrl?.replace('/cover?', '/stream?') ?? '';
  await sameProblem(t, await music.get(cover), forged);
  const unknown = `/api/music/tracks/${newId()}/stream`;
  await sameProblem(t, await music.get(unknown, music.person()), {
    status: 404,
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track',
    instance: unknown,
  });
});

t.test('an address ends when it expires, and when its session does', async (t) => {
  const reader = music.person();
  const { streamUrl } = (await (await music.get(`/api/music/tracks/${track.id}`, reader)).json()) as Track;
  t.equal((await music.get(streamUrl)).status, 200);
  const { redis, mongo } = music.app;
  // As auth does it: from another process.
  const elsewhere = createRevocationList({ redis, db: mongo.db });
  await elsewhere.revoke(reader.sessionId, new Date(Date.now() + 60_000));
  now += 2_001;
  await sameProblem(t, await music.get(streamUrl), {
    status: 401,
    code: 'SESSION_REVOKED',
    title: 'This session has ended',
    instance: path,
  });
  now += 2 * 3_600_000;
  await sameProblem(t, await music.get(track.streamUrl), {
    status: 401,
    code: 'SIGNATURE_EXPIRED',
    title: 'This address has expired; ask for a new one',
    instance: path,
  });
  now = Date.now();
});

t.test('ranges', async (t) => {
  const length = file.length;
  for (const [range, start, end] of [
    ['bytes=0-0', 0, 0],
    ['bytes=0-', 0, length - 1],
    ['bytes=1000-1999', 1000, 1999],
    [`bytes=${length - 1}-`, length - 1, length - 1],
    ['bytes=-500', length - 500, length - 1],
    [`bytes=5-${length * 2}`, 5, length - 1],
  ] as const) {
    const response = await music.get(track.streamUrl, undefined, { range });
    t.equal(response.status, 206, range);
    t.equal(response.headers.get('content-range'), `bytes ${start}-${end}/${length}`);
    t.equal(response.headers.get('content-length'), String(end - start + 1));
    t.equal(response.headers.get('etag'), etag);
    t.ok((await bytesOf(response)).equals(file.subarray(start, end + 1)));
  }
  for (const range of ['bytes=0-1,5-6', 'bytes=9-2', 'lines=1-2', 'nonsense']) {
    const response = await music.get(track.streamUrl, undefined, { range });
    t.equal(response.status, 200, range);
    t.ok((await bytesOf(response)).equals(file));
  }
  for (const range of [`bytes=${length}-`, 'bytes=-0']) {
    const response = await music.get(track.streamUrl, undefined, { range });
    t.equal(response.headers.get('content-range'), `bytes */${length}`);
    await sameProblem(t, response, {
      status: 416,
      code: 'RANGE_NOT_SATISFIABLE',
      title: 'The file has no such range',
      instance: path,
    });
  }
});

t.test('conditions', async (t) => {
  const lastModified = whole.headers.get('last-modified') ?? '';
  const range = 'bytes=0-9';
  for (const [headers, status] of [
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': `"other", W/${etag}` }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': lastModified }, 304],
    [{ 'if-modified-since': lastModified, 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ range, 'if-none-match': etag }, 304],
    [{ range, 'if-range': etag }, 206],
    [{ range, 'if-range': lastModified }, 206],
    [{ range, 'if-range': '"other"' }, 200],
    [{ range, 'if-range': `W/${etag}` }, 200],
    [{ range, 'if-range': new Date(0).toUTCString() }, 200],
  ] as const) {
    const response = await music.get(track.streamUrl, undefined, { ...headers });
    t.equal(response.status, status, JSON.stringify(headers));
    const length = { 304: 0, 206: 10, 200: file.length }[status];
    t.equal((await bytesOf(response)).length, length);
    t.equal(response.headers.get('etag'), etag);
  }
});

t.test('HEAD says what GET would send, and sends nothing', async (t) => {
  const head = await fetch(music.baseUrl + track.streamUrl, { method: 'HEAD' });
  t.equal(head.status, 200);
  t.equal((await head.arrayBuffer()).byteLength, 0);
  for (const name of [
    'content-length',
    'content-type',
    'etag',
    'last-modified',
    'accept-ranges',
    'content-disposition',
  ]) {
    t.equal(head.headers.get(name), whole.headers.get(name), name);
  }
  t.equal((await fetch(music.baseUrl + path, { method: 'HEAD' })).status, 401);
});

t.test('HEAD knows no ranges, and holds conditions', async (t) => {
  for (const [headers, status] of [
    [{ range: 'bytes=0-9' }, 200],
    [{ range: `bytes=${file.length}-` }, 200],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': '"other"' }, 200],
  ] as const) {
    const head = await fetch(music.baseUrl + track.streamUrl, { method: 'HEAD', headers: { ...headers } });
    t.equal(head.status, status, JSON.stringify(headers));
    t.equal(head.headers.get('content-range'), null);
    t.equal((await bytesOf(head)).length, 0);
  }
  const lost = `/api/music/tracks/${newId()}/stream`;
  const { authorization } = music.person();
  const answer = await fetch(music.baseUrl + lost, { method: 'HEAD', headers: { authorization } });
  t.equal(answer.status, 404);
});

t.test('what is served is inert, and readable by the pages that may', async (t) => {
  const response = await music.get(track.streamUrl, undefined, { origin: ORIGIN });
  await response.body?.cancel();
  const headers = Object.fromEntries(response.headers);
  t.match(headers, {
    'content-type': 'audio/mpeg',
    'content-length': String(file.length),
    'content-disposition': 'inline; filename="Paper Rockets.mp3"',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': /default-src 'none'.*sandbox/,
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': ORIGIN,
    etag: /^"[0-9a-f]{64}"$/,
  });
  const stranger = await music.get(track.streamUrl, undefined, {
    origin: 'https://player.example.com.evil.net',
  });
  await stranger.body?.cancel();
  t.equal(stranger.headers.get('access-control-allow-origin'), null);
});

t.test('a title cannot write headers', async (t) => {
  const title = 'Ä "quoted"; \\ path/../x 日本';
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav', { title }), artist);
  const { streamUrl } = (await uploaded.json()) as Track;
  const disposition = (await music.get(streamUrl)).headers.get('content-disposition') ?? '';
  t.match(disposition, /^inline; filename="[\x20-\x7e\xa0-\xff]*"; filename\*=UTF-8''[\w%.~-]+$/);
  t.notMatch(disposition, /path\/|%2F|\\/);
});

t.test('a reader who leaves closes the file', async (t) => {
  const open = async () => {
    const names = await readdir('/proc/self/fd');
    const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
    return targets.filter((target) => target.includes('/objects/')).length;
  };
  const uploaded = await music.upload(await uploadForm(demoTrack('copper-kettle.flac')), artist);
  const { streamUrl } = (await uploaded.json()) as Track;
  const readers = Array.from({ length: 5 }, () =>
    request(music.baseUrl + streamUrl).on('error', () => undefined),
  );
  const answers = readers.map(
    (reader) =>
      new Promise<void>((resolve) =>
        reader.on('response', (answer) => answer.once('readable', resolve)).end(),
      ),
  );
  await Promise.all(answers);
  t.ok((await open()) > 0, 'while they listen the file is open');
  for (const reader of readers) reader.destroy();
  await waitFor('the files to be closed', async () => (await open()) === 0);
  t.equal((await music.get('/healthz')).status, 200);
});

t.test('who is listening hears a track to its end, though it is deleted meanwhile', async (t) => {
  const path = demoTrack('copper-kettle.flac');
  const uploaded = (await (await music.upload(await uploadForm(path), artist)).json()) as Track;
  const reader = request(music.baseUrl + uploaded.streamUrl).end();
  const [answer] = (await once(reader, 'response')) as [IncomingMessage];
  const [first] = (await once(answer, 'data')) as [Buffer];
  answer.pause();
  t.equal((await music.send('DELETE', `/api/music/tracks/${uploaded.id}`, artist)).status, 204);
  t.equal((await music.get(uploaded.streamUrl)).status, 404, 'nobody else begins');
  const heard = Buffer.concat([first, ...((await answer.toArray()) as Buffer[])]);
  t.ok(heard.equals(await readFile(path)));
});

t.test('a cover is a file like the others', async (t) => {
  const cover = await music.get(track.coverUrl ?? '');
  t.equal(cover.headers.get('content-type'), 'image/jpeg');
  t.equal(cover.headers.get('cross-origin-resource-policy'), 'cross-origin');
  const held = await music.get(track.coverUrl ?? '', undefined, {
    'if-none-match': cover.headers.get('etag') ?? '',
  });
  t.equal(held.status, 304);
  const picture = await bytesOf(cover);
  const part = await music.get(track.coverUrl ?? '', undefined, { range: 'bytes=-10' });
  t.equal(part.status, 206);
  t.ok((await bytesOf(part)).equals(picture.subarray(-10)));
  const forged = track.streamUrl.replace('/stream?', '/cover?');
  t.equal((await music.get(forged)).status, 401, 'the address of the sound opens no cover');
  const bare = (await (await music.upload(audioForm(silentWav(1), 'a.wav'), artist)).json()) as Track;
  t.equal(bare.coverUrl, null);
  const none = `/api/music/tracks/${bare.id}/cover`;
  await sameProblem(t, await music.get(none, music.person()), {
    status: 404,
    code: 'COVER_NOT_FOUND',
    title: 'This track has no cover',
    instance: none,
  });
});

t.test('a file that storage has lost is our fault, and said to be', async (t) => {
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav'), artist);
  const lost = (await uploaded.json()) as Track;
  const row = await music.app.mongo.db
    .collection<{ _id: string; audio: { key: string } }>('tracks')
    .findOneAndUpdate({ _id: lost.id }, { $set: { 'audio.key': `${newId()}.wav` } });
  t.ok(row);
  await sameProblem(t, await music.get(lost.streamUrl), {
    status: 503,
    code: 'STORAGE_UNAVAILABLE',
    title: 'Files cannot be reached at the moment',
    instance: `/api/music/tracks/${lost.id}/stream`,
  });
});
