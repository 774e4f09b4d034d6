import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type ServerOptions, get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t, { type Test } from 'tap';
import { serverLimits } from '../local/page-guard.ts';
import {
  contentSecurityPolicy,
  createPageServer,
  docsSecurityPolicy,
  screenPaths,
} from '../local/page-server.ts';

const config = {
  authUrl: 'http://localhost:5000',
  musicUrl: 'http://localhost:5001',
  notificationUrl: 'http://localhost:5002',
};

const headers = {
  'content-security-policy': contentSecurityPolicy(config),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const large = 'export const words = 1;\n'.repeat(1_000);

async function start(t: Test): Promise<{ url: string; server: ServerOptions & { maxConnections: number } }> {
  const folder = t.testdir({
    page: {
      'index.html': '<!doctype html>',
      'icon.svg': '<svg/>',
      assets: { 'index-abc.js': '1', 'large.js': large },
    },
    docs: {
      'index.html': 'the guides',
      'guide.html': 'a guide',
      '404.html': 'no guide',
      assets: { 'app-abc.js': '2' },
    },
    'secret.txt': 'beside the page',
  });
  const app = await createPageServer(join(folder, 'page'), config, join(folder, 'docs'));
  t.teardown(() => app.close());
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), server: app.server };
}

const serve = async (t: Test): Promise<string> => (await start(t)).url;

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

t.test('answers 404 in words, with the same headers', async (t) => {
  const url = await serve(t);
  for (const path of ['/nothing', '/assets/', '/assets', '/index', '/..%2fsecret.txt', '/.git/config']) {
    const answer = await fetch(url + path);
    t.equal(answer.status, 404, path);
    t.match(Object.fromEntries(answer.headers), { ...headers, ...plain });
    t.equal(await answer.text(), '404 Not Found\n');
  }
});

t.test('answers the addresses of screens with the page', async (t) => {
  const url = await serve(t);
  for (const path of ['/search?q=tea', '/playlists', '/playlists/1', '/rooms/1', '/invite', '/sign-up']) {
    const answer = await fetch(url + path);
    t.equal(answer.status, 200, path);
    t.match(Object.fromEntries(answer.headers), { ...headers, 'cache-control': 'no-cache' });
    t.equal(await answer.text(), '<!doctype html>');
  }
});

t.test('gives a browser the page for an unknown address, as 404', async (t) => {
  const url = await serve(t);
  for (const path of ['/nothing', '/playlists/1/2', '/search/']) {
    const answer = await fetch(url + path, { headers: { accept: 'text/html,*/*' } });
    t.equal(answer.status, 404, path);
    t.match(Object.fromEntries(answer.headers), { ...headers, 'cache-control': 'no-cache' });
    t.equal(await answer.text(), '<!doctype html>');
  }
});

t.test('has the same addresses as the gateway', async (t) => {
  const gateway = readFileSync(join(import.meta.dirname, '../gateway/nginx.conf'), 'utf8');
  t.ok(gateway.includes(`location ~ ^/$|${screenPaths.source.replaceAll('\\/', '/')} {`));
});

t.test('answers a malformed URL and another method in the same way', async (t) => {
  const url = await serve(t);
  const malformed = await fetch(`${url}/%zz`);
  t.equal(malformed.status, 400);
  t.match(Object.fromEntries(malformed.headers), { ...headers, ...plain });
  t.equal(await malformed.text(), '400 Bad Request\n');
  const posted = await fetch(`${url}/`, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  t.equal(posted.status, 405);
  t.match(Object.fromEntries(posted.headers), { ...headers, ...plain, allow: 'GET, HEAD' });
  t.equal(await posted.text(), '405 Method Not Allowed\n');
});

t.test('answers what is no HTTP with the same headers, and closes the connection', async (t) => {
  const port = Number(new URL(await serve(t)).port);
  for (const [sent, status] of [
    ['nonsense\r\n\r\n', '400 Bad Request'],
    ['GET / HTTP/1.1\r\nhost: a\r\nbroken\r\n\r\n', '400 Bad Request'],
    [`GET / HTTP/1.1\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
  ] as const) {
    const socket = connect(port, '127.0.0.1');
    socket.write(sent);
    const [head = '', body] = (await text(socket)).split('\r\n\r\n');
    const [first, ...lines] = head.split('\r\n');
    t.equal(first, `HTTP/1.1 ${status}`);
    t.match(Object.fromEntries(lines.map((line) => line.split(/: (.*)/s))), { ...headers, ...plain });
    t.equal(body, `${status}\n`);
  }
});

t.test('answers a missing Host and an unknown expectation with the same headers', async (t) => {
  const port = Number(new URL(await serve(t)).port);
  for (const [sent, status] of [
    ['GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nhost: a\r\nexpect: 200-ok\r\n\r\n', 417],
  ] as const) {
    const socket = connect(port, '127.0.0.1');
    socket.write(sent);
    const [head = ''] = (await text(socket)).split('\r\n\r\n');
    const [first, ...lines] = head.split('\r\n');
    t.match(first, new RegExp(`^HTTP/1.1 ${status} `));
    t.match(Object.fromEntries(lines.map((line) => line.split(/: (.*)/s))), headers);
  }
});

t.test('has time limits and a bound of connections', async (t) => {
  const { server } = await start(t);
  const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections } = server;
  t.match({ headersTimeout, requestTimeout, keepAliveTimeout, maxConnections }, serverLimits);
});

t.test('compresses large files, and serves the same bytes to a client that cannot read that', async (t) => {
  const url = `${await serve(t)}/assets/large.js`;
  for (const encoding of ['br', 'gzip', 'identity']) {
    const asked = get(url, { headers: { 'accept-encoding': encoding } });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    t.equal(answer.headers['content-encoding'], encoding === 'identity' ? undefined : encoding);
    t.match(answer.headers, headers);
    const bytes = Buffer.byteLength(await text(answer), 'latin1');
    t.ok(encoding === 'identity' ? bytes === large.length : bytes < large.length / 4, `${bytes} bytes`);
  }
  t.equal(await (await fetch(url)).text(), large);
});

t.test('the page is revalidated, its assets are cached for ever', async (t) => {
  const url = await serve(t);
  for (const [path, type, caching] of [
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/assets/index-abc.js', 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ] as const) {
    const answer = await fetch(url + path);
    t.equal(answer.status, 200, path);
    t.match(Object.fromEntries(answer.headers), {
      ...headers,
      'content-type': type,
      'cache-control': caching,
    });
  }
});

t.test('serves the documentation site with a policy of its own', async (t) => {
  const url = await serve(t);
  const policy = { 'content-security-policy': docsSecurityPolicy };
  const html = { accept: 'text/html,*/*' };
  for (const [path, status, body, caching] of [
    ['/docs', 200, 'the guides', 'no-cache'],
    ['/docs/?q=1', 200, 'the guides', 'no-cache'],
    ['/docs/assets/app-abc.js', 200, '2', 'public, max-age=31536000, immutable'],
    ['/docs/guide', 200, 'a guide', 'no-cache'],
    ['/docs/guide.html', 200, 'a guide', 'no-cache'],
    ['/docs/none.html', 404, 'no guide', 'no-cache'],
    ['/docs/none', 404, 'no guide', 'no-cache'],
    ['/docs/..%2fsecret.txt', 404, 'no guide', 'no-cache'],
  ] as const) {
    const answer = await fetch(url + path, { headers: html });
    t.equal(answer.status, status, path);
    t.equal(await answer.text(), body, path);
    t.match(Object.fromEntries(answer.headers), { ...headers, ...policy, 'cache-control': caching });
  }
  const asset = await fetch(`${url}/docs/assets/none.js`);
  t.equal(asset.status, 404);
  t.equal(await asset.text(), '404 Not Found\n');
});

t.test('lets no script of the documentation site be inline, here and in the gateway', async (t) => {
  t.notMatch(docsSecurityPolicy, /script-src[^;]*unsafe/);
  const gateway = readFileSync(join(import.meta.dirname, '../gateway/nginx.conf'), 'utf8');
  t.ok(gateway.includes(`set $policy "${docsSecurityPolicy}";`));
});

t.test('serves the URLs of the services', async (t) => {
  const answer = await fetch(`${await serve(t)}/config.json`);
  t.equal(answer.headers.get('cache-control'), 'no-store');
  t.same(await answer.json(), config);
});

t.test('the page may connect to its services only', async (t) => {
  t.same(contentSecurityPolicy(config).split('; '), [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "img-src 'self' blob: data: http://localhost:5001",
    'media-src blob: http://localhost:5001',
    "connect-src 'self' http://localhost:5000 http://localhost:5001 http://localhost:5002 ws://localhost:5001",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  const secure = { ...config, musicUrl: 'https://music.example.org/' };
  t.match(
    contentSecurityPolicy(secure),
    'https://music.example.org http://localhost:5002 wss://music.example.org;',
  );
});
