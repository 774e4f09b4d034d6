// The generated secrets of docker compose: made once for each project, and readable only by the service that needs them.
// Two further projects generate secrets; the permissions are checked in the project under test.
import { join } from 'node:path';
import { lastLine, runCommand } from '@downbeat/deploy/command';
import t from 'tap';
import { compose, composeProject, docker, inService } from '../system/compose.ts';

const root = join(import.meta.dirname, '../..');

interface Secret {
  /** Octal permissions and owner id, as in stat(1). */
  mode: string;
  text: string;
}

// Prints one line of JSON: every entry below /secrets by its path.
const printSecrets = `
  const { globSync, readFileSync, statSync } = require('node:fs');
  const secrets = globSync('**', { cwd: '/secrets' }).map((name) => {
    const stat = statSync('/secrets/' + name);
    const mode = (stat.mode & 0o7777).toString(8) + ' ' + stat.uid;
    return [name, { mode, text: stat.isFile() ? readFileSync('/secrets/' + name, 'utf8') : '' }];
  });
  console.log(JSON.stringify(Object.fromEntries(secrets)));
`;

/** Generates missing secrets, as `docker compose up` does, and returns all of them. */
async function generate(project: string): Promise<Record<string, Secret>> {
  const own = ['compose', '--project-name', project];
  await docker(...own, 'up', '--exit-code-from', 'secrets', 'secrets');
  const printed = await docker(...own, 'run', '--rm', '-T', 'secrets', 'node', '-e', printSecrets);
  return JSON.parse(lastLine(printed)) as Record<string, Secret>;
}

const modes = (all: Record<string, Secret>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).map(([name, { mode }]) => [name, mode]));

const projects = ['one', 'two'].map((name) => `${composeProject ?? 'downbeat'}-secrets-${name}`);
t.teardown(async () => {
  for (const project of projects) await docker('compose', '--project-name', project, 'down', '--volumes');
});
const [first, second] = (await Promise.all(projects.map(generate))) as [
  Record<string, Secret>,
  Record<string, Secret>,
];

await t.test('each secret is readable only by its owner', async (t) => {
  t.strictSame(modes(first), {
    '.': '700 0',
    'secrets.json': '600 0',
    auth: '500 1000',
    'auth/auth.env': '400 1000',
    music: '500 1000',
    'music/music.env': '400 1000',
    notification: '500 1000',
    'notification/notification.env': '400 1000',
    rabbitmq: '500 0',
    'rabbitmq/password': '400 0',
    demo: '500 1000',
    'demo/password': '400 1000',
  });
});

await t.test('a second start keeps the secrets', async (t) => {
  t.strictSame(await generate(projects[0]!), first);
});

await t.test('two projects have no secret in common', async (t) => {
  const valuesOf = (all: Record<string, Secret>): string[] =>
    Object.values(JSON.parse(all['secrets.json']!.text) as Record<string, string>);
  const [ones, others] = [valuesOf(first), valuesOf(second)];
  t.equal(ones.length, 7);
  t.equal(new Set([...ones, ...others]).size, 14);
  for (const [name, { text }] of Object.entries(first).filter(([, { text }]) => text !== ''))
    t.not(second[name]!.text, text, name);
});

await t.test('a service gets only the secrets that it needs', async (t) => {
  const variables = (name: string): string[] =>
    first[name]!.text.trim()
      .split('\n')
      .map((line) => line.slice(0, line.indexOf('=')));
  t.strictSame(
    {
      auth: variables('auth/auth.env'),
      music: variables('music/music.env'),
      notification: variables('notification/notification.env'),
    },
    {
      auth: ['JWT_SECRET', 'MAIL_SEAL_PUBLIC_KEY', 'AUTH_SECRET', 'AMQP_URL'],
      music: ['JWT_SECRET', 'STREAM_URL_SECRET', 'AMQP_URL'],
      notification: ['JWT_SECRET', 'MAIL_SEAL_PRIVATE_KEY', 'AMQP_URL'],
    },
  );
});

interface Mount {
  source: string;
  target: string;
  read_only?: boolean;
}

await t.test('each volume of secrets is mounted read-only and only by its service', async (t) => {
  const config = JSON.parse(await compose('--profile', 'demo', 'config', '--format', 'json')) as {
    services: Record<string, { volumes?: Mount[] }>;
  };
  const mounted = Object.entries(config.services).flatMap(([service, { volumes = [] }]) =>
    volumes
      .filter(({ source }) => service !== 'secrets' && /secrets$/.test(source))
      .map(
        ({ source, target, read_only: only }) =>
          `${service}: ${source} at ${target}${only ? '' : ', writable'}`,
      ),
  );
  t.strictSame(mounted.sort(), [
    'auth: auth-secrets at /secrets',
    'demo: auth-secrets at /secrets',
    'demo: demo-secrets at /demo-secrets',
    'music: music-secrets at /secrets',
    'notification: notification-secrets at /secrets',
    'rabbitmq: rabbitmq-secrets at /secrets',
  ]);
});

await t.test(
  'in the project under test each service sees its own secrets, and other users in its container see none',
  async (t) => {
    for (const service of ['auth', 'music', 'notification']) {
      const file = `/secrets/${service}.env`;
      t.equal(await inService(service, ['find', '/secrets', '-type', 'f']), file);
      const asOtherUser = ['compose', 'exec', '-T', '--user', '65534:65534', service, 'cat', file];
      const { code, output } = await runCommand('docker', asOtherUser, { cwd: root });
      t.equal(code, 1);
      t.match(output, `cat: ${file}: Permission denied`);
    }
  },
);
