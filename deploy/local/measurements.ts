import { readFileSync, readdirSync } from 'node:fs';
import { execa } from 'execa';
import { poll } from './poll.ts';
import { readyInFull } from './probes.ts';
import { envOf } from './process-spec.ts';
import { type ServiceEnvOptions, type ServiceName, serviceProcess } from './services.ts';

const ROUNDS = 5;

/** Resident memory in MiB, as the kernel counts it (Linux: proc_pid_status(5)). */
export function residentMebibytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

/** The number of a Node process's worker threads, by the name that Node gives them; libraries' threads do not count. */
function workersOf(pid: number): number {
  const task = `/proc/${pid}/task`;
  return readdirSync(task).filter((id) => threadName(`${task}/${id}/comm`) === 'WorkerThread').length;
}

/** Empty for a thread that has just ended. */
function threadName(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Waits until a Node process has no worker thread; throws when it keeps one for longer than `withinMs`. */
export async function untilNoWorker(pid: number, withinMs: number): Promise<void> {
  const none = async (): Promise<void> => {
    const workers = workersOf(pid);
    if (workers > 0) throw new Error(`${workers} at work`);
  };
  await poll(none, { withinMs, everyMs: 250, what: 'A process without worker threads' });
}

/** Starts one more instance of a service on a second port, and stops it after `use` has resolved. */
export async function withExtraInstance<T>(
  service: ServiceName,
  { facts, shell }: ServiceEnvOptions,
  use: (url: string, startMs: number) => T | Promise<T>,
): Promise<T> {
  const { ports } = facts;
  const moved = { ...facts, ports: { ...ports, [service]: ports.music2 } };
  const spec = serviceProcess(service, { facts: moved, shell, dev: false });
  const url = `http://localhost:${ports.music2}`;
  const began = performance.now();
  const where = { env: envOf(spec), extendEnv: false, ...(spec.cwd && { cwd: spec.cwd }) };
  const instance = execa(spec.command, spec.args, { ...where, stdio: 'ignore', reject: false });
  try {
    await poll(() => readyInFull(url), { withinMs: 30_000, everyMs: 10, what: service });
    return await use(url, performance.now() - began);
  } finally {
    instance.kill('SIGTERM');
    await instance;
  }
}

/** The median time in milliseconds from exec until a service is ready with all its dependencies. */
export async function medianStartMs(service: ServiceName, options: ServiceEnvOptions): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    times.push(await withExtraInstance(service, options, (_url, startMs) => startMs));
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}
