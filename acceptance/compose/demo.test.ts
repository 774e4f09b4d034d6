// The profile `demo` prints the password of its accounts in a log, so it must not run in production.
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import t from 'tap';

const root = join(import.meta.dirname, '../..');

async function demo(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const args = ['compose', '--profile', 'demo', 'run', '--rm', '--no-deps', '-T', 'demo'];
  const command = 'node --env-file=/secrets/auth.env /deploy/docker/seed-demo.ts';
  return runCommand('docker', [...args, 'sh', '-c', command], { cwd: root, env, timeoutMs: 120_000 });
}

await t.test('refuses to run in production, which is the default of compose', async (t) => {
  for (const mode of ['', 'production']) {
    const { code, output } = await demo({ NODE_ENV: mode });
    t.equal(code, 1);
    t.match(
      output,
      'The demo has accounts whose password is shown: it is not for production. Set NODE_ENV=development.',
    );
    t.notMatch(output, /password of all of them/);
  }
});

await t.test('creates and prints its accounts in development, also when they exist', async (t) => {
  for (const turn of ['first', 'second']) {
    const { code, output } = await demo({ NODE_ENV: 'development' });
    t.equal(code, 0, turn);
    t.match(
      output,
      /^demo listener: \S+@\S+$[\s\S]*^demo artist: [\s\S]*^demo admin: [\s\S]*^password of all of them: demo-/m,
    );
  }
});
