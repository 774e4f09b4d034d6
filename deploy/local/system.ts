import { join } from 'node:path';
import { type Addresses, chooseAddresses, rabbitUser } from './addresses.ts';
import { type Backing, backingPorts, startBacking } from './backing.ts';
import type { Env } from './env.ts';
import { Fleet } from './fleet.ts';
import { type PageConfig, baseUrls, isPageBuilt, pageProcess } from './page.ts';
import { claimFolder, releaseFolder, stopLeftovers } from './pid-file.ts';
import { findTaken } from './port-check.ts';
import type { PortName, Ports } from './ports.ts';
import { say } from './say.ts';
import type { ProgramOptions } from './program.ts';
import { everyRefusal } from './refusals.ts';
import { type Secrets, loadSecrets } from './secrets.ts';
import { secondMusicProcess, serviceProcess } from './services.ts';
import { aptIdle } from './sources/apt.ts';
import { EnvironmentRefused } from './supervised.ts';

export type SystemOptions = {
  /** Holds all data, logs and secrets of this system. */
  dataDir: string;
  ports: Ports;
  /** The shell's variables: backing servers given by URI, and settings of the services (`AUTH_CLIENT_ID`, ...). */
  env: Env;
  /** Restart a service when one of its files changes, and serve the page by Vite. */
  dev?: boolean;
  /** 0 starts the backing servers alone; 2 starts music twice, sharing its data. */
  musicInstances?: 0 | 1 | 2;
  page?: boolean;
  onLine?: ProgramOptions['onLine'];
  onKilled?: ProgramOptions['onKilled'];
};

export type System = {
  ports: Ports;
  urls: PageConfig;
  addresses: Addresses;
  secrets: Secrets;
  /** The present process id of a program: mongo, redis, rabbitmq, mail, auth, music, music2, notification, page. */
  pidOf(name: string): number | undefined;
  /** Stops everything that was started, what stands on top first. */
  stop(): Promise<void>;
};

/** Ports of others that this system wants, as sentences; thrown before anything is started. */
export class PortsTaken extends Error {}

function wantedPorts({ env, musicInstances = 1, page = true }: SystemOptions): PortName[] {
  const services: PortName[] = musicInstances === 0 ? [] : ['auth', 'music', 'notification'];
  return [
    ...services,
    ...(musicInstances === 2 ? (['music2'] as const) : []),
    ...(page ? (['web'] as const) : []),
    ...backingPorts(env),
  ];
}

type Facts = { dataDir: string; ports: Ports; secrets: Secrets; addresses: Addresses };

async function startServices(
  options: SystemOptions,
  facts: Facts,
  backing: Backing,
  fleet: Fleet,
): Promise<void> {
  const { env: shell, dev = false, musicInstances = 1 } = options;
  const how = { facts, shell, dev };
  const start = async (...specs: Parameters<Fleet['start']>[1][]): Promise<void> => {
    await Promise.all(specs.map((spec) => fleet.start('services', spec)));
  };
  // Auth and music serve without the broker, so they need not wait for the slowest of the three.
  const early = Promise.all([backing.mongo, backing.redis]).then(async () => {
    await start(serviceProcess('auth', how), serviceProcess('music', how));
    if (musicInstances === 2) await start(secondMusicProcess(how));
  });
  const late = Promise.all([backing.mongo, backing.redis, backing.rabbitmq]).then(() =>
    start(serviceProcess('notification', how)),
  );
  await Promise.all([early, late]);
}

async function startAll(options: SystemOptions, facts: Facts, fleet: Fleet): Promise<void> {
  const { env, dev = false, musicInstances = 1, page = true, dataDir, ports } = options;
  const rabbit = { user: rabbitUser, password: facts.secrets.rabbitPassword };
  const backing = startBacking({ dataDir, ports, rabbit }, env, fleet);
  const started: Promise<unknown>[] = Object.values(backing);
  if (musicInstances > 0) started.push(startServices(options, facts, backing, fleet));
  if (page && (dev || isPageBuilt())) started.push(fleet.start('page', pageProcess(ports, dev)));
  await Promise.all(started);
}

/** What ends a run from outside: `stop` in order, `kill` at once, also in the middle of a stop. */
export type Ending = { stop?: AbortSignal; kill?: AbortSignal };

/** Makes the folder this run's own, or leaves it as if nobody had been here. */
async function claim(options: SystemOptions, signal?: AbortSignal): Promise<void> {
  const { dataDir, ports } = options;
  claimFolder(dataDir);
  try {
    await stopLeftovers(dataDir);
    const taken = await findTaken(ports, wantedPorts(options));
    if (taken.length > 0) throw new PortsTaken(taken.join('\n'));
    signal?.throwIfAborted();
  } catch (error) {
    releaseFolder(dataDir);
    throw error;
  }
}

/**
 * Starts the whole system on loopback and resolves once every part of it is ready. When that fails, or `ending.stop` is
 * aborted meanwhile, everything that was started is stopped again before this rejects.
 */
export async function startSystem(options: SystemOptions, ending: Ending = {}): Promise<System> {
  const { dataDir, ports, env, onLine, onKilled } = options;
  await claim(options, ending.stop);
  const secrets = loadSecrets(join(dataDir, 'secrets', 'secrets.json'));
  const addresses = chooseAddresses(env, ports, secrets);
  const facts = { dataDir, ports, secrets, addresses };
  const fleet = new Fleet({ dataDir, ...(onLine && { onLine }), ...(onKilled && { onKilled }) });
  const stop = (): Promise<void> => fleet.stop().then(() => releaseFolder(dataDir));
  ending.stop?.addEventListener('abort', () => void stop(), { once: true });
  ending.kill?.addEventListener('abort', () => void fleet.kill(), { once: true });
  try {
    await startAll(options, facts, fleet);
  } catch (error) {
    if (!ending.stop?.aborted) say('run', 'cannot go on; what was started is being stopped.');
    await stop();
    await aptIdle();
    if (!(error instanceof EnvironmentRefused)) throw error;
    throw await everyRefusal(error, { facts, shell: env });
  }
  return { ports, urls: baseUrls(ports), addresses, secrets, pidOf: (name) => fleet.pidOf(name), stop };
}
