// Fills a Docker run with the demo and tells how to sign in: the profile `demo`, never in production mode.
import { readFileSync } from 'node:fs';
import { seed } from '../demo/seed.ts';
import { lastLine, runCommand } from '../local/command.ts';

if (process.env.NODE_ENV === 'production') {
  process.stderr.write(
    'The demo has accounts whose password is shown: it is not for production. Set NODE_ENV=development.\n',
  );
  process.exit(1);
}

const password = readFileSync('/secrets/demo-password', 'utf8');
const demo = await seed({
  authUrl: 'http://auth:4000',
  musicUrl: 'http://music:4001',
  password,
  createAdmin: async ({ email, displayName }) => {
    const args = ['/app/services/auth/src/cli/create-admin.ts', '--email', email, '--name', displayName];
    const env = { ...(process.env as Record<string, string>), ADMIN_PASSWORD: password };
    const { code, output } = await runCommand(process.execPath, args, { env });
    if (code !== 0) throw new Error(`the admin could not be made: ${lastLine(output)}`);
  },
});
for (const { role, email } of demo.accounts) process.stdout.write(`demo ${role}: ${email}\n`);
process.stdout.write(`password of all of them: ${password}\n`);
