import { once } from 'node:events';
import { readFile, readlink, readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, demoTrack, silentWav, uploadForm } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { bytesOf, startWithTrack } from './streaming-fixture.ts';

const ORIGIN = 'https://player.example.com';
const { music, artist, track, file } = await startWithTrack(t, { env: { CORS_ORIGINS: ORIGIN } });

t.test('sends headers that make the file inert, and readable for allowed origins', async (t) => {
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

t.test('a title cannot inject headers', async (t) => {
  const title = 'Ä "quoted"; \\ path/../x 日本';
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav', { title }), artist);
  const { streamUrl } = (await uploaded.json()) as Track;
  const disposition = (await music.get(streamUrl)).headers.get('content-disposition') ?? '';
  t.match(disposition, /^inline; filename="[\x20-\x7e\xa0-\xff]*"; filename\*=UTF-8''[\w%.~-]+$/);
  t.notMatch(disposition, /path\/|%2F|\\/);
});

t.test('closes the file when the client disconnects', async (t) => {
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
  t.ok((await open()) > 0, 'the file is open during the transfer');
  for (const reader of readers) reader.destroy();
  await waitFor('the files to be closed', async () => (await open()) === 0);
  t.equal((await music.get('/healthz')).status, 200);
});

t.test('a running transfer completes although the track is deleted', async (t) => {
  const path = demoTrack('copper-kettle.flac');
  const uploaded = (await (await music.upload(await uploadForm(path), artist)).json()) as Track;
  const reader = request(music.baseUrl + uploaded.streamUrl).end();
  const [answer] = (await once(reader, 'response')) as [IncomingMessage];
  const [first] = (await once(answer, 'data')) as [Buffer];
  answer.pause();
  t.equal((await music.send('DELETE', `/api/music/tracks/${uploaded.id}`, artist)).status, 204);
  t.equal((await music.get(uploaded.streamUrl)).status, 404, 'new requests get 404');
  const heard = Buffer.concat([first, ...((await answer.toArray()) as Buffer[])]);
  t.ok(heard.equals(await readFile(path)));
});

t.test('serves covers with conditions and ranges', async (t) => {
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
  const [unsigned = ''] = (track.coverUrl ?? '').split('?');
  t.equal((await music.get(unsigned)).status, 401);
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
