import { Type } from '@sinclair/typebox';
import type { Test } from 'tap';
import { commonErrors } from '@downbeat/shared/errors';
import { build, problems, unchanged } from './fixture.ts';

const Thing = Type.Object({ a: Type.Integer() });

const operation = <const Id extends string>(
  operationId: Id,
  url: string,
  security: { bearer: string[] }[] = [],
) =>
  ({
    method: 'GET',
    url,
    config: { operationId, security },
    schema: { operationId, response: { 200: Thing, ...problems } },
  }) as const;

export const getThing = operation('getThing', '/thing');
const keptSchema = { response: { 200: Thing, ...unchanged, ...problems } };
const getKept = {
  ...operation('getKept', '/kept'),
  schema: { operationId: 'getKept', ...keptSchema },
} as const;
const changeKept = {
  ...operation('changeKept', '/kept'),
  method: 'PATCH',
  schema: { operationId: 'changeKept', ...keptSchema },
} as const;
const getLost = {
  ...operation('getLost', '/lost'),
  schema: { operationId: 'getLost', ...keptSchema },
} as const;
const getAlways = operation('getAlways', '/always');
const getMine = operation('getMine', '/mine', [{ bearer: [] }]);
const getBroken = operation('getBroken', '/broken');
const getMedia = {
  ...operation('getMedia', '/media'),
  schema: {
    operationId: 'getMedia',
    response: { 200: { content: { 'audio/*': { schema: Type.Unsafe<Buffer>({}) } } }, ...problems },
  },
} as const;

const operations = { getThing, getKept, changeKept, getLost, getAlways, getMine, getBroken, getMedia };

const KEPT = 'private, no-cache';

/** An app with routes that may not be stored, that may, and that fail. */
export const createCacheApp = (t: Test, options: object = {}) =>
  build(
    t,
    operations,
    (api) => {
      api.route({ ...getThing, handler: async () => ({ a: 1 }) });
      api.route({
        ...getKept,
        handler: async (_request, reply) => reply.header('cache-control', KEPT).send({ a: 1 }),
      });
      api.route({
        ...changeKept,
        handler: async (_request, reply) => reply.header('cache-control', KEPT).send({ a: 1 }),
      });
      api.route({
        ...getAlways,
        handler: async (_request, reply) => reply.header('cache-control', KEPT).send({ a: 1 }),
      });
      api.route({
        ...getLost,
        handler: async (_request, reply) => {
          reply.header('cache-control', KEPT);
          throw commonErrors.NOT_FOUND();
        },
      });
      api.route({ ...getMine, handler: async () => ({ a: 1 }) });
      api.route({
        ...getBroken,
        handler: async () => {
          throw new Error('broken');
        },
      });
      api.route({
        ...getMedia,
        config: { ...getMedia.config, crossOriginResource: true },
        handler: async (_request, reply) => reply.type('audio/mpeg').send(Buffer.from('sound')),
      });
    },
    options,
  );
