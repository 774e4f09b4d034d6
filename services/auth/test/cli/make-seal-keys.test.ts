import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify, parseEnv } from 'node:util';
import { seal, unseal } from '@downbeat/shared/sealing';
import t from 'tap';

const script = fileURLToPath(new URL('../../src/cli/make-seal-keys.ts', import.meta.url));

t.test('prints a key pair as two environment lines, without needing an environment', async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: {} });
  const printed = parseEnv(stdout);
  t.match(stdout, /^MAIL_SEAL_PUBLIC_KEY=\S+\nMAIL_SEAL_PRIVATE_KEY=\S+\n$/);
  const { MAIL_SEAL_PUBLIC_KEY = '', MAIL_SEAL_PRIVATE_KEY = '' } = printed;
  t.equal(await unseal(MAIL_SEAL_PRIVATE_KEY, await seal(MAIL_SEAL_PUBLIC_KEY, '493817')), '493817');
});
