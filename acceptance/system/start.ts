import { rmSync } from 'node:fs';
import { freePorts } from '@downbeat/deploy/ports';
import { ownDataDir } from '@downbeat/deploy/test-servers';
import { startSystem, type System, type SystemOptions } from '@downbeat/deploy/system';

/** The URLs of the system under test, and what is known of its processes when the test started them. */
export interface SystemUnderTest {
  authUrl: string;
  musicUrl: string;
  notificationUrl: string;
  /** A second music instance; the same as `musicUrl` when there is only one. */
  secondMusicUrl: string;
  webUrl: string;
  inboxUrl: string;
  /** The process id of one of its programs; undefined for a system that the test did not start. */
  pidOf(name: string): number | undefined;
  /** The data folder; undefined for a system that the test did not start. */
  dataDir: string | undefined;
  /** The started system; undefined for a system that the test did not start. */
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

/** The part of a tap test that registers clean-up. */
export interface Teardown {
  teardown(run: () => Promise<void>): void;
}

type Options = Partial<Pick<SystemOptions, 'musicInstances' | 'page' | 'env'>>;

/**
 * The system at `DOWNBEAT_AUTH_URL`, `DOWNBEAT_MUSIC_URL` and so on, for example a compose project; without these, a
 * new system on free ports with empty data, which is stopped and deleted after the test.
 */
export async function systemUnderTest(t: Teardown, options: Options = {}): Promise<SystemUnderTest> {
  const given = process.env.DOWNBEAT_AUTH_URL;
  return given === undefined ? startOwn(t, options) : fromEnvironment(given);
}

/** `fetch` refuses this port, so that no test sends anything to the real server. */
const NO_LISTENBRAINZ = { MUSIC_LISTENBRAINZ_URL: 'http://127.0.0.1:9' };

async function startOwn(t: Teardown, options: Options): Promise<SystemUnderTest> {
  // Named after this process: the next test run stops the processes that a killed test leaves behind.
  const dataDir = await ownDataDir();
  // The test must not use the servers that the developer's shell names.
  const env = {
    ...process.env,
    MONGO_URI: '',
    REDIS_URL: '',
    AMQP_URL: '',
    ...NO_LISTENBRAINZ,
    ...options.env,
  };
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

/** A test that ends with an exception skips its teardown, so its processes are killed at exit. */
function killAll(system: System): void {
  for (const name of PROGRAMS) {
    const pid = system.pidOf(name);
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
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
