// Fills a Docker run with the demo and prints its logins: the profile `demo`, never in production mode.
import { readFileSync } from 'node:fs';
import { operatorCommands } from '../demo/api.ts';
import { seed } from '../demo/seed.ts';

if (process.env.NODE_ENV === 'production') {
  process.stderr.write(
    'The demo has accounts whose password is shown: it is not for production. Set NODE_ENV=development.\n',
  );
  process.exit(1);
}

const password = readFileSync('/demo-secrets/password', 'utf8');
const demo = await seed({
  authUrl: 'http://auth:4000',
  musicUrl: 'http://music:4001',
  password,
  operator: operatorCommands('/app/services/auth/src/cli', process.env as Record<string, string>, password),
});
for (const { role, email } of demo.accounts) process.stdout.write(`demo ${role}: ${email}\n`);
process.stdout.write(`password of all of them: ${password}\n`);
