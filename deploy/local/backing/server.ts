import { createHash } from 'node:crypto';
import { runCommand } from '../command.ts';
import type { Ports } from '../ports.ts';
import type { ProcessSpec } from '../process-spec.ts';
import type { Launch, Source } from './sources.ts';

/** The facts of a run that a backing server needs. */
export type RunContext = {
  dataDir: string;
  ports: Ports;
  rabbit: { user: string; password: string };
};

/** A server that the services depend on: where it can be found, and how it is started. */
export type BackingServer = {
  name: 'mongo' | 'redis' | 'rabbitmq';
  title: string;
  /** The variable with the URI of a server that runs already; if it is set, no server is started. */
  givenBy: string;
  sources: Source[];
  processes: (launch: Launch, context: RunContext) => ProcessSpec[];
};

type Container = {
  name: string;
  image: string;
  ports: [inside: number, outside: number][];
  /** The folder on this machine and the path of its mount in the container. */
  dir: string;
  mount: string;
  env?: Record<string, string>;
  options?: string[];
  command: string[];
};

/** The name carries a hash of the data folder, so that two clones on one machine do not share a container. */
function containerName(name: string, dataDir: string): string {
  return `downbeat-${name}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`;
}

/** Without root, the container runs as the present user, so that `make clean-data` can remove its files. */
function userOptions(): string[] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return uid === 0 ? [] : ['--user', `${uid}:${gid}`];
}

/** `docker run` in the foreground: published on loopback only, removed with the run, its data in the data folder. */
export function containerProcess(
  container: Container,
  { dataDir }: RunContext,
  probe: Pick<ProcessSpec, 'ready' | 'readyWithinMs'>,
): ProcessSpec {
  const name = containerName(container.name, dataDir);
  const remove = async (): Promise<void> => {
    await runCommand('docker', ['rm', '--force', name]);
  };
  const publish = container.ports.flatMap(([inside, outside]) => ['-p', `127.0.0.1:${outside}:${inside}`]);
  const variables = Object.entries(container.env ?? {}).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const place = ['--rm', '--name', name, ...userOptions(), '-v', `${container.dir}:${container.mount}`];
  const options = [...place, ...publish, ...variables, ...(container.options ?? [])];
  return {
    name: container.name,
    command: 'docker',
    args: ['run', ...options, container.image, ...container.command],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    ...probe,
    stopWithinMs: 20_000,
    beforeStart: remove,
    afterStop: remove,
  };
}
