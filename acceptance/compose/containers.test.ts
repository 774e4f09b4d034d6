// The running containers: users, health checks and image sizes.
import { runCommand } from '@downbeat/deploy/command';
import t from 'tap';
import { compose, containersOf, docker, inService, inspect, ipOf } from '../system/compose.ts';

interface Container {
  Config: { User: string; Image: string; Healthcheck?: { Test: string[] } };
  HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[] | null };
  State: { Health?: { Status: string } };
}

const services = (await compose('config', '--services')).split('\n').sort();
const longRunning = services.filter((name) => name !== 'secrets');
const one = async (service: string): Promise<Container> =>
  (await inspect<Container>((await containersOf(service))[0]!))[0]!;
const containers = new Map<string, Container>();
for (const service of longRunning) containers.set(service, await one(service));

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

await t.test('every long-running container has a health check and is healthy', async (t) => {
  t.strictSame(longRunning, [
    'auth',
    'gateway',
    'inbox',
    'mongo',
    'music',
    'notification',
    'rabbitmq',
    'redis',
  ]);
  for (const [name, { Config, State }] of containers) {
    t.match(Config.Healthcheck?.Test, [/^CMD$/, /./], name);
    t.equal(State.Health?.Status, 'healthy', name);
  }
});

await t.test(
  'the services, the gateway and the mail catcher run without root, on a read-only disk',
  async (t) => {
    const users = { auth: 'node', music: 'node', notification: 'node', inbox: 'node', gateway: '1000:1000' };
    for (const [name, user] of Object.entries(users)) {
      const { Config, HostConfig } = containers.get(name)!;
      t.equal(Config.User, user, name);
      t.equal(await inService(name, ['id', '-u']), '1000', `${name}, by id`);
      t.strictSame([HostConfig.ReadonlyRootfs, HostConfig.CapDrop], [true, ['ALL']], name);
    }
  },
);

await t.test('the images have their user and health check without compose, too', async (t) => {
  for (const service of ['auth', 'music', 'notification', 'gateway']) {
    const [image] = await inspect<Container>(`downbeat/${service}`);
    t.equal(image!.Config.User, service === 'gateway' ? '1000:1000' : 'node', service);
    t.equal(image!.Config.Healthcheck?.Test[0], 'CMD', service);
  }
});

/** The size of an image; it is pulled when only the build cache has it. */
async function bytesOf(image: string): Promise<number> {
  const known = await runCommand('docker', ['image', 'inspect', image]);
  if (known.code !== 0) await docker('pull', '--quiet', image);
  return (await inspect<{ Size: number }>(image))[0]!.Size;
}

await t.test('an image adds little to its base image', async (t) => {
  for (const [service, base, mostMebibytes] of [
    ['auth', 'node:24-bookworm-slim', 50],
    // Of these, ffmpeg takes about half.
    ['music', 'node:24-bookworm-slim', 150],
    ['notification', 'node:24-bookworm-slim', 60],
    // The page takes 0.4 MiB; the documentation site, compressed, 0.8 MiB.
    ['gateway', 'nginx:1.28-alpine', 2],
  ] as const) {
    const [whole, below] = [await bytesOf(`downbeat/${service}`), await bytesOf(base)];
    const own = (whole - below) / 1024 / 1024;
    t.comment(
      `downbeat/${service}: ${mebibytes(whole)} MiB, of which ${own.toFixed(1)} MiB are added to the base`,
    );
    t.ok(own > 0 && own <= mostMebibytes, `${service} adds ${own.toFixed(1)} MiB, at most ${mostMebibytes}`);
  }
});

await t.test('music has a program that decodes uploads', async (t) => {
  const version = await inService('music', ['ffmpeg', '-hide_banner', '-version'], 1);
  t.match(version, /^ffmpeg version \d/);
});

await t.test("the gateway's health endpoint is only reachable inside its container", async (t) => {
  const ip = await ipOf((await containersOf('gateway'))[0]!);
  const ask = `fetch('http://${ip}:4009/healthz').then(() => 'answered', ({ cause }) => cause.code).then(console.log)`;
  t.equal(await inService('auth', ['node', '-e', ask]), 'ECONNREFUSED');
});
