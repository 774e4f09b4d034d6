import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
// Imported by path, because deploy needs nothing else of the services.
import { EX_CONFIG } from '../../services/shared/src/exit-status.ts';
import { log, red } from './log.ts';
import { forgetPid, rememberPid } from './pid-file.ts';
import { poll } from './poll.ts';
import { type ProcessSpec, envOf } from './process-spec.ts';
import { type OnLine, ProgramLog } from './program-log.ts';

// A Ctrl-C can also reach a child that has no process group yet; the run itself receives it a moment later.
const CTRL_C_MS = 100;
// A start script that receives SIGTERM before it has started its server can lose it; the server would run on.
const REPEAT_SIGTERM_MS = 1_000;

export type ProgramOptions = {
  dataDir: string;
  onLine?: OnLine;
  /** Called with the name of each program that did not stop within its time limit. */
  onKilled?: (name: string) => void;
};

export type Exit = {
  /** The signal or exit code, for a sentence. */
  reason: string;
  /** Whether the program refused its environment. */
  refused: boolean;
  /** In milliseconds, as `Date.now()` counts. */
  at: number;
};

type Child = ReturnType<typeof launchChild>;

/** Starts the program in a process group of its own, so that the terminal's Ctrl-C reaches this process alone. */
function launchChild(spec: ProcessSpec) {
  const child = execa(spec.command, spec.args, {
    env: envOf(spec),
    extendEnv: false,
    ...(spec.cwd && { cwd: spec.cwd }),
    stdin: 'ignore',
    buffer: false,
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: false,
  });
  // The exit is observed by the event; execa's promise also waits for the end of the output.
  child.catch(() => undefined);
  return child;
}

function isAlive({ pid, nodeChildProcess }: Child): boolean {
  return pid !== undefined && nodeChildProcess.exitCode === null && nodeChildProcess.signalCode === null;
}

/** A program and its present process: launches it, polls its readiness, ends it. The supervisor makes the decisions. */
export class Program {
  readonly #spec: ProcessSpec;
  readonly #options: ProgramOptions;
  readonly #onExit: (exit: Exit) => void;
  readonly #log: ProgramLog;
  #child: Child | undefined;
  /** The child that is being ended here; its exit is not reported. */
  #ending: Child | undefined;

  constructor(spec: ProcessSpec, options: ProgramOptions, onExit: (exit: Exit) => void) {
    this.#spec = spec;
    this.#options = options;
    this.#onExit = onExit;
    this.#log = new ProgramLog(spec.name, options);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What the program has written since its last launch. */
  excerpt(): string {
    return this.#log.excerpt();
  }

  /** Resolves to a signal that is aborted when the process exits. Launches nothing once `over` is aborted. */
  async launch(over: AbortSignal): Promise<AbortSignal> {
    await this.#spec.beforeStart?.();
    if (over.aborted) return over;
    const { name } = this.#spec;
    const exited = new AbortController();
    const child = launchChild(this.#spec);
    this.#child = child;
    this.#log.follow(child);
    child.nodeChildProcess.once('error', (error) => log(name, red(`cannot be started: ${error.message}`)));
    child.nodeChildProcess.once('exit', () => {
      exited.abort();
      void this.#exited(child);
    });
    if (child.pid) rememberPid(this.#options.dataDir, name, child.pid);
    return exited.signal;
  }

  /** Resolves once the program does its work; throws after its time limit, or the signal's reason. */
  untilReady(signal: AbortSignal): Promise<void> {
    const { name, readyWithinMs: withinMs, ready } = this.#spec;
    return poll(ready, { withinMs, what: `${name} (its log: ${this.#log.path})`, signal });
  }

  /** Sends SIGTERM (every second, with `repeat`), and SIGKILL to the whole process group after the time limit. */
  async end(repeat: boolean): Promise<void> {
    const child = this.#child;
    if (!child || !isAlive(child)) return;
    this.#ending = child;
    const { name, stopWithinMs: withinMs } = this.#spec;
    const exited = once(child.nodeChildProcess, 'exit');
    child.kill('SIGTERM');
    const repeated = repeat ? setInterval(() => child.kill('SIGTERM'), REPEAT_SIGTERM_MS) : undefined;
    const outcome = await Promise.race([exited, sleep(withinMs, 'late', { ref: false })]);
    clearInterval(repeated);
    if (outcome !== 'late') return;
    log(name, red(`did not stop within ${withinMs / 1000} s, killed`));
    this.#options.onKilled?.(name);
    child.kill('SIGKILL');
    await exited;
  }

  /** Removes the traces of a program that has ended for good. */
  async close(): Promise<void> {
    forgetPid(this.#options.dataDir, this.#spec.name);
    await this.#spec.afterStop?.();
    await this.#log.end();
  }

  kill(): void {
    if (this.#child && isAlive(this.#child)) this.#child.kill('SIGKILL');
  }

  async #exited(child: Child): Promise<void> {
    const at = Date.now();
    const { exitCode, signalCode } = child.nodeChildProcess;
    const outputRead = this.#log.readToEnd(child);
    if (signalCode === 'SIGINT') await sleep(CTRL_C_MS);
    await outputRead;
    // A change of a file can have launched the next process by now.
    if (child === this.#ending || child !== this.#child) return;
    const reason = signalCode ?? `exit code ${exitCode ?? 'unknown'}`;
    this.#onExit({ reason, refused: exitCode === EX_CONFIG, at });
  }
}
