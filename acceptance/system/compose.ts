// The docker compose project under test: `make test-compose` names it in COMPOSE_PROJECT_NAME.
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import type { Teardown } from './start.ts';

const root = join(import.meta.dirname, '../..');

/** The project's name; undefined when no compose project is under test: other containers must not be touched. */
export const composeProject = process.env.COMPOSE_PROJECT_NAME;

/** Runs docker in the repository's root and returns its output; throws when it fails. */
export async function docker(...args: string[]): Promise<string> {
  const { code, output } = await runCommand('docker', args, { cwd: root, timeoutMs: 180_000 });
  if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${output}`);
  return output.trim();
}

export const compose = (...args: string[]): Promise<string> => docker('compose', ...args);

/** Runs a command in a container of the service; `index` is the replica's number, from 1. */
export const inService = (service: string, command: string[], index = 1): Promise<string> =>
  compose('exec', '-T', '--index', String(index), service, ...command);

/** The ids of a service's containers, ordered by replica number. */
export async function containersOf(service: string): Promise<string[]> {
  const ids = (await compose('ps', '--all', '--quiet', service)).split('\n').filter(Boolean);
  const numbered = ids.map(async (id) => ({ id, number: Number(await numberOf(id)) }));
  return (await Promise.all(numbered)).sort((a, b) => a.number - b.number).map(({ id }) => id);
}

const numberOf = (id: string): Promise<string> =>
  docker('inspect', '--format', '{{index .Config.Labels "com.docker.compose.container-number"}}', id);

/** The output of `docker inspect` for containers or images. */
export async function inspect<T>(...names: string[]): Promise<T[]> {
  return JSON.parse(await docker('inspect', ...names)) as T[];
}

/** Prints the process id of a container's program. Processes that were started by `exec` have the parent 0. */
const childOfInit = "grep -l '^PPid:[[:space:]]1$' /proc/[0-9]*/status | tr -dc '0-9\\n'";

/** Sends a signal to the program of a container, the child of its init. */
export const signalService = (service: string, signal: string, index = 1): Promise<string> =>
  inService(service, ['sh', '-c', `kill -${signal} $(${childOfInit})`], index);

/** The network where the gateway reaches the services. */
export const outwardNetwork = `${composeProject ?? ''}_outward`;

/** A container's IP in that network. */
export const ipOf = (container: string): Promise<string> =>
  docker(
    'inspect',
    '--format',
    `{{(index .NetworkSettings.Networks "${outwardNetwork}").IPAddress}}`,
    container,
  );

/** Another gateway of the project under test. */
export interface Gateway {
  container: string;
  authUrl: string;
  webUrl: string;
}

/** Starts another gateway with settings of its own. */
export async function startGateway(t: Teardown, env: Record<string, string>): Promise<Gateway> {
  const settings = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const published = ['--publish', '127.0.0.1::4000', '--publish', '127.0.0.1::4003'];
  const options = ['--detach', '--rm', '--init', '--network', outwardNetwork, '--tmpfs', '/tmp'];
  const container = await docker('run', ...options, ...settings, ...published, 'downbeat/gateway');
  t.teardown(async () => {
    await docker('rm', '--force', container);
  });
  const urlOf = async (port: string): Promise<string> => `http://${await docker('port', container, port)}`;
  const [authUrl, webUrl] = await Promise.all([urlOf('4000'), urlOf('4003')]);
  await poll(() => getOk(webUrl), { withinMs: 10_000, what: 'the second gateway' });
  return { container, authUrl, webUrl };
}
