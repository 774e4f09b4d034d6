import { setTimeout as sleep } from 'node:timers/promises';
import { restartDelayMs } from './backoff.ts';
import type { ProcessSpec } from './process-spec.ts';
import { type Death, Program, type ProgramOptions } from './program.ts';
import { reasonOf, red, say, sayReady } from './say.ts';
import { watchFiles } from './watch.ts';

/** A program that cannot do with the environment that it was given; tried again, it would say the same. */
export class EnvironmentRefused extends Error {}

/** One program that is kept alive: started, awaited, restarted when it dies, stopped within its time limit. */
export class Supervised {
  readonly name: string;
  private readonly watch: ProcessSpec['watch'];
  private readonly program: Program;
  private readonly deaths: number[] = [];
  /** Aborted, with the reason, once this program is not to run any more. */
  private readonly over = new AbortController();
  private unwatch: (() => void) | undefined;
  private wasReady = false;

  constructor(spec: ProcessSpec, options: ProgramOptions) {
    this.name = spec.name;
    this.watch = spec.watch;
    this.program = new Program(spec, options, (death) => void this.died(death));
  }

  get pid(): number | undefined {
    return this.program.pid;
  }

  /** Starts the program and resolves once it is ready; throws when its time is over. */
  async start(): Promise<void> {
    if (this.watch) this.unwatch ??= watchFiles(this.watch, (file) => this.restart(file));
    await this.program.launch(this.over.signal);
    await this.program.untilReady(this.over.signal);
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
    await this.program.close();
  }

  /** SIGKILL to the whole process group, whatever it is doing; `stop` tells when it is gone. */
  kill(): void {
    this.over.abort(new Error(`${this.name} is being killed`));
    this.program.kill();
  }

  private isOver(): boolean {
    return this.over.signal.aborted;
  }

  /** What has not been ready yet may not have heard it the first time. */
  private end(): Promise<void> {
    return this.program.end(!this.wasReady);
  }

  /** Not awaited until it is ready: the next change may be what makes it so. */
  private async restart(file: string): Promise<void> {
    say(this.name, `${file} has changed, so it is started again.`);
    await this.end();
    if (this.isOver()) return;
    const dead = await this.program.launch(this.over.signal);
    if (this.wasReady) void this.tellReadyAgain(dead);
  }

  private async tellReadyAgain(dead: AbortSignal): Promise<void> {
    const began = performance.now();
    try {
      await this.program.untilReady(AbortSignal.any([this.over.signal, dead]));
      sayReady(this.name, began, 'ready again');
    } catch (error) {
      // Its death, and the end of the run, are told elsewhere.
      if (!this.isOver() && !dead.aborted) say(this.name, red(reasonOf(error)));
    }
  }

  private async died({ how, refused, at }: Death): Promise<void> {
    if (this.isOver()) return;
    if (this.watch && (this.wasReady || !refused)) {
      const sentence = `died (${how}); it is started again when a file changes.`;
      say(this.name, red(`${sentence}\n${this.program.shown()}`));
    } else if (refused) this.giveUp(EnvironmentRefused, 'refuses its environment, so it stays down.');
    else await this.comeBack(how, at);
  }

  private giveUp(Reason: new (message: string) => Error, sentence: string): void {
    say(this.name, red(sentence));
    this.over.abort(new Reason(`${this.name} ${sentence}\n${this.program.shown()}`));
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
