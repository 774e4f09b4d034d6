import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Env, ServiceName } from '../env.ts';
import type { RunFacts } from '../generated-env.ts';
import { poll } from '../poll.ts';
import { envOf } from '../process-spec.ts';
import { getOk } from '../probes.ts';
import { serviceProcess } from '../services.ts';

const rounds = 5;

/** Starts a further instance of a running system's service, on its second port, and tells the time until ready. */
async function oneStart(service: ServiceName, facts: RunFacts, shell: Env): Promise<number> {
  const { ports } = facts;
  const moved = { ...facts, ports: { ...ports, [service]: ports.music2 } };
  const spec = serviceProcess(service, { facts: moved, shell, dev: false });
  const { command, args, cwd } = spec;
  const began = performance.now();
  const child = spawn(command, args, { env: envOf(spec), cwd, stdio: 'ignore' });
  try {
    const ready = (): Promise<void> => getOk(`http://127.0.0.1:${ports.music2}/readyz`);
    await poll(ready, { withinMs: 30_000, everyMs: 10, what: service });
    return performance.now() - began;
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

/** The median time from exec to ready in milliseconds, beside the running system. */
export async function measureStart(service: ServiceName, facts: RunFacts, shell: Env): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await oneStart(service, facts, shell));
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}
