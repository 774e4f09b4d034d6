// The resolved docker-compose.yml: published ports, networks, users and health checks.
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import t from 'tap';

const root = join(import.meta.dirname, '../..');

interface Published {
  host_ip?: string;
  target: number;
}

interface Service {
  image: string;
  ports?: Published[];
  networks?: Record<string, unknown>;
  network_mode?: string;
  healthcheck?: { test: string[] };
  read_only?: boolean;
  cap_drop?: string[];
}

async function services(env: Record<string, string>): Promise<Record<string, Service>> {
  const args = ['compose', '--profile', 'demo', 'config', '--format', 'json'];
  const { code, output } = await runCommand('docker', args, { cwd: root, env });
  if (code !== 0) throw new Error(output);
  return (JSON.parse(output) as { services: Record<string, Service> }).services;
}

/** Every published port as `IP:container port`. */
function published(all: Record<string, Service>): string[] {
  const ports = Object.values(all).flatMap((service) => service.ports ?? []);
  return ports.map(({ host_ip: ip = 'all interfaces', target }) => `${ip}:${target}`).sort();
}

const targets = [4000, 4001, 4002, 4003];
const operatorPages = ['127.0.0.1:1080', '127.0.0.1:15672'];

await t.test("ports are published on loopback, or on the IP in BIND; the operator's never", async (t) => {
  for (const bind of ['', '192.0.2.7']) {
    const own = targets.map((port) => `${bind || '127.0.0.1'}:${port}`);
    t.strictSame(published(await services({ BIND: bind })), [...operatorPages, ...own]);
  }
});

await t.test('only the gateway publishes ports, and only the services reach the databases', async (t) => {
  const all = await services({});
  const open = Object.entries(all).filter(([, { ports }]) => ports !== undefined);
  t.strictSame(
    open.map(([name]) => name),
    ['gateway'],
  );
  for (const name of ['mongo', 'redis'])
    t.strictSame(
      Object.keys(all[name]!.networks ?? {}),
      ['backend'],
      `${name} is only in the backend network`,
    );
  t.equal(all.secrets!.network_mode, 'none', 'the container that makes the secrets has no network');
});

await t.test(
  'each image has a version, each container a health check, a read-only disk and no capabilities',
  async (t) => {
    for (const [name, service] of Object.entries(await services({}))) {
      const { image, healthcheck, read_only: readOnly, cap_drop: dropped } = service;
      t.match(image, /^downbeat\/|:\d+\.?\d*/, `${name}: ${image}`);
      if (name !== 'secrets') t.ok(healthcheck, `${name} has a health check`);
      // The images of the databases start as root and change to their own user.
      if (!['mongo', 'redis', 'rabbitmq'].includes(name))
        t.strictSame({ readOnly, dropped }, { readOnly: true, dropped: ['ALL'] }, name);
    }
  },
);
