// The gateway sends stored files itself: nginx with the gateway's own configuration in front of the service.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { bytesOf, startWithTrack } from './streaming-fixture.ts';

const GATEWAY = fileURLToPath(new URL('../../../../deploy/gateway/', import.meta.url));
const hasNginx = spawnSync('nginx', ['-v']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the gateway's nginx; only its paths, its port and the address of music are others. */
async function startGateway(t: Test, musicUrl: string, storageDir: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'downbeat-gateway-'));
  const errorLog = join(folder, 'error.log');
  const port = await freePort();
  const placed = (text: string): string =>
    text
      .replaceAll('/tmp/', `${folder}/`)
      .replaceAll('/etc/nginx/downbeat/', `${folder}/`)
      .replaceAll('/media/objects/', `${storageDir}/objects/`)
      .replaceAll('http://music:4001', musicUrl)
      .replaceAll(/listen (?:127\.0\.0\.1:)?(\d+)/g, (_, asked: string) =>
        asked === '4001' ? `listen 127.0.0.1:${port}` : `listen unix:${folder}/${asked}.sock`,
      )
      .replace('access_log /dev/stdout lines', 'access_log off')
      // It cannot be opened when it is a socket, as below a test runner.
      .replaceAll('/dev/stderr', errorLog)
      .replaceAll(/@[A-Z_]+@/g, (name) => (name === '@PUBLIC_HOSTS@' ? '' : '1000'));
  writeFileSync(join(folder, 'trusted-proxies.conf'), '');
  writeFileSync(join(folder, 'cors-origins.conf'), '"https://app.example" $http_origin;');
  for (const name of ['proxy', 'problem', 'problems', 'stored-files', 'operator-page', 'page-headers'])
    writeFileSync(join(folder, `${name}.conf`), placed(readFileSync(`${GATEWAY}${name}.conf`, 'utf8')));
  const root = process.getuid?.() === 0 ? 'user root;\n' : '';
  writeFileSync(
    join(folder, 'nginx.conf'),
    root + placed(readFileSync(`${GATEWAY}nginx.conf`, 'utf8')).replace(/\[::1\]/g, ''),
  );
  const nginx = spawn(
    'nginx',
    ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', errorLog, '-g', 'daemon off;'],
    { stdio: 'inherit' },
  );
  t.teardown(async () => {
    nginx.kill();
    if (nginx.exitCode === null) await once(nginx, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor('nginx', async () => (await fetch(`${url}/healthz`)).ok);
  return url;
}

/** These differ with each answer, or between two servers. */
const OWN = new Set(['date', 'connection', 'keep-alive', 'server', 'x-request-id', 'x-correlation-id']);

t.test('stored files through the gateway', { skip: !hasNginx && 'nginx is not on the PATH' }, async (t) => {
  const direct = await startWithTrack(t);
  const { track, file, music } = direct;
  const { backends, storageDir } = music;
  const accelerated = await startWithTrack(t, {
    backends,
    env: { STORAGE_DIR: storageDir, GATEWAY_FILES_PATH: '/stored-files/' },
  });
  const url = await startGateway(t, accelerated.music.baseUrl, storageDir);
  const etag = (await fetch(music.baseUrl + track.streamUrl, { method: 'HEAD' })).headers.get('etag')!;

  await t.test('a page that may call music reads the errors of the gateway, too', async (t) => {
    for (const [origin, allowed] of [
      ['https://app.example', 'https://app.example'],
      ['https://app.example.evil', null],
    ] as const) {
      const { status, headers } = await fetch(`${url}/metrics`, { headers: { origin } });
      t.strictSame([status, headers.get('access-control-allow-origin')], [404, allowed]);
    }
  });

  async function answerOf(
    base: string,
    headers: Record<string, string>,
    method = 'GET',
    path = track.streamUrl,
  ) {
    const response = await fetch(base + path, { method, headers });
    const kept = [...response.headers].filter(([name]) => !OWN.has(name));
    return { status: response.status, headers: Object.fromEntries(kept), bytes: await bytesOf(response) };
  }

  for (const [what, headers] of [
    ['the whole file', {}],
    ['a range', { range: 'bytes=100-299' }],
    ['the last bytes', { range: 'bytes=-50' }],
    ['a range without an end', { range: 'bytes=1000-' }],
    ['a range of the file that the client has', { range: 'bytes=0-9', 'if-range': etag }],
    ['a range of another file', { range: 'bytes=0-9', 'if-range': '"other"' }],
    ['a malformed range', { range: 'bytes=9-2' }],
    ['several ranges', { range: 'bytes=0-1,4-5' }],
    ['another file than the one that the client has', { 'if-none-match': '"other"' }],
    ['the file that the client expects', { 'if-match': etag }],
    ['a file that is not newer', { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
    ['an allowed origin', { origin: 'http://localhost:4003' }],
  ] as const) {
    t.test(what, async (t) => {
      const [ours, nginx] = [await answerOf(music.baseUrl, headers), await answerOf(url, headers)];
      t.same(nginx.headers, ours.headers);
      t.equal(nginx.status, ours.status);
      t.ok(nginx.bytes.equals(ours.bytes), `${nginx.bytes.length} bytes of ${ours.bytes.length}`);
    });
  }

  t.test('an album, which music writes, passes through', async (t) => {
    const path = `/api/music/albums/${track.albumId}/download`;
    const asked = { headers: { authorization: direct.artist.authorization } };
    const [ours, nginx] = [await fetch(music.baseUrl + path, asked), await fetch(url + path, asked)];
    t.equal(nginx.headers.get('content-length'), ours.headers.get('content-length'));
    t.equal((await bytesOf(nginx)).length, (await bytesOf(ours)).length);
  });

  t.test('what has no bytes of the file', async (t) => {
    for (const [method, headers, status] of [
      ['HEAD', {}, 200],
      ['GET', { 'if-none-match': etag }, 304],
      ['GET', { 'if-match': '"other"' }, 412],
      ['GET', { range: `bytes=${file.length}-` }, 416],
    ] as const) {
      t.equal((await answerOf(url, headers, method)).status, status);
    }
    t.equal((await answerOf(url, {}, 'GET', direct.path)).status, 401, 'without a signature');
  });

  t.test('is sent by nginx, and cannot be asked for', async (t) => {
    const answer = await fetch(accelerated.music.baseUrl + track.streamUrl);
    const place = answer.headers.get('x-accel-redirect')!;
    t.match(place, /^\/stored-files\/[0-9a-f]{2}\/[0-9a-f-]{36}\.mp3$/);
    t.equal((await bytesOf(answer)).length, 0);
    t.equal((await answerOf(url, {})).headers['x-accel-redirect'], undefined);
    for (const path of [
      place,
      place.replace('/', '/./'),
      place.replace('stored', '%73tored'),
      '/stored-files/',
    ])
      t.equal((await answerOf(url, {}, 'GET', path)).status, 404, path);
  });
});
