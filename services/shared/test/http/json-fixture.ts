import { Type } from '@sinclair/typebox';
import type { Test } from 'tap';
import { defineErrors } from '@downbeat/shared/errors';
import { build, logged, problems } from './fixture.ts';

const errors = defineErrors({ CUP_IS_EMPTY: { status: 409, title: 'The cup is empty' } });

const Cup = Type.Object(
  {
    name: Type.String({ minLength: 2 }),
    kind: Type.Unsafe<'mug' | 'glass'>({ type: 'string', enum: ['mug', 'glass'] }),
    note: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
  },
  { additionalProperties: false },
);

export const makeCup = {
  method: 'POST',
  url: '/cups',
  config: { operationId: 'makeCup', security: [], codes: ['CUP_IS_EMPTY', 'VALIDATION_FAILED'] },
  schema: { operationId: 'makeCup', body: Cup, response: { 201: Cup, ...problems } },
} as const;

export const getCup = {
  method: 'GET',
  url: '/cups/:size',
  config: { operationId: 'getCup', security: [], codes: ['CUP_IS_EMPTY'] },
  schema: {
    operationId: 'getCup',
    params: Type.Object({ size: Type.Integer({ minimum: 1 }) }),
    querystring: Type.Object(
      { limit: Type.Integer({ maximum: 10, default: 5 }), deep: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    response: { 200: Cup, ...problems },
  },
} as const;

const thrown = {
  problem: () => {
    throw errors.CUP_IS_EMPTY({ detail: 'Pour first', headers: { 'retry-after': '3' } });
  },
  error: () => {
    throw new Error('password hunter2 is in /etc/passwd');
  },
  text: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a bad library may do
    throw 'a string';
  },
  nothing: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a bad library may do
    throw undefined;
  },
  away: () => {
    throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:27017'), {
      name: 'MongoServerSelectionError',
    });
  },
};

/** An app with two routes; `act` is the handler of `getCup`. */
export async function createJsonApp(t: Test, act: keyof typeof thrown | 'fine' | 'wrong' = 'fine') {
  const log = logged();
  const app = await build(
    t,
    { makeCup, getCup },
    (api) => {
      api.route({ ...makeCup, handler: async (request, reply) => reply.code(201).send(request.body) });
      api.route({
        ...getCup,
        handler: async ({ params, query }) => {
          if (act !== 'fine' && act !== 'wrong') thrown[act]();
          const name = act === 'wrong' ? 'x' : `${params.size} of ${query.limit} ${String(query.deep)}`;
          return { name, kind: 'mug' as const };
        },
      });
    },
    { logger: log.logger },
  );
  return { app, log };
}
