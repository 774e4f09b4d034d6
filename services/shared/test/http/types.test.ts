import { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import t from 'tap';
import type { App } from '@downbeat/shared/http';
import { build, problems } from './fixture.ts';

// Compiled by tsc in `make check`: each @ts-expect-error fails it when the line below it compiles after all.

const Cup = Type.Object({ size: Type.Integer() }, { additionalProperties: false });

const getCup = {
  method: 'GET',
  url: '/cups/:size',
  config: { operationId: 'getCup', security: [] },
  schema: {
    operationId: 'getCup',
    params: Type.Object({ size: Type.Integer() }),
    response: { 200: Cup, ...problems },
  },
} as const;

const dropCup = {
  method: 'DELETE',
  url: '/cups',
  config: { operationId: 'dropCup', security: [] },
  schema: {
    operationId: 'dropCup',
    response: { 204: Type.Unsafe<undefined>({ type: 'null' }), ...problems },
  },
} as const;

const hearCup = {
  method: 'GET',
  url: '/sound',
  config: { operationId: 'hearCup', security: [] },
  schema: {
    operationId: 'hearCup',
    response: {
      200: { content: { 'audio/*': { schema: Type.Unsafe<Readable | Uint8Array>({}) } } },
      ...problems,
    },
  },
} as const;

/** Never called: only compiled. */
export function wrongHandlers(app: App): void {
  // @ts-expect-error an answer of the wrong type does not compile
  app.route({ ...getCup, handler: async () => ({ size: 'large' }) });
  // @ts-expect-error an answer with a member missing does not compile
  app.route({ ...getCup, handler: async () => ({}) });
  // @ts-expect-error another answer altogether does not compile
  app.route({ ...getCup, handler: async () => ['cup'] });
  // @ts-expect-error nor does it when it is sent
  app.route({ ...getCup, handler: async (_request, reply) => reply.code(200).send({ size: 'large' }) });
  app.route({
    ...getCup,
    handler: async (request) => {
      // @ts-expect-error the parameters have the types of the contract
      const size: string = request.params.size;
      return { size: Number(size) };
    },
  });
  app.route({
    ...getCup,
    handler: async (request) => {
      // @ts-expect-error a parameter that the contract does not have does not exist
      return { size: Number(request.params.colour) };
    },
  });
  // @ts-expect-error nor does a status with the answer of another
  app.route({ ...getCup, handler: async (_request, reply) => reply.code(200).send(undefined) });
  // @ts-expect-error an operation without a body does not answer with one
  app.route({ ...dropCup, handler: async (_request, reply) => reply.code(204).send({ size: 1 }) });
}

void t.test('handlers with the types of the contract compile, and answer', async (t) => {
  const app = await build(t, { getCup, dropCup, hearCup }, (api) => {
    api.route({ ...getCup, handler: async ({ params }) => ({ size: params.size }) });
    api.route({ ...dropCup, handler: async (_request, reply) => reply.code(204).send() });
    api.route({
      ...hearCup,
      handler: async (_request, reply) =>
        reply.type('audio/mpeg').send(Readable.from([Buffer.from('clink')])),
    });
  });
  t.strictSame((await app.inject('/cups/3')).json(), { size: 3 });
  const dropped = await app.inject({ method: 'DELETE', url: '/cups' });
  t.equal(dropped.statusCode, 204);
  t.equal(dropped.body, '');
  t.equal((await app.inject('/sound')).body, 'clink');
});
