import { join } from 'node:path';
import { type Env, type ServiceName, fromFile, fromShell, mergeEnv } from './env.ts';
import { generatedEnv, type RunFacts } from './generated-env.ts';
import { root } from './paths.ts';
import { getOk } from './probes.ts';
import type { ProcessSpec } from './process-spec.ts';

type Options = { facts: RunFacts; shell: Env; dev: boolean };

/** The whole environment of one service: generated, then its .env file, then the shell. */
export function serviceEnv(service: ServiceName, { facts, shell }: Options): Record<string, string> {
  return mergeEnv({
    generated: generatedEnv(service, facts),
    file: fromFile(join(root, 'services', service, '.env')),
    shell: fromShell(service, shell),
  });
}

// V8 lets its young generation grow to 48 MiB per process; requests leave far less garbage between two collections.
const smallHeap = ['--max-semi-space-size=4'];

// Not `node --watch`: under it no worker thread starts, and music reads the tags of an upload in one.
const sources = (service: ServiceName): string[] =>
  [`services/${service}/src`, 'services/shared/src', 'timing/src'].map((folder) => join(root, folder));

/** A service as its TypeScript, run by Node as it is; `dev` restarts it when one of its files changes. */
export function serviceProcess(service: ServiceName, options: Options): ProcessSpec {
  const env = serviceEnv(service, options);
  return {
    name: service,
    command: process.execPath,
    args: [...smallHeap, join(root, 'services', service, 'src/server.ts')],
    env,
    cwd: join(root, 'services', service),
    ready: () => getOk(`http://127.0.0.1:${env.PORT ?? ''}/readyz`),
    readyWithinMs: 90_000,
    stopWithinMs: 12_000,
    ...(options.dev && { watch: sources(service) }),
  };
}

/** A second instance of music with the same data, for those who want to see two of them share a session. */
export function secondMusicProcess(options: Options): ProcessSpec {
  const { ports } = options.facts;
  const moved = { ...options, facts: { ...options.facts, ports: { ...ports, music: ports.music2 } } };
  return { ...serviceProcess('music', moved), name: 'music2' };
}
