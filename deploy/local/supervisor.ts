import { basename, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { log, logReady, reasonOf, red } from './log.ts';
import { root } from './paths.ts';
import { EnvironmentRefused, type ProcessSpec } from './process-spec.ts';
import { type Exit, Program, type ProgramOptions } from './program.ts';

const WINDOW_MS = 60_000;
const MAX_RESTARTS_IN_WINDOW = 5;
/** One save causes several events, and a change of branch many. */
const SETTLE_MS = 150;
// Temporary files that editors create beside the file they save.
const temporary = /^\.(?!env$)|~$|\.sw.$|^\d+$/;

/**
 * The pause before the next restart in milliseconds, which doubles each time, or undefined once there were five restarts
 * within a minute: a program that exits that often needs a person. `exits` are the times of all exits so far.
 */
export function restartDelayMs(exits: readonly number[], now: number): number | undefined {
  const recent = exits.filter((at) => now - at < WINDOW_MS).length;
  return recent > MAX_RESTARTS_IN_WINDOW ? undefined : 200 * 2 ** (recent - 1);
}

/** Calls `onChange` with one changed file after each burst of changes, one call at a time. Returns the stop function. */
function watchFiles(paths: string[], onChange: (file: string) => Promise<void>): () => void {
  let changed: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const notify = async (): Promise<void> => {
    const file = changed;
    changed = undefined;
    if (file !== undefined) await onChange(file);
  };
  const watcher = watch(paths, { ignoreInitial: true, ignored: (path) => temporary.test(basename(path)) });
  watcher.on('error', (error) => log('watch', red(reasonOf(error))));
  watcher.on('all', (_event, path) => {
    changed ??= relative(root, path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(notify);
    }, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    void watcher.close();
  };
}

/** Keeps one program running: starts it, restarts it when it exits, stops it within its time limit. */
export class Supervisor {
  readonly name: string;
  readonly #watched: string[] | undefined;
  readonly #program: Program;
  readonly #exits: number[] = [];
  /** Aborted, with the reason, once this program is not to run any more. */
  readonly #over = new AbortController();
  #unwatch: (() => void) | undefined;
  #wasReady = false;

  constructor(spec: ProcessSpec, options: ProgramOptions) {
    this.name = spec.name;
    this.#watched = spec.watch;
    this.#program = new Program(spec, options, (exit) => void this.#exited(exit));
  }

  get pid(): number | undefined {
    return this.#program.pid;
  }

  /** Starts the program and resolves once it is ready; throws after its time limit. */
  async start(): Promise<void> {
    if (this.#watched) this.#unwatch ??= watchFiles(this.#watched, (file) => this.#restart(file));
    await this.#program.launch(this.#over.signal);
    await this.#program.untilReady(this.#over.signal);
    this.#wasReady = true;
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
    await this.#program.close();
  }

  /** Sends SIGKILL to the whole process group at once; `stop` resolves when it is gone. */
  kill(): void {
    this.#over.abort(new Error(`${this.name} is being killed`));
    this.#program.kill();
  }

  /** A program that was never ready may have lost the first SIGTERM, so it is repeated. */
  #end(): Promise<void> {
    return this.#program.end(!this.#wasReady);
  }

  /** Does not wait until the program is ready: it may need the next change for that. */
  async #restart(file: string): Promise<void> {
    log(this.name, `${file} has changed, so it is started again.`);
    await this.#end();
    if (this.#over.signal.aborted) return;
    const exited = await this.#program.launch(this.#over.signal);
    if (this.#wasReady) void this.#logReadyAgain(exited);
  }

  async #logReadyAgain(exited: AbortSignal): Promise<void> {
    const began = performance.now();
    try {
      await this.#program.untilReady(AbortSignal.any([this.#over.signal, exited]));
      logReady(this.name, began, 'ready again');
    } catch (error) {
      // An exit and the end of the run have log lines of their own.
      if (!this.#over.signal.aborted && !exited.aborted) log(this.name, red(reasonOf(error)));
    }
  }

  async #exited({ reason, refused, at }: Exit): Promise<void> {
    if (this.#over.signal.aborted) return;
    if (this.#watched && (this.#wasReady || !refused)) {
      const sentence = `exited (${reason}); it is started again when a file changes.`;
      log(this.name, red(`${sentence}\n${this.#program.excerpt()}`));
    } else if (refused) this.#giveUp(EnvironmentRefused, 'refuses its environment, so it stays down.');
    else await this.#restartAfterExit(reason, at);
  }

  #giveUp(Reason: new (message: string) => Error, sentence: string): void {
    log(this.name, red(sentence));
    this.#over.abort(new Reason(`${this.name} ${sentence}\n${this.#program.excerpt()}`));
  }

  async #restartAfterExit(reason: string, at: number): Promise<void> {
    this.#exits.push(at);
    const delayMs = restartDelayMs(this.#exits, at);
    if (delayMs === undefined) {
      this.#giveUp(Error, `exited again (${reason}) after five restarts in a minute, so it stays down.`);
      return;
    }
    log(this.name, red(`exited (${reason}); it is started again in ${delayMs / 1000} s.`));
    try {
      await sleep(delayMs, undefined, { signal: this.#over.signal });
      await this.start();
      log(this.name, 'is running again.');
    } catch (error) {
      // An exit during the restart is handled by its own call; here a program runs but is not ready.
      if (!this.#over.signal.aborted) log(this.name, red(reasonOf(error)));
    }
  }
}
