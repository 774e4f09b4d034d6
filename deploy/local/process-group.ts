import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessSpec, envOf } from './process-spec.ts';

// A start script that is told to end before it has started its server forgets that; the server would run on.
const TELL_AGAIN_MS = 1_000;

/** A process that leads a group of its own, and whose output is ours to read. */
export type Leader = ChildProcessByStdio<null, Readable, Readable>;

/** A process group of its own, so that the terminal's Ctrl-C reaches only us and we stop things in order. */
export function launchGroup(spec: ProcessSpec): Leader {
  const { command, args, cwd } = spec;
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return spawn(command, args, { env: envOf(spec), cwd, detached: true, stdio });
}

export function isAlive(leader: Leader): boolean {
  return leader.exitCode === null && leader.signalCode === null && leader.pid !== undefined;
}

export function signalGroup(leader: Leader, signal: NodeJS.Signals): void {
  if (!leader.pid) return;
  try {
    process.kill(-leader.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

type Ending = {
  withinMs: number;
  /** Say SIGTERM again and again: for what may not have heard it the first time. */
  insist: boolean;
  /** Told when the time is over, before the kill. */
  onLate: () => void;
};

/** SIGTERM, then SIGKILL to the whole group when the time limit has passed; resolves once its leader is gone. */
export async function endGroup(leader: Leader, { withinMs, insist, onLate }: Ending): Promise<void> {
  const gone = once(leader, 'exit');
  signalGroup(leader, 'SIGTERM');
  const again = insist ? setInterval(() => signalGroup(leader, 'SIGTERM'), TELL_AGAIN_MS) : undefined;
  const late = sleep(withinMs, 'late', { ref: false });
  const outcome = await Promise.race([gone, late]);
  clearInterval(again);
  if (outcome !== 'late') return;
  onLate();
  signalGroup(leader, 'SIGKILL');
  await gone;
}
