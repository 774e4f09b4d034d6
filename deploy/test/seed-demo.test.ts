import { join } from 'node:path';
import t from 'tap';
import { runCommand } from '../local/command.ts';

t.test("the demo's seed for Docker refuses production with a sentence, before any request", async (t) => {
  const script = join(import.meta.dirname, '../docker/seed-demo.ts');
  t.strictSame(await runCommand(process.execPath, [script], { env: { NODE_ENV: 'production' } }), {
    code: 1,
    output:
      'The demo has accounts whose password is shown: it is not for production. Set NODE_ENV=development.\n',
  });
});
