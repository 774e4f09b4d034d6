import { request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { Type } from '@sinclair/typebox';
import t from 'tap';
import { waitFor } from '../../test-kit/index.ts';
import { build, config, listen, problems } from './fixture.ts';

const LIMIT_MS = 9_000;
/** Longer than half of the limit. */
const TRANSFER_MS = 6_000;
const CHUNKS = 60;

const getFile = {
  method: 'GET',
  url: '/file',
  config: { operationId: 'getFile', security: [] },
  schema: {
    operationId: 'getFile',
    response: { 200: { content: { 'audio/*': { schema: Type.Unsafe<Readable>({}) } } }, ...problems },
  },
} as const;

const addFile = {
  method: 'POST',
  url: '/file',
  config: { operationId: 'addFile', security: [], multipart: { text: Type.Object({}), files: {} } },
  schema: {
    operationId: 'addFile',
    response: { 201: Type.Object({ bytes: Type.Integer() }), ...problems },
  },
} as const;

/** Chunks at an even pace, as a slow connection sends them; a late one does not delay those after it. */
async function* paced(): AsyncGenerator<Buffer> {
  const began = performance.now();
  for (let index = 0; index < CHUNKS; index += 1) {
    yield Buffer.alloc(1_000);
    await delay(Math.max(0, began + ((index + 1) * TRANSFER_MS) / CHUNKS - performance.now()));
  }
}

t.test('transfers of several seconds end whole, and readyz says that the service stops', async (t) => {
  const arrived: number[] = [];
  const app = await build(
    t,
    { getFile, addFile },
    (api) => {
      api.route({
        ...getFile,
        handler: async (_request, reply) => reply.type('audio/mpeg').send(Readable.from(paced())),
      });
      api.route({
        ...addFile,
        handler: async ({ raw }, reply) => {
          let bytes = 0;
          for await (const chunk of raw) {
            bytes += (chunk as Buffer).length;
            arrived.push(bytes);
          }
          return reply.code(201).send({ bytes });
        },
      });
    },
    { config: { ...config, SHUTDOWN_TIMEOUT_MS: LIMIT_MS } },
  );
  const { url } = await listen(app);
  const download = fetch(`${url}/file`);
  const body = (await download).arrayBuffer();
  const upload = request(`${url}/file`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  const answer = new Promise<string>((resolve, reject) => {
    upload.once('response', (response) => resolve(text(response)));
    upload.once('error', reject);
  });
  Readable.from(paced()).pipe(upload);
  await waitFor('the upload to begin', () => arrived.length > 0);

  const began = performance.now();
  const closed = app.announceStop().then(() => app.close());
  // At the same time: the moment in which new connections are accepted is short.
  const [ready, health] = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/healthz`)]);
  t.equal(ready.status, 503);
  t.match(await ready.json(), { status: 'down', dependencies: { shutdown: { state: 'down' } } });
  t.equal(health.status, 200, 'new connections are accepted for a moment');
  t.equal((await body).byteLength, CHUNKS * 1_000);
  t.strictSame(JSON.parse(await answer), { bytes: CHUNKS * 1_000 });
  await closed;
  t.ok(performance.now() - began < LIMIT_MS);
  await t.rejects(fetch(`${url}/healthz`), 'the port is closed');
});
