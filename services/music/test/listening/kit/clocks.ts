import { microseconds } from '@downbeat/timing';
import { systemClock, type MonotonicClock } from '../../../src/listening/store/reference-clock.ts';

/** A clock that is ahead of this process's own, and gains on it: what another machine's would look like. */
export function skewedClock(aheadMs: number, driftPpm = 0): MonotonicClock {
  return {
    nowUs: () => microseconds(systemClock.nowUs() * (1 + driftPpm * 1e-6) + aheadMs * 1000),
  };
}
