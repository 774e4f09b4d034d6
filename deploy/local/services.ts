import { join } from 'node:path';
import { type Env, type ServiceName, fromFile, fromShell, mergeEnv } from './env.ts';
import { generatedEnv, type RunFacts } from './generated-env.ts';
import { root } from './paths.ts';
import { getOk } from './probes.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { Watched } from './watch.ts';

export type ServiceEnvOptions = { facts: RunFacts; shell: Env };
export type ServiceProcessOptions = ServiceEnvOptions & { dev: boolean };

const envFile = (service: ServiceName): string => join(root, 'services', service, '.env');

/** The whole environment of one service: generated, then its .env file, then the shell. */
export function serviceEnv(
  service: ServiceName,
  { facts, shell }: ServiceEnvOptions,
): Record<string, string> {
  return mergeEnv({
    generated: generatedEnv(service, facts),
    file: fromFile(envFile(service)),
    shell: fromShell(service, shell),
  });
}

/**
 * Halves the memory of a service under load, at no cost that shows in requests per second: V8 sizes its heap by the
 * machine's memory, and glibc keeps what it was given back, unless told otherwise. The images set the same.
 */
const smallMemory = {
  NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=384',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  // Instead of eight for each processor: what one thread gave back, another uses again (50 MiB of music after uploads).
  MALLOC_ARENA_MAX: '2',
};

// Not `node --watch`: under it no worker thread starts, and music reads the tags of an upload in one.
const watched = (service: ServiceName): Watched => ({
  folders: [`services/${service}/src`, 'services/shared/src', 'timing/src'].map((folder) =>
    join(root, folder),
  ),
  files: [envFile(service)],
});

/**
 * A service as its TypeScript, run by Node as it is; its .env is read at each launch. `dev` restarts it when one of its
 * files changes, that one included.
 */
export function serviceProcess(service: ServiceName, options: ServiceProcessOptions): ProcessSpec {
  const env = (): Record<string, string> => ({ ...smallMemory, ...serviceEnv(service, options) });
  return {
    name: service,
    command: process.execPath,
    args: [join(root, 'services', service, 'src/server.ts')],
    env,
    cwd: join(root, 'services', service),
    ready: () => getOk(`http://127.0.0.1:${env().PORT ?? ''}/readyz`),
    readyWithinMs: 90_000,
    stopWithinMs: 12_000,
    ...(options.dev && { watch: watched(service) }),
  };
}

/** A second instance of music with the same data, for those who want to see two of them share a session. */
export function secondMusicProcess(options: ServiceProcessOptions): ProcessSpec {
  const { ports } = options.facts;
  const moved = { ...options, facts: { ...options.facts, ports: { ...ports, music: ports.music2 } } };
  return { ...serviceProcess('music', moved), name: 'music2' };
}
