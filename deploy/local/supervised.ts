import { setTimeout as sleep } from 'node:timers/promises';
// By its path: nothing else of the services is needed here.
import { EX_CONFIG } from '../../services/shared/src/lifecycle/exit-status.ts';
import { restartDelayMs } from './backoff.ts';
import { forgetPid, rememberPid } from './pid-file.ts';
import { poll } from './poll.ts';
import { type Leader, endGroup, isAlive, launchGroup, signalGroup } from './process-group.ts';
import type { ProcessSpec } from './process-spec.ts';
import { type OnLine, ProgramLog } from './program-log.ts';
import { reasonOf, red, say, sayReady } from './say.ts';
import { watchFiles } from './watch.ts';

// A Ctrl-C also reaches a child that has no group of its own yet; the run hears of it a moment later.
const CTRL_C_MS = 100;

export type SuperviseOptions = {
  dataDir: string;
  onLine?: OnLine;
  /** Told the name of each program that did not stop in its time. */
  onKilled?: (name: string) => void;
};

/** A program that cannot do with the environment that it was given; tried again, it would say the same. */
export class EnvironmentRefused extends Error {}

/** One program that is kept alive: started, awaited, restarted when it dies, stopped within its time limit. */
export class Supervised {
  readonly name: string;
  private readonly spec: ProcessSpec;
  private readonly options: SuperviseOptions;
  private readonly log: ProgramLog;
  private readonly deaths: number[] = [];
  /** Aborted, with the reason, once this program is not to run any more. */
  private readonly over = new AbortController();
  private child: Leader | undefined;
  /** The child that is being ended by us, whose death is no news. */
  private leaving: Leader | undefined;
  private unwatch: (() => void) | undefined;
  private wasReady = false;

  constructor(spec: ProcessSpec, options: SuperviseOptions) {
    this.name = spec.name;
    this.spec = spec;
    this.options = options;
    this.log = new ProgramLog(spec.name, options);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts the program and resolves once it is ready; throws when its time is over. */
  async start(): Promise<void> {
    const { watch } = this.spec;
    if (watch) this.unwatch ??= watchFiles(watch, (file) => this.restart(file));
    await this.launch();
    await this.untilReady(this.over.signal);
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
    await this.log.end();
  }

  /** SIGKILL to the whole process group, whatever it is doing; `stop` tells when it is gone. */
  kill(): void {
    this.over.abort(new Error(`${this.name} is being killed`));
    if (this.child && isAlive(this.child)) signalGroup(this.child, 'SIGKILL');
  }

  private isOver(): boolean {
    return this.over.signal.aborted;
  }

  private untilReady(signal: AbortSignal): Promise<void> {
    const { readyWithinMs: withinMs, ready } = this.spec;
    const what = `${this.name} (its log: ${this.log.path})`;
    return poll(ready, { withinMs, what, signal });
  }

  private async end(): Promise<void> {
    const child = this.child;
    if (!child || !isAlive(child)) return;
    this.leaving = child;
    const withinMs = this.spec.stopWithinMs;
    const onLate = (): void => {
      say(this.name, red(`did not stop within ${withinMs / 1000} s, killed`));
      this.options.onKilled?.(this.name);
    };
    await endGroup(child, { withinMs, insist: !this.wasReady, onLate });
  }

  /** Not awaited until it is ready: the next change may be what makes it so. */
  private async restart(file: string): Promise<void> {
    say(this.name, `${file} has changed, so it is started again.`);
    await this.end();
    if (this.isOver()) return;
    await this.launch();
    if (this.wasReady && this.child) void this.tellReadyAgain(this.child);
  }

  private async tellReadyAgain(child: Leader): Promise<void> {
    const began = performance.now();
    const dead = new AbortController();
    child.once('exit', () => dead.abort());
    try {
      await this.untilReady(AbortSignal.any([this.over.signal, dead.signal]));
      sayReady(this.name, began, 'ready again');
    } catch (error) {
      // Its death, and the end of the run, are told elsewhere.
      if (!this.isOver() && !dead.signal.aborted) say(this.name, red(reasonOf(error)));
    }
  }

  private async launch(): Promise<void> {
    await this.spec.beforeStart?.();
    if (this.isOver()) return;
    const child = launchGroup(this.spec);
    this.child = child;
    this.log.follow(child);
    child.once('error', (error) => say(this.name, red(`cannot be started: ${error.message}`)));
    child.once('exit', () => void this.died(child));
    if (child.pid) rememberPid(this.options.dataDir, this.name, child.pid);
  }

  private async died(child: Leader): Promise<void> {
    const at = Date.now();
    const complete = this.log.lastWords(child);
    if (child.signalCode === 'SIGINT') await sleep(CTRL_C_MS);
    await complete;
    if (this.isOver() || child === this.leaving) return;
    const how = child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
    const refused = child.exitCode === EX_CONFIG;
    if (this.spec.watch && (this.wasReady || !refused)) {
      const sentence = `died (${how}); it is started again when a file changes.`;
      say(this.name, red(`${sentence}\n${this.log.shown()}`));
    } else if (refused) this.giveUp(EnvironmentRefused, 'refuses its environment, so it stays down.');
    else await this.comeBack(how, at);
  }

  private giveUp(Reason: new (message: string) => Error, sentence: string): void {
    say(this.name, red(sentence));
    this.over.abort(new Reason(`${this.name} ${sentence}\n${this.log.shown()}`));
  }

  private async comeBack(how: string, at: number): Promise<void> {
    this.deaths.push(at);
    const delayMs = restartDelayMs(this.deaths, at);
    if (delayMs === undefined) {
      const tried = 'five restarts in a minute were not enough';
      this.giveUp(Error, `died again (${how}); ${tried}, so it stays down.`);
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
