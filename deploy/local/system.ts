import { join } from 'node:path';
import { aptIdle } from './backing/apt.ts';
import { type Backing, backingPorts, startBacking } from './backing/backing.ts';
import { findFfmpeg } from './backing/ffmpeg.ts';
import { log, reasonOf } from './log.ts';
import { claimFolder, releaseFolder, stopLeftovers } from './pid-file.ts';
import {
  type BackingUrls,
  type PortName,
  type Ports,
  type ServiceUrls,
  backingUrls,
  findTaken,
  rabbitUser,
  serviceUrls,
} from './ports.ts';
import { EnvironmentRefusedError, type ProgramOptions } from './program.ts';
import { type Secrets, loadSecrets } from './secrets.ts';
import {
  type Env,
  type RunFacts,
  type ServiceEnvOptions,
  type ServiceName,
  isPageBuilt,
  pageProcess,
  secondMusicProcess,
  serviceEnv,
  serviceNames,
  serviceProcess,
} from './services.ts';
import { Fleet } from './supervisor.ts';

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
  onKilled?: ProgramOptions['onKilled'];
};

export type System = {
  ports: Ports;
  urls: ServiceUrls;
  backing: BackingUrls;
  secrets: Secrets;
  /** The present process id of a program: mongo, redis, rabbitmq, mail, auth, music, music2, notification, page. */
  pidOf(name: string): number | undefined;
  /** Stops all programs, each one before those that it depends on. */
  stop(): Promise<void>;
};

/** One sentence for each port that another program holds; thrown before anything is started. */
export class PortsTakenError extends Error {}

function wantedPorts({ env, musicInstances = 1, page = true }: SystemOptions): PortName[] {
  const names = backingPorts(env);
  if (musicInstances > 0) names.unshift('auth', 'music', 'notification');
  if (musicInstances === 2) names.push('music2');
  if (page) names.push('web');
  return names;
}

async function startServices(
  { env: shell, dev = false, musicInstances }: SystemOptions,
  facts: RunFacts,
  { mongo, redis, rabbitmq }: Backing,
  fleet: Fleet,
): Promise<void> {
  const ffmpeg = findFfmpeg(shell);
  const start = async (service: ServiceName, ffmpegPath?: string): Promise<void> =>
    fleet.start('services', serviceProcess(service, { facts: { ...facts, ffmpegPath }, shell, dev }));
  // Auth and music serve without the broker, so they do not wait for the slowest of the three.
  const early = Promise.all([mongo, redis]).then(async () => {
    await Promise.all([start('auth'), ffmpeg.then((path) => start('music', path))]);
    if (musicInstances !== 2) return;
    const second = secondMusicProcess({ facts: { ...facts, ffmpegPath: await ffmpeg }, shell, dev });
    await fleet.start('services', second);
  });
  await Promise.all([early, Promise.all([mongo, redis, rabbitmq]).then(() => start('notification'))]);
}

async function startAll(options: SystemOptions, facts: RunFacts, fleet: Fleet): Promise<void> {
  const { env, dev = false, musicInstances = 1, page = true, dataDir, ports } = options;
  const rabbit = { user: rabbitUser, password: facts.secrets.rabbitPassword };
  const backing = startBacking({ dataDir, ports, rabbit }, env, fleet);
  const started: Promise<unknown>[] = Object.values(backing);
  if (musicInstances > 0) started.push(startServices(options, facts, backing, fleet));
  if (page && (dev || isPageBuilt())) started.push(fleet.start('page', pageProcess(ports, dev)));
  await Promise.all(started);
}

/** Claims the folder for this run, or releases it again when the run cannot start. */
async function claim(options: SystemOptions, signal?: AbortSignal): Promise<void> {
  const { dataDir, ports } = options;
  claimFolder(dataDir);
  try {
    await stopLeftovers(dataDir);
    const taken = await findTaken(ports, wantedPorts(options));
    if (taken.length > 0) throw new PortsTakenError(taken.join('\n'));
    signal?.throwIfAborted();
  } catch (error) {
    releaseFolder(dataDir);
    throw error;
  }
}

const advice =
  'Each is set in services/<service>/.env, or in the shell with the service in front, as AUTH_LOG_LEVEL is.';

type ConfigModule = { readConfig: (env: Record<string, string>) => unknown };

/** The refusals of all services, after the first service has stopped because of its own. */
async function allRefusals(
  first: EnvironmentRefusedError,
  options: ServiceEnvOptions,
): Promise<EnvironmentRefusedError> {
  const refusals: string[] = [];
  for (const service of serviceNames) {
    // Imported here, so that a normal start does not load it.
    const { readConfig } = (await import(`../../services/${service}/src/config.ts`)) as ConfigModule;
    try {
      readConfig(serviceEnv(service, options));
    } catch (error) {
      refusals.push(reasonOf(error));
    }
  }
  return refusals.length === 0 ? first : new EnvironmentRefusedError([...refusals, advice].join('\n'));
}

/** Signals that end a run: `stop` in order, `kill` at once, also during a stop. */
export type EndSignals = { stop?: AbortSignal; kill?: AbortSignal };

/**
 * Starts the whole system on loopback and resolves once every part of it is ready. When that fails, or `ends.stop` is
 * aborted, all programs are stopped again before this rejects.
 */
export async function startSystem(options: SystemOptions, ends: EndSignals = {}): Promise<System> {
  const { dataDir, ports, env, onKilled } = options;
  await claim(options, ends.stop);
  const secrets = loadSecrets(join(dataDir, 'secrets', 'secrets.json'));
  const backing = backingUrls(env, ports, secrets.rabbitPassword);
  const facts: RunFacts = { dataDir, ports, secrets, backing };
  const fleet = new Fleet({ dataDir, ...(onKilled && { onKilled }) });
  const stop = (): Promise<void> => fleet.stop().then(() => releaseFolder(dataDir));
  ends.stop?.addEventListener('abort', () => void stop(), { once: true });
  ends.kill?.addEventListener('abort', () => void fleet.kill(), { once: true });
  try {
    await startAll(options, facts, fleet);
  } catch (error) {
    if (!ends.stop?.aborted) log('run', 'cannot go on; what was started is being stopped.');
    await stop();
    await aptIdle();
    if (!(error instanceof EnvironmentRefusedError)) throw error;
    throw await allRefusals(error, { facts, shell: env });
  }
  return { ports, urls: serviceUrls(ports), backing, secrets, pidOf: (name) => fleet.pidOf(name), stop };
}
