import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { Type } from '@sinclair/typebox';
import { httpFragment, loadConfig, portFragment } from '@downbeat/shared/config';
import { createApp } from '@downbeat/shared/http';
import { runService } from '@downbeat/shared/lifecycle';
import { infrastructureOperations, problems } from './fixture.ts';

// A service for readers.test.ts to attack, in a process of its own with a small heap.

const Schema = Type.Object({
  ...httpFragment,
  ...portFragment(0),
  STALL_MS: Type.Integer({ description: 'how long an answer may stall', default: 60_000, examples: [1] }),
  FILLED_SHARE: Type.Number({ description: 'part of the heap to fill', default: 0, examples: [0.9] }),
  UNSENT_BYTES: Type.Integer({ description: 'limit of unsent bytes', default: 67_108_864, examples: [1] }),
});

const route = <const Id extends string>(operationId: Id, url: string, answer: object) => ({
  method: 'GET' as const,
  url,
  config: { operationId, security: [] },
  schema: { operationId, response: { 200: answer, ...problems } },
});

const getList = route('getList', '/list', Type.Object({ items: Type.Array(Type.String()) }));
const getFile = route('getFile', '/file', { content: { 'audio/*': { schema: Type.Unsafe<Readable>({}) } } });
const getState = route(
  'getState',
  '/state',
  Type.Object({ rss: Type.Number(), connections: Type.Integer() }),
);

const ITEMS = 4_000;
const CHUNK = Buffer.alloc(64 * 1024);
const CHUNKS = 1_000;

/** About 200 kB, different for each request. */
const list = () => ({
  items: Array.from({ length: ITEMS }, (_, index) => `${index} ${Math.random()}`.padEnd(50, '.')),
});

const kept: number[][] = [];

function fillHeap(share: number): void {
  for (;;) {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used >= limit * share) return;
    kept.push(Array.from({ length: 10_000 }, Math.random));
  }
}

await runService({
  name: 'test',
  config: () => loadConfig(Schema, { env: process.env, service: 'test' }),
  start: async (config, logger) => {
    const app = await createApp({
      service: 'test',
      contract: new URL('contract.json', import.meta.url),
      operations: { ...infrastructureOperations, getList, getFile, getState },
      config,
      logger,
      authenticators: {},
      readerLimits: { stallMs: config.STALL_MS, unsentBytes: config.UNSENT_BYTES },
    });
    fillHeap(config.FILLED_SHARE);
    app.route({ ...getList, handler: async () => list() });
    app.route({
      ...getFile,
      handler: async (_request, reply) =>
        reply.type('audio/mpeg').send(Readable.from(Array.from({ length: CHUNKS }, () => CHUNK))),
    });
    const countConnections = promisify(app.server.getConnections.bind(app.server));
    app.route({
      ...getState,
      handler: async () => ({ rss: process.memoryUsage.rss(), connections: await countConnections() }),
    });
    return app;
  },
});
