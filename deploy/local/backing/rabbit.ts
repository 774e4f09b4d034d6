import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectTcp, getOk } from '../probes.ts';
import type { ProcessSpec } from '../program.ts';
import { baseEnv } from '../services.ts';
import { aptPackage } from './apt.ts';
import {
  type BackingServer,
  type Container,
  type RunContext,
  containerProcess,
  dockerImage,
  onPath,
} from './sources.ts';

// Debian's wrapper on the PATH requires the user rabbitmq; the script behind it runs as any user.
const path = onPath({ program: 'rabbitmq-server', folders: ['/usr/lib/rabbitmq/bin'] });

async function answers({ ports, rabbit }: RunContext): Promise<void> {
  await connectTcp(ports.amqp);
  const credentials = Buffer.from(`${rabbit.user}:${rabbit.password}`).toString('base64');
  const overview = `http://127.0.0.1:${ports.rabbitApi}/api/overview`;
  await getOk(overview, { authorization: `Basic ${credentials}` });
}

function configText({ ports, rabbit }: RunContext): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.rabbitApi}`,
    `default_user = ${rabbit.user}`,
    `default_pass = ${rabbit.password}`,
    'vm_memory_high_watermark.absolute = 1GB',
    'disk_free_limit.absolute = 200MB',
    'log.file = false',
    'log.console = true',
    'log.console.level = warning',
    '',
  ].join('\n');
}

/** Writes the broker's configuration into its data folder, which must exist before the broker starts. */
function writeConfig(context: RunContext, dir: string): void {
  for (const sub of ['data', 'log', 'generated']) mkdirSync(join(dir, sub), { recursive: true });
  writeFileSync(join(dir, 'rabbitmq.conf'), configText(context), { mode: 0o600 });
  writeFileSync(join(dir, 'enabled_plugins'), '[rabbitmq_management].\n');
}

const loopbackOnly = '-kernel inet_dist_use_interface {127,0,0,1}';
// How long Erlang's schedulers spin before they sleep. The default is long and uses a processor while the broker is idle;
// without any spinning the start takes 10 s and not 4, because it passes thousands of file reads between schedulers.
const briefSpin = '+sbwt very_short +sbwtdcpu none +sbwtdio very_short';

/** Variables that separate this broker from one that the system may run, down to the cookie and the node name. */
function environment({ ports }: RunContext, dir: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    // Erlang keeps its cookie in HOME; the system's broker has another one.
    HOME: dir,
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: 'downbeat@localhost',
    RABBITMQ_MNESIA_BASE: join(dir, 'data'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_CONFIG_FILE: join(dir, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: join(dir, 'no-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'enabled_plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(dir, 'generated'),
    RABBITMQ_DIST_PORT: String(ports.rabbitDist),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `${loopbackOnly} ${briefSpin}`,
    // With it the start script replaces itself by the server, so its signals and its process id are the server's.
    RUNNING_UNDER_SYSTEMD: '1',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}

/** Erlang's port mapper in the foreground. If RabbitMQ started it, it would detach and outlive the run. */
function epmdProcess(port: number): ProcessSpec {
  return {
    name: 'epmd',
    command: 'epmd',
    args: ['-address', '127.0.0.1', '-port', String(port), '-relaxed_command_check'],
    env: baseEnv(),
    ready: () => connectTcp(port),
    readyWithinMs: 60_000,
    stopWithinMs: 2_000,
  };
}

const processes: BackingServer['processes'] = (launch, context) => {
  const { ports, rabbit } = context;
  const dir = join(context.dataDir, launch.how === 'container' ? 'rabbitmq-container' : 'rabbitmq');
  mkdirSync(dir, { recursive: true });
  const probe = { ready: () => answers(context), readyWithinMs: 180_000 };
  if (launch.how === 'container') {
    // The broker runs as another user inside the container.
    chmodSync(dir, 0o777);
    const container: Container = {
      name: 'rabbitmq',
      image: launch.image,
      ports: { 5672: ports.amqp, 15672: ports.rabbitApi },
      dir,
      mount: '/var/lib/rabbitmq',
      env: { RABBITMQ_DEFAULT_USER: rabbit.user, RABBITMQ_DEFAULT_PASS: rabbit.password },
      // The broker's data carries the host's name, so the name must be the same at the next start.
      options: ['--hostname', 'downbeat'],
      command: [],
    };
    return [containerProcess(container, context, probe)];
  }
  writeConfig(context, dir);
  const server = { name: 'rabbitmq', command: launch.path, args: [], env: environment(context, dir) };
  return [epmdProcess(ports.epmd), { ...server, ...probe, stopWithinMs: 20_000 }];
};

/** RabbitMQ with its dashboard, and its port mapper as a process of its own. */
export const rabbit: BackingServer = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  givenBy: 'AMQP_URL',
  ports: ['amqp', 'rabbitDashboard', 'rabbitApi', 'rabbitDist', 'epmd'],
  sources: [path, aptPackage(['rabbitmq-server'], path.find), dockerImage('rabbitmq:4.2-management-alpine')],
  processes,
};
