import type { ProcessSpec } from './process-spec.ts';
import { sayReady } from './say.ts';
import type { ProgramOptions } from './program.ts';
import { Supervised } from './supervised.ts';

/** What stands on what: a later stage is stopped before an earlier one. */
export const stages = ['port mapper', 'backing', 'services', 'page'] as const;
export type Stage = (typeof stages)[number];

/** Everything that this run started; it stops all of that, and nothing else, what stands on top first. */
export class Fleet {
  private readonly members: { stage: Stage; program: Supervised }[] = [];
  private readonly options: ProgramOptions;
  private stopped: Promise<void> | undefined;

  constructor(options: ProgramOptions) {
    this.options = options;
  }

  /** Starts one program and resolves once it is ready. */
  async start(stage: Stage, spec: ProcessSpec): Promise<void> {
    if (this.stopped) throw new Error('The run is being stopped.');
    const program = new Supervised(spec, this.options);
    this.members.push({ stage, program });
    const began = performance.now();
    await program.start();
    sayReady(spec.name, began);
  }

  /** The process of that name, as long as it runs; after a restart it has another id. */
  pidOf(name: string): number | undefined {
    return this.members.find(({ program }) => program.name === name)?.program.pid;
  }

  /** Stops in reverse order of the stages; a second call joins the first. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** Kills what still runs, in no order, also in the middle of a stop; resolves once all of it is gone. */
  kill(): Promise<void> {
    for (const { program } of this.members) program.kill();
    return this.stop();
  }

  private async stopAll(): Promise<void> {
    for (const { program } of this.members) program.release();
    for (const stage of stages.toReversed()) {
      const programs = this.members.filter((member) => member.stage === stage).map(({ program }) => program);
      await Promise.all(programs.map((program) => program.stop()));
    }
  }
}
