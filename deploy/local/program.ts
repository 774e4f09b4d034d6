import { once } from 'node:events';
import { closeSync, fchmodSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { privateFolder } from './paths.ts';

// A start script that receives SIGTERM before it has started its server can lose it; the server would run on.
const REPEAT_SIGTERM_MS = 1_000;

/** As many of the first and of the last lines of a launch are shown: the cause of a failure is at either end. */
const SHOWN = 20;

/** Everything that the supervisor knows about one program: a backing server, a service, the page. */
export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  /** A function is called at each launch. */
  env: Record<string, string> | (() => Record<string, string>);
  cwd?: string;
  /** One attempt: resolves when the program does its work, throws when it does not (yet). */
  ready: () => Promise<void>;
  readyWithinMs: number;
  /** One look at the running program from outside: resolves to false when it gives no answer in time, so it hangs. */
  alive?: () => Promise<boolean>;
  stopWithinMs: number;
  /**
   * Files and folders whose change restarts the program. Such a program that exits by itself is not restarted before
   * the next change, because the edit has most likely broken it.
   */
  watch?: string[];
  /** Remove what lives outside of the process, such as a container. */
  beforeStart?: () => Promise<void>;
  afterStop?: () => Promise<void>;
};

/** The environment of a launch that happens now. */
export const envOf = ({ env }: Pick<ProcessSpec, 'env'>): Record<string, string> =>
  typeof env === 'function' ? env() : env;

/** A program does not accept its environment. Another start with the same environment would fail in the same way. */
export class EnvironmentRefusedError extends Error {}

export type ProgramOptions = {
  dataDir: string;
  /** Called with the name of each program that did not stop within its time limit. */
  onKilled?: (name: string) => void;
};

export type Child = ReturnType<typeof launchChild>;

/** Starts the program in a process group of its own, so that the terminal's Ctrl-C reaches this process alone. */
export function launchChild(spec: ProcessSpec, output: number) {
  // Any descriptor works; execa's types know those of this process's own output only.
  const file = output as 1;
  const child = execa(spec.command, spec.args, {
    env: envOf(spec),
    extendEnv: false,
    ...(spec.cwd && { cwd: spec.cwd }),
    stdin: 'ignore',
    stdout: file,
    stderr: file,
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: false,
  });
  // The exit is observed by its event.
  child.catch(() => undefined);
  return child;
}

export function isAlive({ pid, nodeChildProcess }: Child): boolean {
  return pid !== undefined && nodeChildProcess.exitCode === null && nodeChildProcess.signalCode === null;
}

/**
 * Sends SIGTERM (every second, with `repeat`), and SIGKILL to the whole process group after the time limit. Resolves to
 * whether the program had to be killed.
 */
export async function endChild(child: Child, withinMs: number, repeat: boolean): Promise<boolean> {
  const exited = once(child.nodeChildProcess, 'exit');
  child.kill('SIGTERM');
  const repeated = repeat ? setInterval(() => child.kill('SIGTERM'), REPEAT_SIGTERM_MS) : undefined;
  const outcome = await Promise.race([exited, sleep(withinMs, 'late', { ref: false })]);
  clearInterval(repeated);
  if (outcome !== 'late') return false;
  child.kill('SIGKILL');
  await exited;
  return true;
}

/** Keeps the output of a program in a file, to which its processes write by themselves. */
export class ProgramLog {
  readonly path: string;
  readonly #file: number;
  #launchStart = 0;

  constructor(name: string, dataDir: string) {
    this.path = join(privateFolder(join(dataDir, 'logs')), `${name}.log`);
    this.#file = openSync(this.path, 'a', 0o600);
    // A file of an earlier version keeps its mode.
    fchmodSync(this.#file, 0o600);
  }

  /** The file descriptor for the output of a new launch; the excerpt starts here. */
  beginLaunch(): number {
    this.#launchStart = fstatSync(this.#file).size;
    return this.#file;
  }

  /** The first and last lines of the present launch, below the name of the log file. */
  excerpt(): string {
    const output = readFileSync(this.path).subarray(this.#launchStart).toString();
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    const omitted = lines.length - 2 * SHOWN;
    if (omitted > 0) lines.splice(SHOWN, omitted, `... ${omitted} lines more ...`);
    return [`From ${this.path}:`, ...lines].join('\n  ');
  }

  close(): void {
    closeSync(this.#file);
  }
}
