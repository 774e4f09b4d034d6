import { Type } from '@sinclair/typebox';
import t from 'tap';
import { assertReply } from '../../test-kit/contract.ts';
import { createJsonApp, makeCup } from './json-fixture.ts';
import { asked, build, problem, problems } from './fixture.ts';

void t.test('a body keeps null where the contract has string or null, and is not coerced', async (t) => {
  const { app } = await createJsonApp(t);
  const made = await app.inject({
    method: 'POST',
    url: '/cups',
    payload: { name: 'ab', kind: 'mug', note: null },
  });
  t.equal(made.statusCode, 201);
  t.strictSame(made.json(), { name: 'ab', kind: 'mug', note: null });
});

void t.test(
  'a body that breaks the contract gets all errors together, in the words of the contract',
  async (t) => {
    const { app } = await createJsonApp(t);
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
          { in: 'body', field: 'name', message: 'must be text' },
          { in: 'body', field: 'kind', message: 'must be one of mug, glass' },
        ],
      }),
    );
    assertReply(makeCup, refused);
  },
);

void t.test('a missing body and missing members are refused', async (t) => {
  const { app } = await createJsonApp(t);
  const without = await app.inject({ method: 'POST', url: '/cups', headers: asked });
  t.strictSame(
    without.json(),
    problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/cups', {
      errors: [{ in: 'body', field: '', message: 'must be an object' }],
    }),
  );
  const empty = await app.inject({ method: 'POST', url: '/cups', headers: asked, payload: {} });
  t.strictSame(empty.json<{ errors: unknown }>().errors, [
    { in: 'body', field: 'name', message: 'is required' },
    { in: 'body', field: 'kind', message: 'is required' },
  ]);
});

void t.test('refuses bodies that are not JSON, empty, too large, or of another type', async (t) => {
  const { app } = await createJsonApp(t);
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
  const media = problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', '/cups', {
    detail: 'Send content-type: application/json',
  });
  t.strictSame((await send('<a/>', 'application/xml')).json(), media);
  t.strictSame((await send('x', 'nonsense')).json(), media);
  t.strictSame((await send('{}', 'text/plain')).json(), media);
  t.strictSame((await send('--b--', 'multipart/form-data; boundary=b')).json(), media);
});

void t.test(
  'query and path are coerced, get their defaults, and are refused by the same problem',
  async (t) => {
    const { app } = await createJsonApp(t);
    t.strictSame((await app.inject('/cups/3?deep=true')).json(), { name: '3 of 5 true', kind: 'mug' });
    const query = await app.inject({ url: '/cups/3?limit=1000&token=hunter2', headers: asked });
    t.strictSame(
      query.json(),
      problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/cups/3', {
        errors: [
          { in: 'query', field: 'token', message: 'is not known here' },
          { in: 'query', field: 'limit', message: 'must be at most 10' },
        ],
      }),
    );
    const path = await app.inject({ url: '/cups/none', headers: asked });
    t.strictSame(path.json<{ errors: unknown }>().errors, [
      { in: 'path', field: 'size', message: 'must be a whole number' },
    ]);
  },
);

void t.test('a method that a path does not have is 405 with the allowed methods', async (t) => {
  const { app } = await createJsonApp(t);
  const title = 'This address does not have this method';
  for (const [method, url, payload] of [
    ['DELETE', '/cups', undefined],
    ['PATCH', '/cups', '{"a":1}'],
    ['TRACE', '/cups', undefined],
    ['PUT', '/healthz', undefined],
    ['PUT', '/h%65althz', undefined],
  ] as const) {
    const reply = await app.inject({ method, url, headers: asked, ...(payload && { payload }) });
    t.strictSame(reply.json(), problem(405, 'METHOD_NOT_ALLOWED', title, url));
    t.equal(reply.headers.allow, url === '/cups' ? 'POST' : 'GET, HEAD');
  }
});

const route = <const Method extends string, const Id extends string>(
  method: Method,
  operationId: Id,
  url: string,
) =>
  ({
    method,
    url,
    config: { operationId, security: [] },
    schema: { operationId, response: { 200: Type.Object({ done: Type.Literal(operationId) }), ...problems } },
  }) as const;

void t.test('a literal path beats a parameter, whatever the method', async (t) => {
  const getRoom = route('GET', 'getRoom', '/rooms/:id');
  const deleteRoom = route('DELETE', 'deleteRoom', '/rooms/:id');
  const joinRoom = route('POST', 'joinRoom', '/rooms/join');
  const app = await build(t, { getRoom, deleteRoom, joinRoom }, (api) => {
    api.route({ ...getRoom, handler: async () => ({ done: 'getRoom' as const }) });
    api.route({ ...deleteRoom, handler: async () => ({ done: 'deleteRoom' as const }) });
    api.route({ ...joinRoom, handler: async () => ({ done: 'joinRoom' as const }) });
  });
  for (const [method, url, status, allow] of [
    ['POST', '/rooms/join', 200, undefined],
    ['GET', '/rooms/join', 405, 'POST'],
    ['HEAD', '/rooms/join', 405, 'POST'],
    ['DELETE', '/rooms/join', 405, 'POST'],
    ['PUT', '/rooms/jo%69n', 405, 'POST'],
    ['GET', '/rooms/1', 200, undefined],
    ['POST', '/rooms/1', 405, 'DELETE, GET, HEAD'],
  ] as const) {
    const reply = await app.inject({ method, url });
    t.equal(reply.statusCode, status, `${method} ${url}`);
    t.equal(reply.headers.allow, allow, `${method} ${url}`);
  }
});

void t.test('refuses paths that do not exist, cannot be decoded or are too long', async (t) => {
  const { app } = await createJsonApp(t);
  const title = 'There is nothing at this address';
  t.strictSame(
    (await app.inject({ url: '/nowhere?a=1', headers: asked })).json(),
    problem(404, 'NOT_FOUND', title, '/nowhere'),
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
