import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type WriteStream, createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { restartDelayMs } from './backoff.ts';
import { forgetPid, rememberPid } from './pid-file.ts';
import { poll } from './poll.ts';
import type { ProcessSpec } from './process-spec.ts';
import { reasonOf, red, say } from './say.ts';
import { watchFolders } from './watch.ts';

// A start script that is told to end before it has started its server forgets that; the server would run on.
const TELL_AGAIN_MS = 1_000;
// A Ctrl-C also reaches a child that has no group of its own yet; the run hears of it a moment later.
const CTRL_C_MS = 100;

export type SuperviseOptions = { dataDir: string; onLine?: (name: string, line: string) => void };

/** One program that is kept alive: started, awaited, restarted when it dies, stopped within its time limit. */
export class Supervised {
  readonly name: string;
  private readonly spec: ProcessSpec;
  private readonly options: SuperviseOptions;
  private readonly log: WriteStream;
  private readonly deaths: number[] = [];
  private readonly logPath: string;
  /** Aborted, with the reason, once this program is not to run any more. */
  private readonly over = new AbortController();
  private child: ChildProcess | undefined;
  /** The child that is being ended by us, whose death is no news. */
  private leaving: ChildProcess | undefined;
  private unwatch: (() => void) | undefined;
  private wasReady = false;

  constructor(spec: ProcessSpec, options: SuperviseOptions) {
    this.name = spec.name;
    this.spec = spec;
    this.options = options;
    mkdirSync(join(options.dataDir, 'logs'), { recursive: true });
    this.logPath = join(options.dataDir, 'logs', `${spec.name}.log`);
    this.log = createWriteStream(this.logPath, { flags: 'a' });
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts the program and resolves once it is ready; throws when its time is over. */
  async start(): Promise<void> {
    const { watch } = this.spec;
    if (watch) this.unwatch ??= watchFolders(watch, (file) => this.restart(file));
    await this.launch();
    await this.untilReady();
    this.wasReady = true;
  }

  /** From now on its death is no news, and it is not started again. */
  release(): void {
    this.over.abort(new Error(`${this.name} is being stopped`));
  }

  /** SIGTERM, then SIGKILL to the whole process group when the time limit has passed. */
  async stop(): Promise<void> {
    this.release();
    this.unwatch?.();
    await this.end();
    forgetPid(this.options.dataDir, this.name);
    await this.spec.afterStop?.();
    this.log.end();
  }

  /** SIGKILL to the whole process group, whatever it is doing; `stop` tells when it is gone. */
  kill(): void {
    this.over.abort(new Error(`${this.name} is being killed`));
    if (this.child && isAlive(this.child)) signalGroup(this.child, 'SIGKILL');
  }

  private isOver(): boolean {
    return this.over.signal.aborted;
  }

  private untilReady(): Promise<void> {
    const { readyWithinMs: withinMs, ready } = this.spec;
    const what = `${this.name} (its log: ${this.logPath})`;
    return poll(ready, { withinMs, what, signal: this.over.signal });
  }

  private async end(): Promise<void> {
    const child = this.child;
    if (!child || !isAlive(child)) return;
    this.leaving = child;
    const gone = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    const again = this.wasReady ? undefined : setInterval(() => signalGroup(child, 'SIGTERM'), TELL_AGAIN_MS);
    const late = sleep(this.spec.stopWithinMs, 'late', { ref: false });
    const outcome = await Promise.race([gone, late]);
    clearInterval(again);
    if (outcome !== 'late') return;
    say(this.name, red(`did not stop within ${this.spec.stopWithinMs / 1000} s, killed`));
    signalGroup(child, 'SIGKILL');
    await gone;
  }

  /** Not awaited until it is ready: the next change may be what makes it so. */
  private async restart(file: string): Promise<void> {
    say(this.name, `${file} has changed, so it is started again.`);
    await this.end();
    if (!this.isOver()) await this.launch();
  }

  private async launch(): Promise<void> {
    await this.spec.beforeStart?.();
    if (this.isOver()) return;
    const { command, args, env, cwd } = this.spec;
    // A process group of its own, so that the terminal's Ctrl-C reaches only us and we stop things in order.
    const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => this.keep(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.keep(chunk));
    child.once('error', (error) => say(this.name, red(`cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => void this.died(child, signal ?? `exit code ${code ?? 'unknown'}`));
    if (child.pid) rememberPid(this.options.dataDir, this.name, child.pid);
  }

  private keep(chunk: Buffer): void {
    if (!this.log.writableEnded) this.log.write(chunk);
    const { onLine } = this.options;
    if (onLine) for (const line of chunk.toString().split('\n')) if (line.trim()) onLine(this.name, line);
  }

  private async died(child: ChildProcess, how: string): Promise<void> {
    if (how === 'SIGINT') await sleep(CTRL_C_MS);
    if (this.isOver() || child === this.leaving) return;
    if (this.spec.watch) {
      say(
        this.name,
        red(`died (${how}); it is started again when a file changes.\n${logTail(this.logPath)}`),
      );
      return;
    }
    this.deaths.push(Date.now());
    const delayMs = restartDelayMs(this.deaths, Date.now());
    if (delayMs === undefined) {
      const sentence = `died again (${how}); five restarts in a minute were not enough, so it stays down.`;
      say(this.name, red(sentence));
      this.over.abort(new Error(`${this.name} ${sentence}\n${logTail(this.logPath)}`));
      return;
    }
    say(this.name, red(`died (${how}); it is started again in ${delayMs / 1000} s.`));
    try {
      await sleep(delayMs, undefined, { signal: this.over.signal });
      await this.start();
      say(this.name, 'is back.');
    } catch (error) {
      // Death during a restart has its own turn here; only a program that lives but is not ready is news.
      if (!this.isOver()) say(this.name, red(reasonOf(error)));
    }
  }
}

function logTail(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-12);
  return [`The end of ${path}:`, ...lines].join('\n  ');
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null && child.pid !== undefined;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
