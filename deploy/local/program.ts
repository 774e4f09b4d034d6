import { setTimeout as sleep } from 'node:timers/promises';
// By its path: nothing else of the services is needed here.
import { EX_CONFIG } from '../../services/shared/src/lifecycle/exit-status.ts';
import { forgetPid, rememberPid } from './pid-file.ts';
import { poll } from './poll.ts';
import { type Leader, endGroup, isAlive, launchGroup, signalGroup } from './process-group.ts';
import type { ProcessSpec } from './process-spec.ts';
import { type OnLine, ProgramLog } from './program-log.ts';
import { red, say } from './say.ts';

// A Ctrl-C also reaches a child that has no group of its own yet; the run hears of it a moment later.
const CTRL_C_MS = 100;

export type ProgramOptions = {
  dataDir: string;
  onLine?: OnLine;
  /** Told the name of each program that did not stop in its time. */
  onKilled?: (name: string) => void;
};

export type Death = {
  /** The signal or exit code, for a sentence. */
  how: string;
  /** Whether it refused its environment. */
  refused: boolean;
  /** In milliseconds, as `Date.now()` counts. */
  at: number;
};

/** A program and the process that it is at present: launched, asked whether it is ready, ended. It decides nothing. */
export class Program {
  private readonly spec: ProcessSpec;
  private readonly options: ProgramOptions;
  private readonly onDeath: (death: Death) => void;
  private readonly log: ProgramLog;
  private child: Leader | undefined;
  /** The child that is being ended by us, whose death is no news. */
  private leaving: Leader | undefined;

  constructor(spec: ProcessSpec, options: ProgramOptions, onDeath: (death: Death) => void) {
    this.spec = spec;
    this.options = options;
    this.onDeath = onDeath;
    this.log = new ProgramLog(spec.name, options);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** What it has written since its last launch. */
  shown(): string {
    return this.log.shown();
  }

  /** Resolves to a signal that tells its death; launches nothing once `over` is aborted. */
  async launch(over: AbortSignal): Promise<AbortSignal> {
    await this.spec.beforeStart?.();
    if (over.aborted) return over;
    const { name } = this.spec;
    const dead = new AbortController();
    const child = launchGroup(this.spec);
    this.child = child;
    this.log.follow(child);
    child.once('error', (error) => say(name, red(`cannot be started: ${error.message}`)));
    child.once('exit', () => {
      dead.abort();
      void this.died(child);
    });
    if (child.pid) rememberPid(this.options.dataDir, name, child.pid);
    return dead.signal;
  }

  /** Resolves once it does its work; throws when its time is over, or the signal's reason. */
  untilReady(signal: AbortSignal): Promise<void> {
    const { name, readyWithinMs: withinMs, ready } = this.spec;
    return poll(ready, { withinMs, what: `${name} (its log: ${this.log.path})`, signal });
  }

  /** SIGTERM, again and again where it is to `insist`, then SIGKILL when the time limit has passed. */
  async end(insist: boolean): Promise<void> {
    const { child } = this;
    if (!child || !isAlive(child)) return;
    this.leaving = child;
    const { name, stopWithinMs: withinMs } = this.spec;
    const onLate = (): void => {
      say(name, red(`did not stop within ${withinMs / 1000} s, killed`));
      this.options.onKilled?.(name);
    };
    await endGroup(child, { withinMs, insist, onLate });
  }

  /** Leaves nothing of it, once it has ended for good. */
  async close(): Promise<void> {
    forgetPid(this.options.dataDir, this.spec.name);
    await this.spec.afterStop?.();
    await this.log.end();
  }

  kill(): void {
    if (this.child && isAlive(this.child)) signalGroup(this.child, 'SIGKILL');
  }

  private async died(child: Leader): Promise<void> {
    const at = Date.now();
    const complete = this.log.lastWords(child);
    if (child.signalCode === 'SIGINT') await sleep(CTRL_C_MS);
    await complete;
    // Meanwhile a change may have launched the next.
    if (child === this.leaving || child !== this.child) return;
    const how = child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
    this.onDeath({ how, refused: child.exitCode === EX_CONFIG, at });
  }
}
