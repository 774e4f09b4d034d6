import { microseconds, type Microseconds } from '@downbeat/timing';
import { systemClock } from '../../../src/listening/store/reference-clock.ts';
import type { ReferenceClock, ReferenceIdentity } from '../../../src/listening/store/reference-clock.ts';

/** A reference clock that steps, is replaced and goes away when it is told to; a real server cannot be told. */
export class FakeReference implements ReferenceClock {
  runId = 'run-1';
  generation = 0;
  announced = 0;
  fails = false;
  #aheadUs = 1_700_000_000_000_000;

  nowUs(): Microseconds {
    return microseconds(systemClock.nowUs() + this.#aheadUs);
  }

  step(us: number): void {
    this.#aheadUs += us;
  }

  async readUs(): Promise<Microseconds> {
    this.#requireThere();
    return this.nowUs();
  }

  async identity(): Promise<ReferenceIdentity> {
    this.#requireThere();
    return { runId: this.runId, generation: this.generation };
  }

  async announceStep(knownGeneration: number): Promise<number> {
    this.#requireThere();
    if (knownGeneration === this.generation) {
      this.generation += 1;
      this.announced += 1;
    }
    return this.generation;
  }

  #requireThere(): void {
    if (this.fails) throw new Error('the reference is away');
  }
}
