import { setTimeout as sleep } from 'node:timers/promises';
// Imported by path, because deploy needs nothing else of the services.
import { EX_CONFIG } from '../../services/shared/src/exit-status.ts';
import { log, logReady, reasonOf, red } from './log.ts';
import { forgetPid, rememberPid } from './pid-file.ts';
import { poll } from './probes.ts';
import {
  type Child,
  EnvironmentRefusedError,
  type ProcessSpec,
  ProgramLog,
  type ProgramOptions,
  endChild,
  isAlive,
  launchChild,
} from './program.ts';
import { watchFiles } from './watch-files.ts';

const WINDOW_MS = 60_000;
const MAX_RESTARTS_IN_WINDOW = 5;
// A program that hangs is killed after about 10 s: three probes in a row without an answer, each for 3 s.
const MAX_UNANSWERED_PROBES = 3;
const PROBE_EVERY_MS = 2_000;
// A Ctrl-C can also reach a child that has no process group yet; the run itself receives it a moment later.
const CTRL_C_MS = 100;

/**
 * The pause before the next restart in milliseconds, which doubles each time, or undefined once there were five restarts
 * within a minute: a program that exits that often needs a person. `exits` are the times of all exits so far.
 */
export function restartDelayMs(exits: readonly number[], now: number): number | undefined {
  const recent = exits.filter((at) => now - at < WINDOW_MS).length;
  return recent > MAX_RESTARTS_IN_WINDOW ? undefined : 200 * 2 ** (recent - 1);
}

/** Keeps one program running: starts it, restarts it when it exits, stops it within its time limit. */
class Supervisor {
  readonly #spec: ProcessSpec;
  readonly #options: ProgramOptions;
  readonly #log: ProgramLog;
  readonly #exits: number[] = [];
  /** Aborted, with the reason, once this program is not to run any more. */
  readonly #over = new AbortController();
  #child: Child | undefined;
  /** The child that is being ended here; its exit is expected. */
  #ending: Child | undefined;
  #unwatch: (() => void) | undefined;
  #wasReady = false;

  constructor(spec: ProcessSpec, options: ProgramOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#log = new ProgramLog(spec.name, options.dataDir);
  }

  get name(): string {
    return this.#spec.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the program and resolves once it is ready; throws after its time limit. */
  async start(): Promise<void> {
    const { watch: paths } = this.#spec;
    if (paths) this.#unwatch ??= await watchFiles(paths, (file) => this.#restart(file));
    await this.#launch();
    await this.#untilReady(this.#over.signal);
    this.#wasReady = true;
    if (this.#child) void this.#watchAnswers(this.#child);
  }

  /** From now on the program's exit is expected, and it is not restarted. */
  release(): void {
    this.#over.abort(new Error(`${this.name} is being stopped`));
  }

  /** Sends SIGTERM, and SIGKILL to the whole process group after the time limit. */
  async stop(): Promise<void> {
    this.release();
    this.#unwatch?.();
    await this.#end();
    forgetPid(this.#options.dataDir, this.name);
    await this.#spec.afterStop?.();
    this.#log.close();
  }

  /** Sends SIGKILL to the whole process group at once; `stop` resolves when it is gone. */
  kill(): void {
    this.release();
    if (this.#child && isAlive(this.#child)) this.#child.kill('SIGKILL');
  }

  /** Resolves to a signal that is aborted when the process exits. Launches nothing once the program is over. */
  async #launch(): Promise<AbortSignal> {
    await this.#spec.beforeStart?.();
    if (this.#over.signal.aborted) return this.#over.signal;
    const exited = new AbortController();
    const child = launchChild(this.#spec, this.#log.beginLaunch());
    this.#child = child;
    child.nodeChildProcess.once('error', (error) => this.#report(`cannot be started: ${error.message}`));
    child.nodeChildProcess.once('exit', () => {
      exited.abort();
      void this.#exited(child);
    });
    if (child.pid) rememberPid(this.#options.dataDir, this.name, child.pid);
    return exited.signal;
  }

  /** Resolves once the program does its work; throws after its time limit, or the signal's reason. */
  #untilReady(signal: AbortSignal): Promise<void> {
    const { readyWithinMs: withinMs, ready } = this.#spec;
    return poll(ready, { withinMs, what: `${this.name} (its log: ${this.#log.path})`, signal });
  }

  /** Kills the program when it no longer answers; its exit leads to the restart. Not with `watch`: a debugger may hold it. */
  async #watchAnswers(child: Child): Promise<void> {
    const { alive, watch } = this.#spec;
    if (!alive || watch) return;
    const isCurrent = (): boolean => child === this.#child && isAlive(child) && !this.#over.signal.aborted;
    for (let unanswered = 0; isCurrent();) {
      unanswered = (await alive()) ? 0 : unanswered + 1;
      if (unanswered === 0) await sleep(PROBE_EVERY_MS, undefined, { ref: false });
      else if (unanswered === MAX_UNANSWERED_PROBES && isCurrent()) {
        this.#report('runs but does not answer, so it is killed.');
        child.kill('SIGKILL');
        return;
      }
    }
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (!child || !isAlive(child)) return;
    this.#ending = child;
    const { stopWithinMs: withinMs } = this.#spec;
    // A program that was never ready may have lost the first SIGTERM, so it is repeated.
    if (!(await endChild(child, withinMs, !this.#wasReady))) return;
    log(this.name, red(`did not stop within ${withinMs / 1000} s, killed`));
    this.#options.onKilled?.(this.name);
  }

  /** Does not wait until the program is ready: it may need the next change for that. */
  async #restart(file: string): Promise<void> {
    log(this.name, `${file} has changed, so it is started again.`);
    await this.#end();
    if (this.#over.signal.aborted) return;
    const began = performance.now();
    const exited = await this.#launch();
    if (!this.#wasReady) return;
    void this.#untilReady(AbortSignal.any([this.#over.signal, exited])).then(
      () => logReady(this.name, began, 'ready again'),
      // An exit has a log line of its own.
      (error: unknown) => exited.aborted || this.#report(reasonOf(error)),
    );
  }

  async #exited(child: Child): Promise<void> {
    const { exitCode, signalCode } = child.nodeChildProcess;
    if (signalCode === 'SIGINT') await sleep(CTRL_C_MS);
    // A change of a file can have launched the next process by now.
    if (this.#over.signal.aborted || child === this.#ending || child !== this.#child) return;
    const reason = signalCode ?? `exit code ${exitCode ?? 'unknown'}`;
    const refused = exitCode === EX_CONFIG;
    if (this.#unwatch && (this.#wasReady || !refused))
      this.#report(`exited (${reason}); it is started again when a file changes.\n${this.#log.excerpt()}`);
    else if (refused) this.#giveUp(EnvironmentRefusedError, 'refuses its environment, so it stays down.');
    else await this.#restartAfterExit(reason);
  }

  async #restartAfterExit(reason: string): Promise<void> {
    const now = Date.now();
    this.#exits.push(now);
    const delayMs = restartDelayMs(this.#exits, now);
    if (delayMs === undefined) {
      this.#giveUp(Error, `exited again (${reason}) after five restarts in a minute, so it stays down.`);
      return;
    }
    this.#report(`exited (${reason}); it is started again in ${delayMs / 1000} s.`);
    try {
      await sleep(delayMs, undefined, { signal: this.#over.signal });
      await this.start();
      log(this.name, 'is running again.');
    } catch (error) {
      // An exit during the restart is handled by its own call; here a program runs but is not ready.
      this.#report(reasonOf(error));
    }
  }

  #giveUp(Reason: new (message: string) => Error, sentence: string): void {
    this.#report(sentence);
    this.#over.abort(new Reason(`${this.name} ${sentence}\n${this.#log.excerpt()}`));
  }

  /** Logs a failure, unless the program is over: the end of the run and a last failure have lines of their own. */
  #report(sentence: string): void {
    if (!this.#over.signal.aborted) log(this.name, red(sentence));
  }
}

/** A stage depends on those before it, so a later stage is stopped first. */
const stages = ['port mapper', 'backing', 'services', 'page'] as const;
export type Stage = (typeof stages)[number];

/** All programs that this run has started. It stops these and no others. */
export class Fleet {
  readonly #members: { stage: Stage; program: Supervisor }[] = [];
  readonly #options: ProgramOptions;
  #stopped: Promise<void> | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /** Starts one program and resolves once it is ready. */
  async start(stage: Stage, spec: ProcessSpec): Promise<void> {
    if (this.#stopped) throw new Error('The run is being stopped.');
    const program = new Supervisor(spec, this.#options);
    this.#members.push({ stage, program });
    const began = performance.now();
    await program.start();
    logReady(spec.name, began);
  }

  /** The process id of a running program; it changes with each restart. */
  pidOf(name: string): number | undefined {
    return this.#members.find(({ program }) => program.name === name)?.program.pid;
  }

  /** Stops the stages in reverse order; further calls wait for the same stop. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  /** Kills all running programs at once, also during a stop; resolves when they are gone. */
  kill(): Promise<void> {
    for (const { program } of this.#members) program.kill();
    return this.stop();
  }

  async #stopAll(): Promise<void> {
    for (const { program } of this.#members) program.release();
    for (const stage of stages.toReversed()) {
      const programs = this.#members.filter((member) => member.stage === stage);
      await Promise.all(programs.map(({ program }) => program.stop()));
    }
  }
}
