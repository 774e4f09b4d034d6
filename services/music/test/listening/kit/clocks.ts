import { microseconds, type Microseconds } from '@downbeat/timing';
import {
  systemClock,
  type MonotonicClock,
  type ReferenceClock,
  type ServerProcess,
} from '../../../src/listening/store/reference-clock.ts';

/** A clock that is ahead of this process's own and runs faster, as another machine's would be. */
export function skewedClock(aheadMs: number, driftPpm = 0): MonotonicClock {
  return {
    nowUs: () => microseconds(systemClock.nowUs() * (1 + driftPpm * 1e-6) + aheadMs * 1000),
  };
}

/** A reference clock that a test can step, replace and disconnect, unlike a real server. */
export class FakeReference implements ReferenceClock {
  run = 'run-1';
  uptimeSeconds = 1_000;
  fails = false;
  #aheadUs = 1_700_000_000_000_000;

  nowUs(): Microseconds {
    return microseconds(systemClock.nowUs() + this.#aheadUs);
  }

  step(us: number): void {
    this.#aheadUs += us;
  }

  async readUs(): Promise<Microseconds> {
    if (this.fails) throw new Error('the reference is away');
    return this.nowUs();
  }

  async serverProcess(): Promise<ServerProcess> {
    return { runId: this.run, uptimeSeconds: this.uptimeSeconds };
  }
}
