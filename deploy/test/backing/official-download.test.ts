// The official download, from a server of this test: MONGOMS_DOWNLOAD_MIRROR has its URL.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runCommand } from '../../local/command.ts';
import { found, program } from './kit.ts';

const version = '8.0.13';

/** An archive in the form of MongoDB's own: the program below `bin` in a folder. */
async function archive(folder: string): Promise<Buffer> {
  program(join(folder, 'mongodb/bin'), 'mongod', 'echo "db version v8.0.13"');
  await runCommand('tar', ['-czf', join(folder, 'mongodb.tgz'), '-C', folder, 'mongodb']);
  return readFileSync(join(folder, 'mongodb.tgz'));
}

async function listen(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

interface Mirror {
  shared: string;
  find: () => Promise<unknown>;
}

/** An empty cache, and a server in place of the official one. */
async function mirror(t: Test, answer: RequestListener): Promise<Mirror> {
  const port = await listen(t, createServer(answer));
  const home = join(t.testdirName, 'home');
  const env = {
    DATA_DIR: join(t.testdirName, 'data'),
    XDG_CACHE_HOME: home,
    MONGOMS_USE_HTTP: 'true',
    MONGOMS_DOWNLOAD_MIRROR: `http://127.0.0.1:${port}`,
    MONGOMS_MAX_RETRIES: '1',
  };
  return {
    shared: join(home, 'downbeat'),
    find: () => found('mongo.ts', 'source.mongoDownload.find()', env),
  };
}

/** Serves the archive, and this as its checksum. */
const serving =
  (file: Buffer, checksum: string): RequestListener =>
  ({ url = '' }, response) => {
    const body = url.endsWith('.md5') ? Buffer.from(`${checksum}  mongodb.tgz\n`) : file;
    response.writeHead(200, { 'content-length': body.length }).end(body);
  };
const md5 = (file: Buffer): string => createHash('md5').update(file).digest('hex');

const nothingLeft = (t: Test, { shared }: Mirror): void => {
  t.strictSame(readdirSync(shared), [], 'nothing is left of it');
};

t.test('gives the reason when there is no archive', async (t) => {
  t.testdir();
  const empty = await mirror(t, (_request, response) => response.writeHead(404).end('none'));
  const reason =
    /^Download failed for url "http:\/\/127\.0\.0\.1:\d+\/.+\.tgz", Details: Status Code isn't 200! \(it is 404\)$/;
  t.match(await empty.find(), { reason });
  nothingLeft(t, empty);
});

t.test('gives the reason when the archive is cut off', async (t) => {
  const file = await archive(t.testdir());
  const broken = await mirror(t, (_request, response) => {
    response.writeHead(200, { 'content-length': file.length });
    response.write(file.subarray(0, file.length / 2), () => response.destroy());
  });
  t.match(await broken.find(), { reason: /, Details: aborted$/ });
  nothingLeft(t, broken);
});

t.test('refuses an archive with another checksum, and downloads it again the next time', async (t) => {
  const file = await archive(t.testdir());
  let checksum = md5(Buffer.from('another'));
  const changing = await mirror(t, (request, response) => serving(file, checksum)(request, response));
  t.match(await changing.find(), { reason: /MD5/i });
  nothingLeft(t, changing);
  checksum = md5(file);
  t.match(await changing.find(), { how: 'program' });
});

t.test('keeps a complete program in the cache', async (t) => {
  const file = await archive(t.testdir());
  const whole = await mirror(t, serving(file, md5(file)));
  const path = join(whole.shared, `mongod-${version}/mongod`);
  t.strictSame(await whole.find(), { how: 'program', path });
  t.strictSame(readdirSync(whole.shared), [`mongod-${version}`], 'and nothing else');
  t.match((await runCommand(path, ['--version'])).output, 'db version v8.0.13');
});

t.test('refuses a server whose certificate is not trusted', async (t) => {
  const folder = t.testdir();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject];
  if ((await runCommand('openssl', made)).code !== 0)
    return void t.pass('no certificate', { skip: 'there is no openssl to make one with' });
  const file = await archive(folder);
  const pems = { key: readFileSync(key), cert: readFileSync(cert) };
  const port = await listen(t, createTlsServer(pems, serving(file, md5(file))));
  const env = {
    DATA_DIR: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'home'),
    MONGOMS_DOWNLOAD_MIRROR: `https://127.0.0.1:${port}`,
    MONGOMS_MAX_RETRIES: '1',
  };
  const find = (more: Record<string, string>): Promise<unknown> =>
    found('mongo.ts', 'source.mongoDownload.find()', { ...env, ...more });
  t.match(await find({}), { reason: /self-signed certificate/ });
  t.notOk(existsSync(join(folder, `home/downbeat/mongod-${version}`)));
  t.match(await find({ NODE_EXTRA_CA_CERTS: cert }), { how: 'program' });
});
