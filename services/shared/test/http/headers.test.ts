import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { commonErrors } from '../../src/problem/index.ts';
import { asked, build, config, listen, problem, problems, tokenOf, unchanged } from './fixture.ts';

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

const getThing = operation('getThing', '/thing');
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

const things = (t: Test, options: object = {}) =>
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

const secure = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

void t.test('security headers stand on every answer, errors included', async (t) => {
  const app = await things(t);
  for (const [url, status] of [
    ['/thing', 200],
    ['/mine', 401],
    ['/nowhere', 404],
    ['/broken', 500],
    ['/healthz', 200],
  ] as const) {
    const reply = await app.inject(url);
    t.equal(reply.statusCode, status);
    t.match(reply.headers, secure, url);
    t.notHas(reply.headers, 'strict-transport-security', 'over plain HTTP it would lock people out');
    t.notHas(reply.headers, 'x-powered-by');
    t.notHas(reply.headers, 'server');
  }
});

void t.test('media may be embedded elsewhere and runs nothing', async (t) => {
  const app = await things(t);
  const reply = await app.inject('/media');
  t.match(reply.headers, {
    'content-type': 'audio/mpeg',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': /; sandbox$/,
    'x-content-type-options': 'nosniff',
  });
});

void t.test('HSTS is sent where the request came by https, as a believed proxy says', async (t) => {
  const app = await things(t, { config: { ...config, TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' } });
  const https = { 'x-forwarded-proto': 'https' };
  t.equal(
    (await app.inject({ url: '/thing', headers: https })).headers['strict-transport-security'],
    'max-age=31536000; includeSubDomains',
  );
  const stranger = await app.inject({ url: '/thing', headers: https, remoteAddress: '203.0.113.9' });
  t.notHas(stranger.headers, 'strict-transport-security', 'a stranger is not believed');
});

void t.test('no cache keeps an answer unless its route says so', async (t) => {
  const app = await things(t);
  const authorization = `Bearer ${tokenOf(app)}`;
  for (const [url, headers] of [
    ['/thing', {}],
    ['/mine', { authorization }],
    ['/mine', {}],
    ['/nowhere', {}],
    ['/broken', {}],
  ] as const) {
    const reply = await app.inject({ url, headers });
    t.equal(reply.headers['cache-control'], 'no-store', url);
    t.notHas(reply.headers, 'etag');
  }
});

void t.test('an answer that may be kept is revalidated by its ETag', async (t) => {
  const app = await things(t);
  const first = await app.inject('/kept');
  const etag = String(first.headers.etag);
  t.equal(first.headers['cache-control'], 'private, no-cache');
  t.match(etag, /^"[\w+/=]+"$/);
  const second = await app.inject({ url: '/kept', headers: { 'if-none-match': etag } });
  t.equal(second.statusCode, 304);
  t.equal(second.body, '');
  t.equal(second.headers.etag, etag);
  const head = await app.inject({ method: 'HEAD', url: '/kept' });
  t.equal(head.statusCode, 200);
  t.equal(head.headers.etag, etag);
});

void t.test('any of the tags that a reader holds revalidates, weak ones too', async (t) => {
  const app = await things(t);
  const etag = String((await app.inject('/kept')).headers.etag);
  for (const held of [`"other", ${etag}`, `W/${etag}`, '*']) {
    const reply = await app.inject({ url: '/kept', headers: { 'if-none-match': held } });
    t.equal(reply.statusCode, 304, held);
  }
  const stale = await app.inject({ url: '/kept', headers: { 'if-none-match': '"other"' } });
  t.strictSame(stale.json(), { a: 1 });
});

void t.test('only a read that succeeded, and whose contract has it, is answered 304', async (t) => {
  const app = await things(t);
  const lost = problem(404, 'NOT_FOUND', 'There is nothing at this address', '/lost');
  const nowhere = { ...lost, instance: '/nowhere' };
  for (const [method, url, status, body] of [
    ['PATCH', '/kept', 200, { a: 1 }],
    ['GET', '/thing', 200, { a: 1 }],
    ['GET', '/always', 200, { a: 1 }],
    ['GET', '/lost', 404, lost],
    ['GET', '/nowhere', 404, nowhere],
  ] as const) {
    const etag = `"${createHash('sha1').update(JSON.stringify(body)).digest('base64')}"`;
    for (const held of [etag, '*']) {
      const reply = await app.inject({ method, url, headers: { ...asked, 'if-none-match': held } });
      t.equal(reply.statusCode, status, `${method} ${url} ${held}`);
      t.strictSame(reply.json(), body);
    }
  }
});

void t.test('an origin on the list gets in, with the headers that its page needs', async (t) => {
  const app = await things(t);
  const origin = 'https://app.example.com';
  const reply = await app.inject({ url: '/thing', headers: { origin } });
  t.match(reply.headers, { 'access-control-allow-origin': origin, vary: 'Origin' });
  t.notHas(reply.headers, 'access-control-allow-credentials');
  const exposed = String(reply.headers['access-control-expose-headers']).split(', ');
  for (const name of ['x-request-id', 'etag', 'content-range', 'retry-after'])
    t.ok(exposed.includes(name), name);

  const refusal = await app.inject({ url: '/mine', headers: { origin } });
  t.equal(refusal.headers['access-control-allow-origin'], origin, 'a page can read why it was refused');

  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/mine',
    headers: {
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,range',
    },
  });
  t.equal(preflight.statusCode, 204);
  t.match(preflight.headers, {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': /PATCH/,
    'access-control-allow-headers': /authorization.*range/,
    'access-control-max-age': '600',
  });
});

void t.test('null, look-alikes and other schemes or ports get no CORS header at all', async (t) => {
  const app = await things(t);
  for (const origin of [
    'null',
    'https://app.example.com.evil.test',
    'https://evilapp.example.com',
    'https://app.example.com@evil.test',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://APP.example.com',
    'http://localhost:40033',
    '*',
    '',
  ]) {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const headers = { origin, 'access-control-request-method': 'GET' };
      const reply = await app.inject({ method, url: '/thing', headers });
      t.equal(reply.headers.vary, 'Origin', `${method} ${origin}`);
      t.strictSame(
        Object.keys(reply.headers).filter((name) => name.startsWith('access-control-')),
        [],
        `${method} ${origin}`,
      );
    }
  }
});

void t.test('an empty list lets no origin in', async (t) => {
  const app = await things(t, { config: { ...config, CORS_ORIGINS: '' } });
  const reply = await app.inject({ url: '/thing', headers: { origin: 'http://localhost:4003' } });
  t.notHas(reply.headers, 'access-control-allow-origin');
});

void t.test('a forged X-Forwarded-For is not believed', async (t) => {
  let seen = '';
  const app = await build(t, { getThing }, (api) => {
    api.route({
      ...getThing,
      handler: async ({ ip }) => {
        seen = ip;
        return { a: 1 };
      },
    });
  });
  const { url } = await listen(app);
  await fetch(`${url}/thing`, { headers: { ...asked, 'x-forwarded-for': '203.0.113.9' } });
  t.equal(seen, '127.0.0.1');
});
