import { readFileSync, readdirSync } from 'node:fs';
import { poll } from '../poll.ts';

/** Resident memory in MiB, by the kernel's own count (Linux: proc_pid_status(5)). */
export function residentMebibytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

/** How many worker threads a Node process has, by the name that Node gives them; those of libraries are none. */
function workersOf(pid: number): number {
  const task = `/proc/${pid}/task`;
  return readdirSync(task).filter((id) => nameOf(`${task}/${id}/comm`) === 'WorkerThread').length;
}

/** Empty for a thread that has just ended. */
function nameOf(path: string): string {
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
