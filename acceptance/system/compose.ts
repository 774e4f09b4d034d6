// The docker compose project under test: `make test-compose` names it in COMPOSE_PROJECT_NAME.
import { join } from 'node:path';
import { runCommand } from '@downbeat/deploy/command';

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
