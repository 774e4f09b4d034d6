import { createHash } from 'node:crypto';
import { runCommand } from '../command.ts';
import type { ProcessSpec, RunContext } from './server.ts';

type Container = {
  name: string;
  image: string;
  /** Inside the container to outside of it. */
  ports: [inside: number, outside: number][];
  dataPath: string;
  env?: Record<string, string>;
  options?: string[];
  command: string[];
};

/** Two clones on one machine must not fight for a container's name. */
function containerName(name: string, dataDir: string): string {
  return `downbeat-${name}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`;
}

/** Without root, files in the data folder are to be ours, so that `make clean-data` can remove them. */
function asOurselves(): string[] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return uid === 0 ? [] : ['--user', `${uid}:${gid}`];
}

/** `docker run` in the foreground: published on loopback only, gone with the run, its data in the data folder. */
export function containerSpec(
  container: Container,
  { dataDir }: RunContext,
  host: Pick<ProcessSpec, 'ready' | 'readyWithinMs'> & { dir: string },
): ProcessSpec {
  const name = containerName(container.name, dataDir);
  const remove = async (): Promise<void> => {
    await runCommand('docker', ['rm', '--force', name]);
  };
  const publish = container.ports.flatMap(([inside, outside]) => ['-p', `127.0.0.1:${outside}:${inside}`]);
  const variables = Object.entries(container.env ?? {}).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const place = ['--rm', '--name', name, ...asOurselves(), '-v', `${host.dir}:${container.dataPath}`];
  return {
    name: container.name,
    command: 'docker',
    args: [
      'run',
      ...place,
      ...publish,
      ...variables,
      ...(container.options ?? []),
      container.image,
      ...container.command,
    ],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    ready: host.ready,
    readyWithinMs: host.readyWithinMs,
    stopWithinMs: 20_000,
    beforeStart: remove,
    afterStop: remove,
  };
}
