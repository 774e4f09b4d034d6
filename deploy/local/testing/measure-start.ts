import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Env, ServiceName } from '../env.ts';
import type { RunFacts } from '../generated-env.ts';
import { poll } from '../poll.ts';
import { envOf } from '../process-spec.ts';
import { readyInFull } from '../probes.ts';
import { serviceProcess } from '../services.ts';

const rounds = 5;

/**
 * Starts a further instance of a running system's service, on a second port, and lets it be used once it has all that it
 * stands on; then it is gone.
 */
export async function withFurther<T>(
  service: ServiceName,
  facts: RunFacts,
  shell: Env,
  use: (url: string, startMs: number) => T | Promise<T>,
): Promise<T> {
  const { ports } = facts;
  const moved = { ...facts, ports: { ...ports, [service]: ports.music2 } };
  const spec = serviceProcess(service, { facts: moved, shell, dev: false });
  const { command, args, cwd } = spec;
  const url = `http://localhost:${ports.music2}`;
  const began = performance.now();
  const child = spawn(command, args, { env: envOf(spec), cwd, stdio: 'ignore' });
  try {
    await poll(() => readyInFull(url), { withinMs: 30_000, everyMs: 10, what: service });
    return await use(url, performance.now() - began);
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

/** The median time in milliseconds from exec until it is ready and not degraded, beside the running system. */
export async function measureStart(service: ServiceName, facts: RunFacts, shell: Env): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    times.push(await withFurther(service, facts, shell, (_url, startMs) => startMs));
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}
