import { logReady } from './log.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { ProgramOptions } from './program.ts';
import { Supervisor } from './supervisor.ts';

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
