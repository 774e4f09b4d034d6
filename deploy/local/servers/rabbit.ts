import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectTcp, getOk } from '../probes.ts';
import { aptPackage } from '../sources/apt.ts';
import { dockerImage } from '../sources/docker.ts';
import { onPath } from '../sources/on-path.ts';
import { containerSpec } from './container.ts';
import { epmdProcess } from './epmd.ts';
import { rabbitEnvironment, writeRabbitFiles } from './rabbit-files.ts';
import type { BackingServer, Launch, ProcessSpec, RunContext } from './server.ts';

// Debian's own wrapper on the PATH insists on the user rabbitmq; the script behind it runs as anybody.
const path = onPath({ program: 'rabbitmq-server', further: ['/usr/lib/rabbitmq/bin'] });

async function answers({ ports, rabbit }: RunContext): Promise<void> {
  await connectTcp(ports.amqp);
  const credentials = Buffer.from(`${rabbit.user}:${rabbit.password}`).toString('base64');
  await getOk(`http://127.0.0.1:${ports.rabbitDashboard}/api/overview`, {
    authorization: `Basic ${credentials}`,
  });
}

type Host = { dir: string; ready: () => Promise<void>; readyWithinMs: number };

function inContainer(image: string, context: RunContext, host: Host): ProcessSpec {
  const { ports, rabbit } = context;
  const env = { RABBITMQ_DEFAULT_USER: rabbit.user, RABBITMQ_DEFAULT_PASS: rabbit.password };
  const published: [number, number][] = [
    [5672, ports.amqp],
    [15672, ports.rabbitDashboard],
  ];
  // The data folder inside carries the host's name, so the name must be the same at the next start.
  const options = ['--hostname', 'downbeat'];
  const container = {
    name: 'rabbitmq',
    image,
    ports: published,
    dataPath: '/var/lib/rabbitmq',
    env,
    options,
  };
  return containerSpec({ ...container, command: [] }, context, host);
}

/** RabbitMQ with its dashboard, and before it the port mapper that it would otherwise leave running behind us. */
function processes(launch: Launch, context: RunContext): ProcessSpec[] {
  const dir = join(context.dataDir, launch.how === 'container' ? 'rabbitmq-container' : 'rabbitmq');
  mkdirSync(dir, { recursive: true });
  const host = { dir, ready: () => answers(context), readyWithinMs: 180_000 };
  if (launch.how === 'container') {
    // The broker's user inside is another one than ours.
    chmodSync(dir, 0o777);
    return [inContainer(launch.image, context, host)];
  }
  writeRabbitFiles(context, dir);
  const env = rabbitEnvironment(context, dir);
  const server = { name: 'rabbitmq', command: launch.path, args: [], env, ...host, stopWithinMs: 20_000 };
  return [epmdProcess(context.ports.epmd), server];
}

export const rabbit: BackingServer = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  givenBy: 'AMQP_URL',
  sources: [path, aptPackage(['rabbitmq-server'], path.find), dockerImage('rabbitmq:4.2-management-alpine')],
  processes,
};
