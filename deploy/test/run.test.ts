import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { runCommand } from '../local/command.ts';

const script = join(import.meta.dirname, '../local/run.ts');

t.test('a taken port ends the run with one sentence, before anything is started', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const port = String((server.address() as AddressInfo).port);
  const dataDir = join(t.testdir(), 'data');
  // Ports that no other run uses, except the taken one.
  const env = { DATA_DIR: dataDir, PORT_OFFSET: '5500', PORT_MUSIC: port };
  const { code, output } = await runCommand(process.execPath, [script], { env });
  t.equal(code, 1);
  t.equal(
    output.trim(),
    `Port ${port}, wanted by the music service, is taken by another program; stop that, or set PORT_MUSIC (or PORT_OFFSET, which moves all ports).`,
  );
  t.notOk(existsSync(join(dataDir, 'logs')), 'nothing was started');
  t.notOk(existsSync(join(dataDir, 'pids/run')), 'the folder is free again');
});

t.test('a wrong port variable is one sentence too', async (t) => {
  const { code, output } = await runCommand(process.execPath, [script], {
    env: { PORT_AUTH: 'x', DATA_DIR: t.testdir() },
  });
  t.equal(code, 1);
  t.equal(output.trim(), 'Downbeat did not start: PORT_AUTH must be a port from 1 to 65535, but it is "x".');
});

t.test('the ports alone are checked before a build', async (t) => {
  const check = async (offset: string) =>
    runCommand(process.execPath, [script, '--check-ports'], { env: { PORT_OFFSET: offset } });
  t.match(await check('50000'), { code: 1, output: /PORT_OFFSET must be a port/ });
  t.match(await check('100'), { code: 0, output: /^$/ });
});
