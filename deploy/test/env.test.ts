import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fromFile, fromShell, mergeEnv } from '../local/env.ts';

t.test(
  'a variable of the shell reaches a service only under its name, or when all may have it',
  async (t) => {
    const shell = {
      AUTH_CLIENT_ID: 'sign-in',
      NOTIFICATION_CLIENT_ID: 'mail',
      CLIENT_ID: 'nobody',
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

t.test('a secret of the shell is nobody else’s', async (t) => {
  t.strictSame(fromShell('music', { AWS_SECRET_ACCESS_KEY: 'x', JWT_SECRET: 'y', MONGO_URI: 'z' }), {});
});

t.test('the .env file goes over what is generated, and the shell over both', async (t) => {
  const generated = { PORT: '4000', JWT_SECRET: 'generated', GONE: undefined };
  const file = { JWT_SECRET: 'file', CLIENT_ID: 'file' };
  const shell = { CLIENT_ID: 'shell' };
  t.strictSame(mergeEnv({ generated, file, shell }), {
    PORT: '4000',
    JWT_SECRET: 'file',
    CLIENT_ID: 'shell',
  });
});

t.test('an empty value hides an earlier one', async (t) => {
  const merged = mergeEnv({ generated: { SMTP_URL: 'smtp://here' }, file: { SMTP_URL: '' }, shell: {} });
  t.strictSame(merged, { SMTP_URL: '' });
});

t.test('a .env file is read with quotes and comments; a missing one is empty', async (t) => {
  const dir = t.testdir();
  writeFileSync(join(dir, '.env'), '# Google\nCLIENT_ID="a b"\nCLIENT_SECRET=c#d\n');
  t.strictSame({ ...fromFile(join(dir, '.env')) }, { CLIENT_ID: 'a b', CLIENT_SECRET: 'c' });
  t.strictSame(fromFile(join(dir, 'missing')), {});
});
