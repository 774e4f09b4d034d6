import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { commonErrors } from '@downbeat/shared/errors';
import {
  type Authenticator,
  createApp,
  requirePrincipal,
  type Role,
  type SecurityRequirement,
} from '@downbeat/shared/http';
import {
  asked,
  bearer,
  build,
  config,
  contract,
  listener,
  logged,
  problem,
  problems,
  tokenOf,
} from './fixture.ts';

const Who = Type.Object({ userId: Type.Union([Type.String(), Type.Null()]) });

const getWho = (security: readonly SecurityRequirement[]) =>
  ({
    method: 'GET',
    url: '/who',
    config: { operationId: 'getWho', security },
    schema: { operationId: 'getWho', response: { 200: Who, ...problems } },
  }) as const;

/** A second scheme: a signature in the query, valid when it is `good`. */
const signature: Authenticator = Object.assign(
  async ({ query }: { query: unknown }) => {
    if ((query as { sig?: string }).sig === 'good') return { ...listener, userId: 'by-signature' };
    throw commonErrors.UNAUTHENTICATED({ detail: 'The signature is not valid' });
  },
  { present: ({ query }: { query: unknown }) => 'sig' in (query as object) },
);

async function who(t: Test, security: readonly SecurityRequirement[]) {
  const operation = getWho(security);
  const app = await build(
    t,
    { getWho: operation },
    (api) => {
      api.route({ ...operation, handler: async ({ principal }) => ({ userId: principal?.userId ?? null }) });
    },
    { authenticators: { bearer, signature } },
  );
  const ask = async (claims: object | null, url = '/who') => {
    const authorization = claims === null ? {} : { authorization: `Bearer ${tokenOf(app, claims)}` };
    const reply = await app.inject({ url, headers: { ...asked, ...authorization } });
    return { status: reply.statusCode, body: reply.json<object>(), headers: reply.headers };
  };
  return { app, ask };
}

const missing = problem(401, 'UNAUTHENTICATED', 'Sign in first', '/who');
const forbidden = (needed: string, mine: Role) =>
  problem(403, 'FORBIDDEN', 'You are not allowed to do this', '/who', {
    detail: `This is for the role ${needed}; yours is ${mine}`,
  });
const unverified = problem(403, 'EMAIL_NOT_VERIFIED', 'Confirm your e-mail address first', '/who');

void t.test('an open route admits every request and checks no credential', async (t) => {
  const { ask, app } = await who(t, []);
  t.strictSame((await ask(null)).body, { userId: null });
  const odd = await app.inject({ url: '/who', headers: { authorization: 'Bearer nonsense' } });
  t.strictSame(odd.json(), { userId: null });
});

void t.test('a route without a role admits every valid token', async (t) => {
  const { ask, app } = await who(t, [{ bearer: [] }]);
  const anonymous = await ask(null);
  t.equal(anonymous.status, 401);
  t.equal(anonymous.headers['www-authenticate'], 'Bearer realm="downbeat"');
  t.strictSame(anonymous.body, missing);
  for (const role of ['listener', 'artist', 'admin'] as Role[]) {
    t.strictSame((await ask({ role })).body, { userId: 'u1' }, role);
  }
  const head = await app.inject({ method: 'HEAD', url: '/who' });
  t.equal(head.statusCode, 401, 'HEAD needs what GET needs');
});

void t.test('a role admits that role only, and admin only where it is listed', async (t) => {
  const { ask } = await who(t, [{ bearer: ['artist'] }]);
  t.strictSame((await ask({ role: 'artist' })).body, { userId: 'u1' });
  t.strictSame((await ask({ role: 'listener' })).body, forbidden('artist', 'listener'));
  t.strictSame((await ask({ role: 'admin' })).body, forbidden('artist', 'admin'));
  t.strictSame((await ask(null)).body, missing);
});

void t.test('all schemes of one object are required, and objects are alternatives', async (t) => {
  const both = await who(t, [{ bearer: ['artist', 'verified'] }]);
  t.strictSame((await both.ask({ role: 'artist' })).body, { userId: 'u1' });
  t.strictSame((await both.ask({ role: 'artist', email_verified: false })).body, unverified);
  t.strictSame(
    (await both.ask({ role: 'listener', email_verified: true })).body,
    forbidden('artist', 'listener'),
  );

  const either = await who(t, [{ bearer: ['artist'] }, { bearer: ['admin'] }]);
  t.strictSame((await either.ask({ role: 'artist' })).body, { userId: 'u1' });
  t.strictSame((await either.ask({ role: 'admin' })).body, { userId: 'u1' });
  t.strictSame((await either.ask({ role: 'listener' })).body, forbidden('artist or admin', 'listener'));
});

void t.test(
  'guests are admitted only where the contract says so, also right after a route that admits them',
  async (t) => {
    const guests = await who(t, [{ bearer: ['guests'] }]);
    for (const role of ['guest', 'listener', 'admin'])
      t.strictSame((await guests.ask({ role })).body, { userId: 'u1' });
    for (const security of [[{ bearer: [] }], [{ bearer: [] }, {}], [{ bearer: ['artist'] }]]) {
      const { ask, app } = await who(t, security);
      const authorization = `Bearer ${tokenOf(app, { role: 'guest' })}`;
      for (const again of ['first', 'kept']) {
        const reply = await app.inject({ url: '/who', headers: { ...asked, authorization } });
        t.match(reply.json(), { code: 'FORBIDDEN' }, again);
      }
      t.equal((await ask({ role: 'artist' })).status, 200);
    }
  },
);

void t.test('of two schemes, the one whose credential was sent decides the answer', async (t) => {
  const { ask } = await who(t, [{ bearer: ['artist'] }, { signature: [] }]);
  t.strictSame((await ask(null, '/who?sig=good')).body, { userId: 'by-signature' });
  t.strictSame((await ask({ role: 'artist' }, '/who?sig=bad')).body, { userId: 'u1' });
  t.strictSame((await ask(null, '/who?sig=bad')).body, { ...missing, detail: 'The signature is not valid' });
  t.strictSame((await ask({ role: 'listener' }, '/who')).body, forbidden('artist', 'listener'));
  t.strictSame((await ask(null)).body, missing);
});

void t.test('an empty object admits anonymous requests, but no invalid credential', async (t) => {
  const { ask, app } = await who(t, [{ bearer: [] }, {}]);
  t.strictSame((await ask(null)).body, { userId: null });
  t.strictSame((await ask({})).body, { userId: 'u1' });
  const bad = await app.inject({ url: '/who', headers: { ...asked, authorization: 'Bearer x.y.z' } });
  t.strictSame(bad.json(), { ...missing, detail: 'The access token is not valid' });
});

void t.test('requirePrincipal refuses an anonymous request', async (t) => {
  t.throws(() => requirePrincipal({ principal: null }), { code: 'UNAUTHENTICATED', status: 401 });
  t.equal(requirePrincipal({ principal: listener }), listener);
});

void t.test('an authenticator that throws an unexpected error is 500, not 401', async (t) => {
  const operation = getWho([{ broken: [] }]);
  const broken: Authenticator = async () => {
    throw Object.assign(new Error('no primary'), { name: 'MongoServerSelectionError' });
  };
  const app = await build(
    t,
    { getWho: operation },
    (api) => api.route({ ...operation, handler: async () => ({ userId: null }) }),
    { authenticators: { broken } },
  );
  t.strictSame(
    (await app.inject({ url: '/who', headers: asked })).json(),
    problem(503, 'UNAVAILABLE', 'The service cannot answer at the moment', '/who'),
  );
});

void t.test('security that cannot be enforced is refused at the start', async (t) => {
  const start = async (security: readonly SecurityRequirement[], register: object = {}) => {
    const operation = getWho(security);
    const app = await createApp({
      service: 'test',
      contract,
      config,
      operations: { getWho: operation },
      authenticators: { bearer },
      logger: logged('silent').logger,
    });
    t.teardown(() => app.close());
    app.route({ ...operation, ...register, handler: async () => ({ userId: null }) });
  };
  await t.rejects(start([{ cookie: [] }]), {
    message: 'GET /who: no authenticator for the security scheme cookie',
  });
  await t.rejects(start([{ bearer: ['wizard'] }]), {
    message: 'GET /who: unknown scope wizard of bearer',
  });
  await t.rejects(start([{ bearer: ['artist', 'admin'] }]), {
    message: 'GET /who: bearer asks for two roles at once; write alternatives as separate objects',
  });
  await t.rejects(start([], { config: {} }), {
    message: "GET /who has no operationId: spread its operation, and the operation's config into its config",
  });
  await t.rejects(start([], { config: { operationId: 'getCat', security: [] } }), {
    message: 'GET /who: the contract has no operation getCat',
  });
  await t.rejects(start([], { url: '/whom' }), {
    message: 'GET /whom is not where the contract has getWho: GET /who',
  });
  await t.rejects(start([], { method: 'POST' }), {
    message: 'POST /who is not where the contract has getWho: GET /who',
  });
});

void t.test('the security of the contract wins over that of the route', async (t) => {
  const operation = getWho([{ bearer: ['admin'] }]);
  const app = await build(t, { getWho: operation }, (api) => {
    const opened = { ...operation, config: { ...operation.config, security: [] } };
    api.route({ ...opened, handler: async () => ({ userId: 'in' }) });
  });
  t.strictSame((await app.inject({ url: '/who', headers: asked })).json(), missing);
});
