import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { commonErrors, defineErrors } from '../../src/problem/index.ts';
import { assertReply } from '../../test-kit/contract.ts';
import { asked, build, logged, problem, problems } from './fixture.ts';

const errors = defineErrors({ CUP_IS_EMPTY: { status: 409, title: 'The cup is empty' } });

const Cup = Type.Object(
  {
    name: Type.String({ minLength: 2 }),
    kind: Type.Union([Type.Literal('mug'), Type.Literal('glass')]),
    note: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
  },
  { additionalProperties: false },
);

const makeCup = {
  method: 'POST',
  url: '/cups',
  config: { operationId: 'makeCup', security: [], codes: ['CUP_IS_EMPTY', 'VALIDATION_FAILED'] },
  schema: { operationId: 'makeCup', body: Cup, response: { 201: Cup, ...problems } },
} as const;

const getCup = {
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

async function cups(t: Test, act: keyof typeof thrown | 'fine' | 'wrong' = 'fine') {
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

void t.test('a body keeps null where the contract has string or null, and is not coerced', async (t) => {
  const { app } = await cups(t);
  const made = await app.inject({
    method: 'POST',
    url: '/cups',
    payload: { name: 'ab', kind: 'mug', note: null },
  });
  t.equal(made.statusCode, 201);
  t.strictSame(made.json(), { name: 'ab', kind: 'mug', note: null });
});

void t.test(
  'a body that breaks the contract is told of every fault at once, in the words of the contract',
  async (t) => {
    const { app } = await cups(t);
    const refused = await app.inject({
      method: 'POST',
      url: '/cups?x=secret',
      headers: asked,
      payload: { name: 1, kind: 'vase', isAdmin: true },
    });
    t.equal(refused.statusCode, 400);
    t.equal(refused.headers['content-type'], 'application/problem+json');
    t.strictSame(
      refused.json(),
      problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/cups', {
        errors: [
          { in: 'body', field: 'isAdmin', message: 'is not known here' },
          { in: 'body', field: 'name', message: 'must be string' },
          { in: 'body', field: 'kind', message: 'must be one of mug, glass' },
        ],
      }),
    );
    assertReply(makeCup, refused);
  },
);

void t.test('a missing body and missing members are refused', async (t) => {
  const { app } = await cups(t);
  const without = await app.inject({ method: 'POST', url: '/cups', headers: asked });
  t.strictSame(
    without.json(),
    problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/cups', {
      errors: [{ in: 'body', field: '', message: 'must be object' }],
    }),
  );
  const empty = await app.inject({ method: 'POST', url: '/cups', headers: asked, payload: {} });
  t.strictSame(empty.json<{ errors: unknown }>().errors, [
    { in: 'body', field: 'name', message: 'is required' },
    { in: 'body', field: 'kind', message: 'is required' },
  ]);
});

void t.test('bodies that are no JSON, empty, too large, or of another type', async (t) => {
  const { app } = await cups(t);
  const send = async (payload: string, type: string) =>
    app.inject({ method: 'POST', url: '/cups', headers: { ...asked, 'content-type': type }, payload });
  const json = 'application/json';

  const malformed = problem(400, 'MALFORMED_JSON', 'The body is not valid JSON', '/cups');
  t.strictSame((await send('{"name":', json)).json(), malformed);
  t.strictSame((await send('', json)).json(), malformed);
  t.strictSame((await send('{"__proto__":{"role":"admin"}}', json)).json(), malformed);
  t.strictSame(
    (await send(`"${'x'.repeat(65 * 1024)}"`, json)).json(),
    problem(413, 'BODY_TOO_LARGE', 'The body is too large', '/cups'),
  );
  const media = problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', '/cups');
  t.strictSame((await send('<a/>', 'application/xml')).json(), media);
  t.strictSame((await send('x', 'nonsense')).json(), media);
  t.strictSame((await send('{}', 'text/plain')).json(), media);
  t.strictSame((await send('--b--', 'multipart/form-data; boundary=b')).json(), media);
});

void t.test(
  'query and path are coerced, get their defaults, and are refused by the same problem',
  async (t) => {
    const { app } = await cups(t);
    t.strictSame((await app.inject('/cups/3?deep=true')).json(), { name: '3 of 5 true', kind: 'mug' });
    const query = await app.inject({ url: '/cups/3?limit=1e9&token=hunter2', headers: asked });
    t.strictSame(
      query.json(),
      problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/cups/3', {
        errors: [
          { in: 'query', field: 'token', message: 'is not known here' },
          { in: 'query', field: 'limit', message: 'must be <= 10' },
        ],
      }),
    );
    const path = await app.inject({ url: '/cups/none', headers: asked });
    t.strictSame(path.json<{ errors: unknown }>().errors, [
      { in: 'path', field: 'size', message: 'must be integer' },
    ]);
  },
);

void t.test('addresses that do not exist, cannot be decoded or are too long', async (t) => {
  const { app } = await cups(t);
  const title = 'There is nothing at this address';
  t.strictSame(
    (await app.inject({ url: '/nowhere?a=1', headers: asked })).json(),
    problem(404, 'NOT_FOUND', title, '/nowhere'),
  );
  t.strictSame(
    (await app.inject({ method: 'DELETE', url: '/cups', headers: asked })).json(),
    problem(404, 'NOT_FOUND', title, '/cups'),
  );
  const undecodable = await app.inject({ url: '/cups/%zz', headers: asked });
  t.equal(undecodable.statusCode, 400);
  t.equal(undecodable.headers['x-content-type-options'], 'nosniff');
  t.equal(undecodable.headers['x-request-id'], 'request-1');
  t.strictSame(
    undecodable.json(),
    problem(400, 'BAD_REQUEST', 'The request cannot be understood', '/cups/%zz'),
  );
  const long = `/cups/${'1'.repeat(200)}`;
  t.strictSame(
    (await app.inject({ url: long, headers: asked })).json(),
    problem(414, 'URI_TOO_LONG', 'The address is too long', long),
  );
});

void t.test('a problem thrown by the rules reaches the client whole, with its headers', async (t) => {
  const { app } = await cups(t, 'problem');
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.equal(reply.statusCode, 409);
  t.equal(reply.headers['retry-after'], '3');
  t.equal(reply.headers['cache-control'], 'no-store');
  t.strictSame(
    reply.json(),
    problem(409, 'CUP_IS_EMPTY', 'The cup is empty', '/cups/1', { detail: 'Pour first' }),
  );
});

const internal = problem(500, 'INTERNAL', 'Something went wrong on our side', '/cups/1');

void t.test('what is thrown and not meant for the client is logged and never sent', async (t) => {
  for (const [act, message] of [
    ['error', 'password hunter2 is in /etc/passwd'],
    ['text', 'something that is not an Error was thrown: string'],
  ] as const) {
    const { app, log } = await cups(t, act);
    const reply = await app.inject({ url: '/cups/1', headers: asked });
    t.strictSame(reply.json(), internal, act);
    const line = log.lines.find(({ msg }) => msg === 'a request failed');
    t.match(line, { level: 'error', requestId: 'request-1', problem: 'INTERNAL', err: { message } });
  }
  const { app } = await cups(t, 'nothing');
  t.strictSame((await app.inject({ url: '/cups/1', headers: asked })).json(), internal);
});

void t.test('an answer of ours that breaks the contract becomes 500, and the log says which', async (t) => {
  const { app, log } = await cups(t, 'wrong');
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.equal(reply.statusCode, 500);
  t.strictSame(reply.json(), internal);
  const line = log.lines.find(({ msg }) => msg === 'a request failed');
  t.match(line, {
    err: {
      type: 'ResponseContractError',
      message: 'GET /cups/:size 200: /name must NOT have fewer than 2 characters',
    },
  });
});

void t.test(
  'a backing server that is away is 503 with Retry-After, without the text of its driver',
  async (t) => {
    const { app } = await cups(t, 'away');
    const reply = await app.inject({ url: '/cups/1', headers: asked });
    t.equal(reply.headers['retry-after'], '2');
    t.strictSame(
      reply.json(),
      problem(503, 'UNAVAILABLE', 'The service cannot answer at the moment', '/cups/1'),
    );
  },
);

void t.test('an answer that takes too long is 503, and the work is told', async (t) => {
  let aborted = false;
  const app = await build(
    t,
    { getCup },
    (api) => {
      api.route({
        ...getCup,
        handler: async (request) => {
          await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
          aborted = true;
          throw commonErrors.INTERNAL();
        },
      });
    },
    { handlerTimeoutMs: 50 },
  );
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.strictSame(reply.json(), problem(503, 'TIMEOUT', 'The answer took too long', '/cups/1'));
  t.ok(aborted);
});
