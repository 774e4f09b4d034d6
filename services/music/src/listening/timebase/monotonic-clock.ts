import { microseconds, type Microseconds } from '@downbeat/timing';

/** A clock that only runs forwards and never steps. Its zero means nothing outside this process. */
export interface MonotonicClock {
  nowUs(): Microseconds;
}

/** This process's own. */
export const systemClock: MonotonicClock = {
  nowUs: () => microseconds(performance.now() * 1000),
};
