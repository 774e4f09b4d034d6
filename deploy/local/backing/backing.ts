import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dim, log } from '../log.ts';
import { privateFolder } from '../paths.ts';
import type { PortName } from '../ports.ts';
import { answersInTime, connectTcp, getOk, pingRedis } from '../probes.ts';
import type { ProcessSpec } from '../program.ts';
import { type Env, baseEnv } from '../services.ts';
import type { Fleet } from '../supervisor.ts';
import { aptPackage } from './apt.ts';
import { mongo } from './mongo.ts';
import { rabbit } from './rabbit.ts';
import {
  type BackingServer,
  type RunContext,
  allowedKinds,
  choose,
  containerProcess,
  dockerImage,
  onPath,
} from './sources.ts';

// With the append-only file a killed Redis loses at most its last second.
const persistence = ['--appendonly', 'yes', '--save', ''];
const redisPath = onPath({ program: 'redis-server', minimum: '6.2' });

const redisProcesses: BackingServer['processes'] = (launch, context) => {
  const port = context.ports.redis;
  const dir = join(context.dataDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const probe = { ready: () => pingRedis(port), readyWithinMs: 90_000 };
  if (launch.how === 'container') {
    const command = ['redis-server', ...persistence];
    const ports = { 6379: port };
    const container = { name: 'redis', image: launch.image, ports, dir, mount: '/data', command };
    return [containerProcess(container, context, probe)];
  }
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...persistence];
  return [{ name: 'redis', command: launch.path, args, env: baseEnv(), ...probe, stopWithinMs: 5_000 }];
};

const redis: BackingServer = {
  name: 'redis',
  title: 'Redis',
  givenBy: 'REDIS_URL',
  ports: ['redis'],
  sources: [redisPath, aptPackage(['redis-server'], redisPath.find), dockerImage('redis:8.0-alpine')],
  processes: redisProcesses,
};

const isGiven = (server: BackingServer, env: Env): boolean => (env[server.givenBy] ?? '') !== '';

/** The ports that the backing servers of this run need; a server that is given by its URI needs none. */
export function backingPorts(env: Env): PortName[] {
  const started = [mongo, redis, rabbit].filter((server) => !isGiven(server, env));
  return [...started.flatMap(({ ports }) => ports), 'smtp', 'inbox'];
}

async function startServer(
  server: BackingServer,
  context: RunContext,
  env: Env,
  fleet: Fleet,
): Promise<void> {
  const { name, title, givenBy, sources } = server;
  if (isGiven(server, env)) {
    log(name, `given by ${givenBy}, so none is started`);
    return;
  }
  const { launch, label, skipped } = await choose(title, sources, allowedKinds(env.BACKING));
  for (const reason of skipped.filter((text) => !text.endsWith('nothing yet'))) log(name, dim(reason));
  log(name, launch.how === 'program' ? `${label}: ${launch.path}` : label);
  for (const spec of server.processes(launch, context))
    await fleet.start(spec.name === 'epmd' ? 'port mapper' : 'backing', spec);
}

/** The mail catcher, which accepts every mail and delivers none, and the page of the broker that is started here. */
function mailProcess({ dataDir, ports }: RunContext, env: Env): ProcessSpec {
  const dir = privateFolder(join(dataDir, 'mail'));
  const dashboard = {
    DASHBOARD_PORT: String(ports.rabbitDashboard),
    DASHBOARD_URL: `http://127.0.0.1:${ports.rabbitApi}`,
  };
  const health = `http://127.0.0.1:${ports.inbox}/api/healthz`;
  return {
    name: 'mail',
    command: process.execPath,
    args: [join(import.meta.dirname, '../operator-pages.ts')],
    env: {
      ...baseEnv(),
      SMTP_PORT: String(ports.smtp),
      INBOX_PORT: String(ports.inbox),
      MAIL_DIR: dir,
      PUBLIC_HOST: env.PUBLIC_HOST ?? '',
      ...(!isGiven(rabbit, env) && dashboard),
    },
    cwd: dir,
    ready: async () => {
      await connectTcp(ports.smtp);
      await getOk(health);
    },
    readyWithinMs: 90_000,
    stopWithinMs: 3_000,
    alive: () => answersInTime(health),
  };
}

/** One promise per server, so that a service can start as soon as the servers that it needs are ready. */
export type Backing = Record<BackingServer['name'] | 'mail', Promise<void>>;

/**
 * Starts the backing servers, all at once: each from the first of its sources that has it, and none for a server that
 * the environment names by URI.
 */
export function startBacking(context: RunContext, env: Env, fleet: Fleet): Backing {
  log(
    'backing',
    'sources in order: 1 given by URI, 2 PATH or cache, 3 package or official download, 4 Docker',
  );
  const backing = {
    mongo: startServer(mongo, context, env, fleet),
    redis: startServer(redis, context, env, fleet),
    rabbitmq: startServer(rabbit, context, env, fleet),
    mail: fleet.start('backing', mailProcess(context, env)),
  };
  // The caller awaits these one after the other; a failure before that must not count as an unhandled rejection.
  for (const started of Object.values(backing)) started.catch(() => undefined);
  return backing;
}
