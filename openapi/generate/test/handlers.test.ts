import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { compile, repository, tsconfig } from './fixture.ts';

const right = `
import Fastify from 'fastify';
import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { operations } from './generated/operations.gen.ts';
import type { Track } from './generated/schemas.gen.ts';

declare const track: Track;
const app = Fastify().withTypeProvider<TypeBoxTypeProvider>();
const { listTracks, getTrack, createTrack, deleteTrack, streamTrack, updatePlaylist, getDocs } = operations;

app.route({ ...listTracks, handler: async (request) => {
  const limit: number = request.query.limit;
  const words: string | undefined = request.query.q;
  return { items: [track].slice(limit, words?.length), nextCursor: null };
} });
app.route({ ...getTrack, handler: async (request) => ({ ...track, id: request.params.trackId }) });
app.route({ ...createTrack, handler: async (_request, reply) => reply.code(201).send(track) });
app.route({ ...deleteTrack, handler: async (_request, reply) => reply.code(204).send() });
app.route({ ...streamTrack, handler: async (_request, reply) => reply.code(206).send(Readable.from([])) });
app.route({ ...streamTrack, handler: async () => Readable.from([]) });
app.route({ ...streamTrack, handler: async (_request, reply) => reply.code(304).send() });
app.route({ ...updatePlaylist, handler: async (request) => { throw new Error(request.body.name ?? 'unnamed'); } });
app.route({ ...getDocs, handler: async (_request, reply) => reply.redirect('/docs/', 301) });
`;

// Each is one line that must not compile.
const wrong: Record<string, string> = {
  'a reply of another shape': 'app.route({ ...getTrack, handler: async () => ({ nope: 1 }) });',
  'a reply with a part missing': 'app.route({ ...listTracks, handler: async () => ({ items: [] }) });',
  'another shape sent':
    "app.route({ ...createTrack, handler: async (_, reply) => reply.code(201).send({ id: 'x' }) });",
  'a reply where none is due':
    'app.route({ ...deleteTrack, handler: async (_, reply) => reply.code(204).send(track) });',
  'an object where bytes are due': 'app.route({ ...streamTrack, handler: async () => ({ bytes: 1 }) });',
  'a parameter that is not there':
    'app.route({ ...getTrack, handler: async (request) => ({ ...track, id: request.params.nope }) });',
  'a body of another shape':
    'app.route({ ...updatePlaylist, handler: async (request) => { throw new Error(request.body.title); } });',
};

t.test("a handler that answers another shape than the contract's does not compile", async (t) => {
  const lines = Object.values(wrong);
  const folder = t.testdir({
    'tsconfig.json': tsconfig,
    'right.ts': right,
    'wrong.ts': right + lines.join('\n'),
  });
  await cp(join(repository, 'services/music/src/generated'), join(folder, 'generated'), { recursive: true });

  const { code, output } = await compile(folder);

  t.equal(code, 2);
  const failed = new Set([...output.matchAll(/^wrong\.ts\((\d+),/gm)].map(([, line]) => Number(line)));
  const first = right.split('\n').length;
  t.same(
    [...failed].sort((a, b) => a - b),
    lines.map((_, index) => first + index),
    output,
  );
  t.notMatch(output, /^(right|generated)/m, 'right handlers compile');
});
