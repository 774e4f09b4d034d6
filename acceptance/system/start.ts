import { rmSync } from 'node:fs';
import { freePorts } from '@downbeat/deploy/free-ports';
import { ownDataDir } from '@downbeat/deploy/test-servers';
import { startSystem, type System, type SystemOptions } from '@downbeat/deploy/system';

/** Where a system under test is reached. Acceptance tests know nothing else of it. */
export interface SystemUnderTest {
  authUrl: string;
  musicUrl: string;
  notificationUrl: string;
  /** A second music instance, where there is one; elsewhere the same as `musicUrl`. */
  secondMusicUrl: string;
  webUrl: string;
  inboxUrl: string;
  /** The process id of one of its programs, to kill it; undefined for a system that we did not start. */
  pidOf(name: string): number | undefined;
  /** Where a local run keeps its data; undefined for a system that we did not start. */
  dataDir: string | undefined;
  /** The local run behind it; undefined for a system that we did not start. */
  local: System | undefined;
}

const PROGRAMS = [
  'page',
  'auth',
  'music',
  'music2',
  'notification',
  'mail',
  'redis',
  'rabbitmq',
  'mongo',
  'epmd',
];

interface Teardown {
  teardown(run: () => Promise<void>): void;
}

type Options = Partial<Pick<SystemOptions, 'musicInstances' | 'page' | 'env'>>;

/**
 * The system that the environment names (`DOWNBEAT_AUTH_URL` and its kin: a compose run, say), or else one of its own,
 * on free ports, with empty data, gone after the test.
 */
export async function systemUnderTest(t: Teardown, options: Options = {}): Promise<SystemUnderTest> {
  const given = process.env.DOWNBEAT_AUTH_URL;
  return given === undefined ? startOwn(t, options) : fromEnvironment(given);
}

async function startOwn(t: Teardown, options: Options): Promise<SystemUnderTest> {
  // Below .data, named by this process: what a killed test leaves running is stopped by the next.
  const dataDir = await ownDataDir();
  // The shell's MONGO_URI and its kin belong to somebody else's run.
  const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '', ...options.env };
  const system = await startSystem({
    musicInstances: 1,
    page: false,
    ...options,
    dataDir,
    ports: await freePorts(),
    env,
  });
  t.teardown(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  process.once('exit', () => killAll(system));
  const at = (port: number): string => `http://localhost:${port}`;
  return {
    ...system.urls,
    secondMusicUrl: at(options.musicInstances === 2 ? system.ports.music2 : system.ports.music),
    webUrl: at(system.ports.web),
    inboxUrl: at(system.ports.inbox),
    pidOf: (name) => system.pidOf(name),
    dataDir,
    local: system,
  };
}

/** A test that ends by an exception never comes to its teardown; what it started must not outlive it. */
function killAll(system: System): void {
  for (const name of PROGRAMS) {
    const pid = system.pidOf(name);
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

function fromEnvironment(authUrl: string): SystemUnderTest {
  const url = (name: string, port: number): string => process.env[name] ?? `http://localhost:${port}`;
  const musicUrl = url('DOWNBEAT_MUSIC_URL', 4001);
  return {
    authUrl,
    musicUrl,
    secondMusicUrl: musicUrl,
    notificationUrl: url('DOWNBEAT_NOTIFICATION_URL', 4002),
    webUrl: url('DOWNBEAT_WEB_URL', 4003),
    inboxUrl: url('DOWNBEAT_INBOX_URL', 1080),
    pidOf: () => undefined,
    dataDir: undefined,
    local: undefined,
  };
}
