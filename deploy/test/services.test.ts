import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { choosePorts, backingUrls } from '../local/ports.ts';
import { loadSecrets } from '../local/secrets.ts';
import { fromFile, fromShell, serviceEnv, serviceNames } from '../local/services.ts';

t.test(
  'passes a variable of the shell to a service only with its prefix, or when every service may have it',
  async (t) => {
    const shell = {
      AUTH_CLIENT_ID: 'sign-in',
      NOTIFICATION_CLIENT_ID: 'mail',
      CLIENT_ID: 'without a prefix',
      LOG_LEVEL: 'debug',
    };
    t.strictSame(fromShell('auth', shell), {
      LOG_LEVEL: 'debug',
      AUTH_CLIENT_ID: 'sign-in',
      CLIENT_ID: 'sign-in',
    });
    t.strictSame(fromShell('notification', shell), {
      LOG_LEVEL: 'debug',
      NOTIFICATION_CLIENT_ID: 'mail',
      CLIENT_ID: 'mail',
    });
    t.strictSame(fromShell('music', shell), { LOG_LEVEL: 'debug' });
  },
);

t.test('passes no secret of the shell to a service', async (t) => {
  t.strictSame(fromShell('music', { AWS_SECRET_ACCESS_KEY: 'x', AUTH_SECRET: 'y', MONGO_URI: 'z' }), {});
});

t.test('passes what all services share, such as JWT_SECRET, to each of them', async (t) => {
  const shared = { JWT_SECRET: 'one for all', TRUST_PROXY: '127.0.0.1' };
  for (const service of serviceNames) t.strictSame(fromShell(service, shared), shared, service);
});

t.test('a value of the shell replaces a generated one, also when it is empty', async (t) => {
  const dataDir = t.testdir();
  const ports = choosePorts({});
  const secrets = loadSecrets(join(dataDir, 'secrets.json'));
  const facts = { dataDir, ports, secrets, backing: backingUrls({}, ports, secrets.rabbitPassword) };
  const shell = { NOTIFICATION_SMTP_URL: '', NOTIFICATION_LOG_LEVEL: 'debug', NOTIFICATION_UNSET: undefined };
  const variables = serviceEnv('notification', { facts, shell });
  t.match(variables, { PORT: '4002', SMTP_URL: '', LOG_LEVEL: 'debug', JWT_SECRET: secrets.jwtSecret });
  t.notOk('UNSET' in variables);
  t.equal(serviceEnv('notification', { facts, shell: {} }).MAIL_CATCHER_URL, 'smtp://127.0.0.1:1025');
});

t.test('reads a .env file with quotes and comments; a missing one is empty', async (t) => {
  const dir = t.testdir();
  writeFileSync(join(dir, '.env'), '# Google\nCLIENT_ID="a b"\nCLIENT_SECRET=c#d\n');
  t.strictSame({ ...fromFile(join(dir, '.env')) }, { CLIENT_ID: 'a b', CLIENT_SECRET: 'c' });
  t.strictSame(fromFile(join(dir, 'missing')), {});
});
