import t from 'tap';
import { asked, build, config, listen } from './fixture.ts';
import { getThing, createCacheApp } from './cache-fixture.ts';

const secure = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

void t.test('every answer has security headers, errors included', async (t) => {
  const app = await createCacheApp(t);
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

void t.test('media may be embedded by other origins and runs no script', async (t) => {
  const app = await createCacheApp(t);
  const reply = await app.inject('/media');
  t.match(reply.headers, {
    'content-type': 'audio/mpeg',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': /; sandbox$/,
    'x-content-type-options': 'nosniff',
  });
});

void t.test('HSTS is sent when a trusted proxy says that the request came by https', async (t) => {
  const app = await createCacheApp(t, { config: { ...config, TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' } });
  const https = { 'x-forwarded-proto': 'https' };
  t.equal(
    (await app.inject({ url: '/thing', headers: https })).headers['strict-transport-security'],
    'max-age=31536000; includeSubDomains',
  );
  const stranger = await app.inject({ url: '/thing', headers: https, remoteAddress: '203.0.113.9' });
  t.notHas(stranger.headers, 'strict-transport-security', 'a stranger is not believed');
});

void t.test('a forged X-Forwarded-For is ignored', async (t) => {
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
