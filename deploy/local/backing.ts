import type { Env } from './env.ts';
import type { Fleet } from './fleet.ts';
import type { PortName } from './ports.ts';
import { dim, say } from './say.ts';
import { mailProcess } from './servers/mail.ts';
import { mongo } from './servers/mongo.ts';
import { rabbit } from './servers/rabbit.ts';
import { redis } from './servers/redis.ts';
import type { BackingServer, ProcessSpec, RunContext } from './servers/server.ts';
import { allowedKinds, choose } from './sources/source.ts';

const portsOf: Record<BackingServer['name'], PortName[]> = {
  mongo: ['mongo'],
  redis: ['redis'],
  rabbitmq: ['amqp', 'rabbitDashboard', 'rabbitDist', 'epmd'],
};

const servers = [mongo, redis, rabbit];
const mail = { name: 'mail', ports: ['smtp', 'inbox'] } as const;

function isGiven(server: BackingServer, env: Env): boolean {
  return (env[server.givenBy] ?? '') !== '';
}

/** The ports that the backing servers of this run will need: none for a server that is given by its URI. */
export function backingPorts(env: Env): PortName[] {
  return [
    ...servers.filter((server) => !isGiven(server, env)).flatMap(({ name }) => portsOf[name]),
    ...mail.ports,
  ];
}

async function resolveServer(server: BackingServer, context: RunContext, env: Env): Promise<ProcessSpec[]> {
  const kinds = allowedKinds(env.BACKING);
  const { launch, label, passed } = await choose(server.title, server.sources, kinds);
  for (const reason of passed.filter((text) => !text.endsWith('nothing yet'))) say(server.name, dim(reason));
  say(server.name, launch.how === 'program' ? `${label}: ${launch.path}` : label);
  return server.processes(launch, context);
}

async function startServer(
  server: BackingServer,
  context: RunContext,
  env: Env,
  fleet: Fleet,
): Promise<void> {
  if (isGiven(server, env)) {
    say(server.name, `given by ${server.givenBy}, so none is started`);
    return;
  }
  for (const spec of await resolveServer(server, context, env)) {
    await fleet.start(spec.name === 'epmd' ? 'port mapper' : 'backing', spec);
  }
}

/** One promise per server, so that a service can start as soon as what it needs is there. */
export type Backing = Record<BackingServer['name'] | 'mail', Promise<void>>;

/**
 * Starts what the services stand on, all at once: each server from the first of its sources that has it, none where
 * the environment names one by URI. The mail server comes with the npm packages.
 */
export function startBacking(context: RunContext, env: Env, fleet: Fleet): Backing {
  say(
    'backing',
    'sources in order: 1 given by URI, 2 PATH or cache, 3 package or official download, 4 Docker',
  );
  const backing = {
    mongo: startServer(mongo, context, env, fleet),
    redis: startServer(redis, context, env, fleet),
    rabbitmq: startServer(rabbit, context, env, fleet),
    mail: fleet.start('backing', mailProcess(context)),
  };
  // Whoever awaits one of these sees its failure; this keeps the others' from counting as unhandled meanwhile.
  for (const started of Object.values(backing)) started.catch(() => undefined);
  return backing;
}
