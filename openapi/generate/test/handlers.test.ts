import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { compile, repository, tsconfig } from './fixture.ts';

const valid = `
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

// Each line must not compile.
const invalid: Record<string, string> = {
  'a reply of another shape': 'app.route({ ...getTrack, handler: async () => ({ nope: 1 }) });',
  'a reply with a missing property': 'app.route({ ...listTracks, handler: async () => ({ items: [] }) });',
  'another shape in reply.send':
    "app.route({ ...createTrack, handler: async (_, reply) => reply.code(201).send({ id: 'x' }) });",
  'a body where the contract has none':
    'app.route({ ...deleteTrack, handler: async (_, reply) => reply.code(204).send(track) });',
  'an object instead of bytes': 'app.route({ ...streamTrack, handler: async () => ({ bytes: 1 }) });',
  'an unknown parameter':
    'app.route({ ...getTrack, handler: async (request) => ({ ...track, id: request.params.nope }) });',
  'a body of another shape':
    'app.route({ ...updatePlaylist, handler: async (request) => { throw new Error(request.body.title); } });',
};

t.test('a handler that answers another shape than the contract does not compile', async (t) => {
  const lines = Object.values(invalid);
  const folder = t.testdir({
    'tsconfig.json': tsconfig,
    'valid.ts': valid,
    'invalid.ts': valid + lines.join('\n'),
  });
  await cp(join(repository, 'services/music/src/generated'), join(folder, 'generated'), { recursive: true });

  const { code, output } = await compile(folder);

  t.equal(code, 2);
  const failed = new Set([...output.matchAll(/^invalid\.ts\((\d+),/gm)].map(([, line]) => Number(line)));
  const first = valid.split('\n').length;
  t.same(
    [...failed].sort((a, b) => a - b),
    lines.map((_, index) => first + index),
    output,
  );
  t.notMatch(output, /^(valid|generated)/m, 'valid handlers compile');
});
