// Docker as a source, with the real engine where one answers. The image is made here, so no registry is used.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runCommand } from '../../local/command.ts';
import { dockerImage } from '../../local/backing/sources.ts';
import { found } from './kit.ts';

const find = `source.dockerImage('mongo:8.0').find()`;

t.test('finds nothing on a machine without docker', async (t) => {
  t.strictSame(await found('sources.ts', find, { PATH: t.testdir() }), { reason: 'no docker' });
});

const { PATH = '', HOME = '' } = process.env;
const client = await runCommand('docker', ['--version']);
const engine = await runCommand('docker', ['info']);
const noClient = client.code === 0 ? false : 'there is no docker here';
const noEngine = engine.code === 0 ? false : 'no docker engine answers';

t.test('gives the reason when the engine does not answer', { skip: noClient }, async (t) => {
  const DOCKER_HOST = `unix://${join(t.testdir(), 'docker.sock')}`;
  t.match(await found('sources.ts', find, { PATH, HOME, DOCKER_HOST }), {
    reason: /^docker does not answer \(.*docker\.sock.*\)$/,
  });
});

t.test('gives the reason when an image cannot be pulled', { skip: noEngine }, async (t) => {
  // No registry listens on the port; an engine connects to its own machine without TLS.
  const { find } = dockerImage('127.0.0.1:9/downbeat/none:1');
  t.match(await find(), { reason: /127\.0\.0\.1:9/ });
});

t.test('takes an image of this machine without a pull', { skip: noEngine }, async (t) => {
  const folder = t.testdir({ root: {} });
  writeFileSync(join(folder, 'root/here'), '');
  const image = `downbeat-test/${randomUUID()}:1`;
  const tar = join(folder, 'root.tar');
  await runCommand('tar', ['-cf', tar, '-C', join(folder, 'root'), '.']);
  t.equal((await runCommand('docker', ['import', tar, image])).code, 0);
  t.teardown(() => runCommand('docker', ['rmi', image]));
  const { kind, label, find } = dockerImage(image);
  t.strictSame({ kind, label }, { kind: 'docker', label: `Docker image ${image}` });
  t.strictSame(await find(), { how: 'container', image });
});
