import { microseconds, type Microseconds } from '@downbeat/timing';

/** This machine's monotonic clock. Its zero means nothing; only differences do. */
export interface LocalClock {
  nowUs(): Microseconds;
}

/** `performance.now()` in microseconds: monotonic, and the clock that Web Audio's output timestamps speak. */
export const performanceClock: LocalClock = {
  nowUs: () => microseconds(performance.now() * 1000),
};
