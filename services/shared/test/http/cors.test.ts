import t from 'tap';
import { config } from './fixture.ts';
import { createCacheApp } from './cache-fixture.ts';

void t.test('an origin on the list is allowed, with the headers that its page needs', async (t) => {
  const app = await createCacheApp(t);
  const origin = 'https://app.example.com';
  const reply = await app.inject({ url: '/thing', headers: { origin } });
  t.match(reply.headers, { 'access-control-allow-origin': origin, vary: 'Origin' });
  t.notHas(reply.headers, 'access-control-allow-credentials');
  const exposed = String(reply.headers['access-control-expose-headers']).split(', ');
  for (const name of [
    'x-request-id',
    'etag',
    'content-range',
    'link',
    'location',
    'retry-after',
    'ratelimit',
    'ratelimit-policy',
  ])
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

void t.test('null, similar origins and other schemes or ports get no CORS header', async (t) => {
  const app = await createCacheApp(t);
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

void t.test('an empty list allows no origin', async (t) => {
  const app = await createCacheApp(t, { config: { ...config, CORS_ORIGINS: '' } });
  const reply = await app.inject({ url: '/thing', headers: { origin: 'http://localhost:4003' } });
  t.notHas(reply.headers, 'access-control-allow-origin');
});

void t.test(
  'in development every origin on this machine is allowed, in production and in tests only the list',
  async (t) => {
    const local = [
      'http://localhost:5173',
      'https://localhost',
      'http://127.0.0.1:8080',
      'http://[::1]:3000',
    ];
    const others = [
      'http://localhost.evil.test',
      'http://127.0.0.1.evil.test',
      'http://evil.test:5173',
      'null',
      'http://localhost:5173/',
    ];
    const allowed = async (NODE_ENV: string, origins: readonly string[]): Promise<string[]> => {
      const app = await createCacheApp(t, { config: { ...config, NODE_ENV } });
      const found: string[] = [];
      for (const origin of origins) {
        const { headers } = await app.inject({ url: '/thing', headers: { origin } });
        if (headers['access-control-allow-origin'] === origin) found.push(origin);
      }
      return found;
    };
    t.strictSame(await allowed('development', [...local, ...others]), local);
    for (const mode of ['production', 'test']) t.strictSame(await allowed(mode, [...local, ...others]), []);
  },
);
