// Uploads that end early: no stream is left open, and the caller is told why.
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { Downbeat, memoryTokenStore, type UploadProgress, type UploadSource } from '../src/index.ts';
import { MockDownbeat } from '../src/mock.ts';
import { fileFromPath } from '../src/node/index.ts';
import { artist } from './kit/artist.ts';
import { beBrowser } from './kit/fake-xhr.ts';
import { problem } from './kit/service.ts';
import { session } from './kit/stored-session.ts';
import { within } from './kit/within.ts';

/** Nothing listens at this port. */
const NOWHERE = 'http://127.0.0.1:9';
const SIZE = 300_000;
const bytes = new Uint8Array(SIZE);
const folder = await mkdtemp(join(tmpdir(), 'downbeat-upload-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));
const path = join(folder, 'harbour.mp3');
await writeFile(path, bytes);

interface EndlessSource {
  source: UploadSource;
  ended: Promise<unknown>;
}

/** Sources without an end, each with a promise of being ended. */
const endless: Record<string, () => EndlessSource> = {
  'a file': () => {
    const source = createReadStream('/dev/zero');
    return { source, ended: new Promise<unknown>((resolve) => source.once('close', () => resolve(null))) };
  },
  'a web stream': () => {
    const { promise: ended, resolve } = Promise.withResolvers<unknown>();
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => controller.enqueue(bytes);
    return {
      source: { data: new ReadableStream({ pull, cancel: (reason) => resolve(reason) }), name: 'a.mp3' },
      ended,
    };
  },
  'an iterator': () => {
    const { promise: ended, resolve } = Promise.withResolvers<unknown>();
    const iterator: AsyncIterator<Uint8Array> = {
      next: async () => ({ done: false, value: bytes }),
      return: async () => (resolve(null), { done: true, value: null }),
    };
    return { source: { [Symbol.asyncIterator]: () => iterator }, ended };
  },
};

/** Answers every request before its body has come. It leaves the connection to the client: cutting it could lose the answer. */
async function strictService(t: Test): Promise<string> {
  const { status, json } = problem(413, 'FILE_TOO_LARGE');
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function signedIn(musicUrl: string): Downbeat {
  const tokenStore = memoryTokenStore();
  tokenStore.save(session);
  return new Downbeat({ tokenStore, musicUrl });
}

/** What ends a call before its body was read, and how the call ends. */
const endings: Record<string, [outcome: string, run: (t: Test, audio: UploadSource) => Promise<string>]> = {
  'is aborted before it is sent': [
    'ABORTED',
    (_t, audio) => upload(signedIn(NOWHERE), audio, AbortSignal.abort()),
  ],
  'has no token': [
    'TOKEN_STORE_FAILED',
    (_t, audio) => {
      const load = () => Promise.reject(new Error('the keychain is locked'));
      return upload(new Downbeat({ tokenStore: { ...memoryTokenStore(), load } }), audio);
    },
  ],
  'finds no service': ['NETWORK_ERROR', (_t, audio) => upload(signedIn(NOWHERE), audio)],
  'is refused at once': [
    'FILE_TOO_LARGE',
    async (t, audio) => upload(signedIn(await strictService(t)), audio),
  ],
  'is answered unread': [
    'created',
    (_t, audio) => upload(new Downbeat({ fetch: async () => Response.json({}, { status: 201 }) }), audio),
  ],
};

async function upload({ music }: Downbeat, audio: UploadSource, signal?: AbortSignal): Promise<string> {
  const result = await music.createTrack({ audio }, signal && { signal }).result();
  return result.ok ? 'created' : result.code;
}

for (const [ending, [outcome, run]] of Object.entries(endings)) {
  await t.test(`ends a source whose upload ${ending}`, async (t) => {
    for (const [name, make] of Object.entries(endless)) {
      const { source, ended } = make();
      t.equal(await within(`the upload of ${name}`, run(t, source)), outcome, name);
      await within(`${name} to be ended`, ended);
    }
  });
}

await t.test('closes a file whose upload is refused at once', async (t) => {
  const large = join(folder, 'large.mp3');
  await writeFile(large, '');
  await truncate(large, 100_000_000);
  const isOpen = async (): Promise<boolean> => {
    const links = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    );
    return (await Promise.all(links)).includes(large);
  };
  const client = signedIn(await strictService(t));
  t.equal(await upload(client, await fileFromPath(large)), 'FILE_TOO_LARGE');
  const closed = async (): Promise<void> => {
    while (await isOpen()) await setImmediate();
  };
  await within('the file to be closed', closed());
});

await t.test('leaves a stream that is locked to who has locked it', async (t) => {
  const audio = new ReadableStream<Uint8Array>();
  const reader = audio.getReader();
  t.equal(await upload(signedIn(NOWHERE), audio, AbortSignal.abort()), 'ABORTED');
  t.equal(await upload(new MockDownbeat(), audio), 'SOURCE_FAILED');
  await reader.cancel();
});

await t.test('ends a stream that gives nothing at the time limit', async (t) => {
  const { client } = await artist(t);
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  const audio = new ReadableStream<Uint8Array>({ cancel: resolve });
  t.match(await client.music.createTrack({ audio }, { timeoutMs: 200 }).result(), { code: 'TIMEOUT' });
  await within('the stream to be ended', ended);
});

await t.test('ends a stream with the upload that is aborted', async (t) => {
  const abort = new AbortController();
  const { client } = await artist(t);
  const ended = Promise.withResolvers<null>();
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield bytes;
    } finally {
      ended.resolve(null);
    }
  }
  const onProgress = ({ sentBytes }: UploadProgress): void => {
    if (sentBytes > 3 * SIZE) abort.abort();
  };
  const result = await client.music
    .createTrack({ audio: endless() }, { onProgress, signal: abort.signal })
    .result();
  t.match(result, { ok: false, code: 'ABORTED' });
  await within('the source to end', ended.promise);
});

await t.test('says that a source could not be read', async (t) => {
  const { client } = await artist(t);
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield bytes;
    throw new Error('the disk is gone');
  }
  const upload = () => client.music.createTrack({ audio: { data: broken(), name: 'x.mp3' } }).result();
  const failure = {
    ok: false,
    error: { code: 'SOURCE_FAILED', message: /x\.mp3 could not be read: the disk/ },
  };
  t.match(await upload(), failure);
  beBrowser(t);
  t.match(await upload(), failure, 'in a browser too');
  await t.rejects(fileFromPath(join(folder, 'nothing')), {
    code: 'SOURCE_FAILED',
    cause: { code: 'ENOENT' },
  });
});

await t.test('refuses a stream of another size than it names', async (t) => {
  const { client } = await artist(t);
  for (const sizeBytes of [SIZE - 1, SIZE + 1]) {
    const audio = { data: createReadStream(path), name: 'x.mp3', sizeBytes };
    const call = client.music.createTrack({ audio }).result();
    t.match(await within('the upload to end', call), {
      code: 'SOURCE_FAILED',
      error: { message: /sizeBytes/ },
    });
  }
});

await t.test('ends the read of a stream with its call in a browser', async (t) => {
  beBrowser(t);
  const { client, sent } = await artist(t);
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  const audio = new ReadableStream<Uint8Array>({ cancel: resolve });
  const call = client.music.createTrack({ audio }, { timeoutMs: 100 }).result();
  t.match(await within('the upload to end', call), { code: 'TIMEOUT' });
  t.same(sent, []);
  await within('the stream to be ended', ended);
});
