import { createHash } from 'node:crypto';
import t from 'tap';
import { asked, problem, tokenOf } from './fixture.ts';
import { createCacheApp } from './cache-fixture.ts';

void t.test('no cache may store an answer unless its route says so', async (t) => {
  const app = await createCacheApp(t);
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

void t.test('an answer that may be stored is revalidated by its ETag', async (t) => {
  const app = await createCacheApp(t);
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

void t.test('any of several ETags revalidates, weak ones too', async (t) => {
  const app = await createCacheApp(t);
  const etag = String((await app.inject('/kept')).headers.etag);
  for (const held of [`"other", ${etag}`, `W/${etag}`, '*']) {
    const reply = await app.inject({ url: '/kept', headers: { 'if-none-match': held } });
    t.equal(reply.statusCode, 304, held);
  }
  const stale = await app.inject({ url: '/kept', headers: { 'if-none-match': '"other"' } });
  t.strictSame(stale.json(), { a: 1 });
});

void t.test('only a successful read whose contract has 304 is answered 304', async (t) => {
  const app = await createCacheApp(t);
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
