// Uploads from every source: what arrives, and its progress.
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { UploadProgress, UploadSource } from '../src/index.ts';
import { MockDownbeat } from '../src/mock.ts';
import { fileFromPath } from '../src/node/index.ts';
import { artist, created } from './kit/artist.ts';
import { beBrowser, FakeXhr } from './kit/fake-xhr.ts';
import { problem, type Reply, type Sent } from './kit/service.ts';

const SIZE = 300_000;
const text = 'la '.repeat(SIZE / 3);
const bytes = new TextEncoder().encode(text);
const folder = await mkdtemp(join(tmpdir(), 'downbeat-upload-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));
const path = join(folder, 'harbour "lights".mp3');
await writeFile(path, text);

/** The parts of a multipart body, as `name=value` or `name(filename, type)=size`. */
function partsOf({ body, headers }: Sent): string[] {
  const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1] ?? 'none';
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', value = ''] = part.split(/\r\n\r\n([\s\S]*)\r\n$/);
      const name = /name="([^"]*)"/.exec(head)?.[1];
      const filename = /filename="([^"]*)"/.exec(head)?.[1];
      const type = /content-type: (\S+)/i.exec(head)?.[1];
      return filename === undefined ? `${name}=${value}` : `${name}(${filename}, ${type})=${value.length}`;
    });
}

const octets = 'application/octet-stream';
const sources: Record<string, [make: () => UploadSource | Promise<UploadSource>, part: string]> = {
  Blob: [() => new Blob([bytes], { type: 'audio/wav' }), 'blob, audio/wav'],
  File: [() => new File([bytes], 'a.mp3', { type: 'audio/mpeg' }), 'a.mp3, audio/mpeg'],
  Uint8Array: [() => bytes, `blob, ${octets}`],
  Buffer: [() => Buffer.from(text), `blob, ${octets}`],
  ArrayBuffer: [() => bytes.buffer, `blob, ${octets}`],
  'a web stream': [() => new Blob([bytes]).stream(), `blob, ${octets}`],
  'a Node stream': [() => createReadStream(path), `blob, ${octets}`],
  'a Node stream of text': [() => createReadStream(path, 'utf8'), `blob, ${octets}`],
  'a named stream': [
    () => ({ data: createReadStream(path), name: 'b.flac', type: 'audio/flac', sizeBytes: SIZE }),
    'b.flac, audio/flac',
  ],
  'a named buffer': [() => ({ data: bytes, name: 'c\n.mp3' }), `c%0A.mp3, ${octets}`],
  'a path': [() => fileFromPath(path, { type: 'audio/mpeg' }), 'harbour %22lights%22.mp3, audio/mpeg'],
};

for (const [name, [make, part]] of Object.entries(sources)) {
  await t.test(`uploads ${name}, and reports its progress`, async (t) => {
    const { client, sent } = await artist(t);
    const seen: UploadProgress[] = [];
    const onProgress = (progress: UploadProgress) => seen.push(progress);
    const track = await client.music.createTrack(
      { audio: await make(), title: 'Harbour', year: 2026 },
      { onProgress },
    );
    t.equal(track.id, 't1');
    t.match(sent[0]?.headers['content-type'], /boundary=downbeat-[0-9a-f]{32}$/);
    t.same(sent.map(partsOf), [['title=Harbour', 'year=2026', `audio(${part})=${SIZE}`]]);
    const received = Buffer.byteLength(sent[0]?.body ?? '');
    t.equal(seen.at(-1)?.sentBytes, received);
    const isSizeKnown = seen[0]?.totalBytes !== null;
    t.equal(isSizeKnown, !/^a (web|Node)/.test(name));
    if (isSizeKnown)
      t.same([seen[0]?.totalBytes, sent[0]?.headers['content-length']], [received, String(received)]);
    t.same(
      seen.map(({ sentBytes }) => sentBytes),
      seen.map(({ sentBytes }) => sentBytes).toSorted((a, b) => a - b),
    );
    t.ok(seen.length > 3, 'more than at the end');
  });
}

await t.test('sends by XMLHttpRequest in a browser', async (t) => {
  beBrowser(t);
  let answer: Reply | Promise<Reply> = created;
  const { client, sent } = await artist(t, () => answer);
  const seen: UploadProgress[] = [];
  const onProgress = (progress: UploadProgress) => seen.push(progress);
  const audio = { data: createReadStream(path), name: 'b.mp3', type: 'audio/mpeg' };
  const { data, requestId } = await client.music
    .createTrack({ audio, title: 'Harbour' }, { onProgress })
    .withResponse();
  t.same([data.id, requestId], ['t1', null]);
  t.same(sent.map(partsOf), [['title=Harbour', `audio(b.mp3, audio/mpeg)=${SIZE}`]]);
  t.equal(sent[0]?.authorization, 'Bearer a-one');
  t.same(seen, [
    { sentBytes: 10, totalBytes: 20 },
    { sentBytes: 20, totalBytes: 20 },
  ]);
  answer = problem(413, 'FILE_TOO_LARGE');
  const refused = await client.music.createTrack({ audio: bytes }, { onProgress }).result();
  t.match(refused, { ok: false, code: 'FILE_TOO_LARGE', error: { status: 413 } });
  answer = 'hang up';
  t.match(await client.music.createTrack({ audio: bytes }, { onProgress }).result(), {
    code: 'NETWORK_ERROR',
  });
  answer = new Promise<Reply>(() => undefined);
  const abort = new AbortController();
  const call = client.music.createTrack(
    { audio: bytes },
    { onProgress: () => abort.abort(), signal: abort.signal },
  );
  t.match(await call.result(), { code: 'ABORTED' });
});

await t.test('sends by the fetch of the client, also in a browser', async (t) => {
  t.intercept(globalThis, 'XMLHttpRequest', { value: FakeXhr, configurable: true });
  const mock = new MockDownbeat();
  await mock.music.createTrack({ audio: bytes }, { onProgress: () => t.fail('the network was asked') });
  t.equal(mock.server.callsOf('createTrack').length, 1);
});

await t.test('uploads without a progress as well', async (t) => {
  const { client, sent } = await artist(t);
  await client.music.createTrack({ audio: new Blob([bytes]) });
  await client.music.createTrack({ audio: bytes, cover: new Blob(['picture'], { type: 'image/png' }) });
  t.match(sent.map(partsOf), [[/^audio\(blob/], [/^audio\(blob/, 'cover(blob, image/png)=7']]);
});

await t.test('takes a cover of null as none', async (t) => {
  const { client, sent } = await artist(t);
  await client.music.createTrack({ audio: bytes, cover: null } as never);
  t.match(sent.map(partsOf), [[/^audio\(blob/]]);
});

await t.test('sends a file again after its token was renewed, but no stream', async (t) => {
  const { client, sent } = await artist(t, ({ authorization }) =>
    authorization === 'Bearer a-two' ? created : problem(401, 'TOKEN_EXPIRED'),
  );
  const audio = createReadStream(path);
  t.match(await client.music.createTrack({ audio }).result(), { ok: false, code: 'TOKEN_EXPIRED' });
  t.equal(sent.length, 1);
  await client.music.createTrack({ audio: await fileFromPath(path) }, { onProgress: () => undefined });
  t.same(
    sent.map(({ url }) => url),
    ['/api/music/create', '/api/music/create', '/api/auth/refresh', '/api/music/create'],
  );
});
