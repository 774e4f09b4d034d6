// The scripts of docker/ run in containers that mount these folders and have no npm packages.
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { type Outcome, runCommand } from '../local/command.ts';
import { root } from '../local/paths.ts';

/** Runs a script from a copy of the mounted folders. */
async function runMounted(t: Test, script: string, args: string[], NODE_ENV: string): Promise<Outcome> {
  const mount = mkdtempSync(join(tmpdir(), 'downbeat-mount-'));
  t.teardown(() => rmSync(mount, { recursive: true, force: true }));
  for (const folder of ['deploy/demo', 'deploy/docker', 'deploy/local', 'services/shared/src'])
    cpSync(join(root, folder), join(mount, folder), { recursive: true });
  const command = [join(mount, 'deploy/docker', script), ...args];
  return runCommand(process.execPath, command, { env: { NODE_ENV, NODE_OPTIONS: '' } });
}

t.test("the demo's seed refuses production with a sentence, before any request", async (t) => {
  t.strictSame(await runMounted(t, 'seed-demo.ts', [], 'production'), {
    code: 1,
    output:
      'The demo has accounts whose password is shown: it is not for production. Set NODE_ENV=development.\n',
  });
});

t.test('the secrets are written below the given folder', async (t) => {
  const { code, output } = await runMounted(t, 'write-secrets.ts', [t.testdir()], 'production');
  // Only root can give the files to the user of the services.
  if (process.getuid?.() === 0) t.strictSame({ code, output }, { code: 0, output: '' });
  else t.match(output, 'chown');
});

t.test('the health check of a service asks whether it is ready', async (t) => {
  let status = 200;
  const service = createServer((asked, answer) => {
    answer.writeHead(asked.url === '/readyz' ? status : 200).end();
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const PORT = String((service.address() as AddressInfo).port);
  const script = join(root, 'deploy/docker/health-check.ts');
  const check = async (): Promise<number> =>
    (await runCommand(process.execPath, [script], { env: { PORT, NODE_OPTIONS: '' } })).code;
  t.equal(await check(), 0);
  status = 503;
  t.equal(await check(), 1, 'not ready');
  service.close();
  t.equal(await check(), 1, 'not listening');
});
