import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable, lastLine, runCommand, which } from '../command.ts';
import { log } from '../log.ts';
import { dataDir, sharedCacheDir } from '../paths.ts';
import type { PortName, Ports } from '../ports.ts';
import type { ProcessSpec } from '../program.ts';
import { baseEnv } from '../services.ts';

/** How a backing server is started: as a program of this machine, or as an image in a container. */
export type Launch = { how: 'program'; path: string } | { how: 'container'; image: string };

export const sourceKinds = ['path', 'cache', 'package', 'download', 'docker'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** One place where a server can be found. `find` returns what to launch, or the reason why it found nothing. */
export type Source = { kind: SourceKind; label: string; find: () => Promise<Launch | { reason: string }> };

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
  ports: PortName[];
  sources: Source[];
  processes: (launch: Launch, context: RunContext) => ProcessSpec[];
};

type Choice = { launch: Launch; label: string; skipped: string[] };

/**
 * Tries the sources in order and takes the first that finds something; `skipped` has the reasons of the earlier ones.
 * Throws an error with all reasons when no source finds anything.
 */
export async function choose(
  what: string,
  sources: readonly Source[],
  allowed: readonly SourceKind[],
): Promise<Choice> {
  const skipped: string[] = [];
  for (const { kind, label, find } of sources) {
    if (!allowed.includes(kind)) continue;
    const found = await find();
    if ('how' in found) return { launch: found, label, skipped };
    skipped.push(`${label}: ${found.reason}`);
  }
  throw new Error(`No ${what} was found, nor could one be installed.\n  ${skipped.join('\n  ')}`);
}

/** The kinds of source that may be used: all, or those that `BACKING` lists (`BACKING=docker`, `BACKING=path,cache`). */
export function allowedKinds(backing: string | undefined): readonly SourceKind[] {
  if (!backing) return sourceKinds;
  const asked = backing.split(',').map((kind) => kind.trim());
  const unknown = asked.filter((kind) => !sourceKinds.some((known) => known === kind));
  if (unknown.length > 0)
    throw new Error(`BACKING knows ${sourceKinds.join(', ')}, not ${unknown.join(', ')}.`);
  return sourceKinds.filter((kind) => asked.includes(kind));
}

type Wanted = { program: string; folders?: string[]; minimum?: string };

/** A program on the PATH (or first in other folders), unless it is too old. */
export function onPath({ program, folders = [], minimum }: Wanted): Source {
  const find: Source['find'] = async () => {
    const path = await which(program, folders);
    if (!path) return { reason: `no ${program}` };
    if (minimum) {
      const version = firstVersion((await runCommand(path, ['--version'])).output);
      if (!version) return { reason: `${path} does not print its version` };
      if (!atLeast(version, minimum))
        return { reason: `${path} is ${version}, at least ${minimum} is needed` };
    }
    return { how: 'program', path };
  };
  return { kind: 'path', label: 'on the PATH', find };
}

/** The first dotted version in a program's `--version` text. */
export function firstVersion(text: string): string | undefined {
  return /\d+(?:\.\d+)+/.exec(text)?.[0];
}

/** Compares dotted versions number by number: 10.2 is at least 9.10. */
export function atLeast(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, undefined, { numeric: true }) >= 0;
}

/** A program that an earlier run has downloaded, in `<cache>/<name>-<version>/<name>`. */
export function cached(name: string, version: string): Source {
  const find: Source['find'] = async () => {
    for (const folder of [join(dataDir, 'cache'), sharedCacheDir]) {
      const path = join(folder, `${name}-${version}`, name);
      if (await isExecutable(path)) return { how: 'program', path };
    }
    return { reason: 'nothing yet' };
  };
  return { kind: 'cache', label: 'cached', find };
}

/** The folder for downloads: shared by all clones if the home folder is writable, else in the data folder. */
export function cacheFolder(): string {
  try {
    mkdirSync(sharedCacheDir, { recursive: true });
    accessSync(sharedCacheDir, constants.W_OK);
    return sharedCacheDir;
  } catch {
    const own = join(dataDir, 'cache');
    mkdirSync(own, { recursive: true });
    return own;
  }
}

/**
 * Copies a downloaded program into the cache and returns its path. The copy is renamed when it is complete, so that an
 * interrupted copy is never used as a program.
 */
export function keep(name: string, version: string, from: string): string {
  const path = join(cacheFolder(), `${name}-${version}`, name);
  const copy = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, copy);
  chmodSync(copy, 0o755);
  renameSync(copy, path);
  return path;
}

/** An image, pulled if it is not on this machine yet. */
export function dockerImage(image: string): Source {
  const find: Source['find'] = async () => {
    if (!(await which('docker'))) return { reason: 'no docker' };
    const info = ['info', '--format', '{{.ServerVersion}}'];
    const engine = await runCommand('docker', info, { timeoutMs: 20_000 });
    if (engine.code !== 0) return { reason: `docker does not answer (${lastLine(engine.output)})` };
    if ((await runCommand('docker', ['image', 'inspect', image])).code === 0)
      return { how: 'container', image };
    log('docker', `${image} is being pulled ...`);
    const pull = await runCommand('docker', ['pull', '--quiet', image], { timeoutMs: 900_000 });
    return pull.code === 0 ? { how: 'container', image } : { reason: lastLine(pull.output) };
  };
  return { kind: 'docker', label: `Docker image ${image}`, find };
}

export type Container = {
  name: string;
  image: string;
  /** The port in the container and the one on this machine. */
  ports: Record<number, number>;
  /** The folder on this machine and the path of its mount in the container. */
  dir: string;
  mount: string;
  env?: Record<string, string>;
  options?: string[];
  command: string[];
};

/** `docker run` in the foreground: published on loopback only, removed with the run, its data in the data folder. */
export function containerProcess(
  container: Container,
  { dataDir }: RunContext,
  probe: Pick<ProcessSpec, 'ready' | 'readyWithinMs'>,
): ProcessSpec {
  // The hash of the data folder, so that two clones on one machine do not share a container.
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 8);
  const name = `downbeat-${container.name}-${hash}`;
  // Without root, the container runs as the present user, so that `make clean-data` can remove its files.
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const user = uid === 0 ? [] : ['--user', `${uid}:${gid}`];
  const remove = async (): Promise<void> => {
    await runCommand('docker', ['rm', '--force', name]);
  };
  const publish = Object.entries(container.ports).flatMap(([inside, outside]) => [
    '-p',
    `127.0.0.1:${outside}:${inside}`,
  ]);
  const variables = Object.entries(container.env ?? {}).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const place = ['--rm', '--name', name, ...user, '-v', `${container.dir}:${container.mount}`];
  const options = [...place, ...publish, ...variables, ...(container.options ?? [])];
  return {
    name: container.name,
    command: 'docker',
    args: ['run', ...options, container.image, ...container.command],
    env: baseEnv(),
    ...probe,
    stopWithinMs: 20_000,
    beforeStart: remove,
    afterStop: remove,
  };
}
