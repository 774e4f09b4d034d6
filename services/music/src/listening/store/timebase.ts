import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { ClockEstimator, microseconds, type Microseconds } from '@downbeat/timing';
import {
  probeReference,
  type MonotonicClock,
  type ReferenceClock,
  type ReferenceIdentity,
} from './reference-clock.ts';

/** The reference was replaced: add `shiftUs` to an instant of the old timebase to get the same instant in the new. */
export interface ReferenceChange {
  readonly from: string;
  readonly to: string;
  readonly shiftUs: number;
}

const CHANGES_KEPT = 8;
/** A smaller difference is a normal NTP correction, which every instance follows without a change of reference. */
const STEP_US = 10_000;
/** More often than clients do it: the reference is near, and unknown drift makes every member's clock wrong. */
const UPDATE_INTERVAL_MS = 2_000;
/** Until the time is known no socket can be accepted, so it is asked for more often. */
const RETRY_INTERVAL_MS = 250;

function nameOf({ runId, generation }: ReferenceIdentity): string {
  return `${runId}:${generation}`;
}

/**
 * This instance's view of the one timebase that all instances share. It runs on the instance's own monotonic clock,
 * corrected towards the reference with the same filter that clients use, so it does not jump or wait for the network.
 */
export class Timebase {
  readonly #clock: MonotonicClock;
  readonly #source: ReferenceClock;
  #estimator = new ClockEstimator();
  #identity: ReferenceIdentity | undefined;
  #changes: ReferenceChange[] = [];
  readonly #listeners = new Set<(change: ReferenceChange) => void>();

  constructor(clock: MonotonicClock, source: ReferenceClock) {
    this.#clock = clock;
    this.#source = source;
  }

  /** Whether the time is known. */
  get ready(): boolean {
    return this.#identity !== undefined;
  }

  /** The reference clock of {@link nowUs}. Instants of different references cannot be compared. */
  get reference(): string {
    return this.#identity === undefined ? '' : nameOf(this.#identity);
  }

  /** This instance's own clock, for time stamps that are converted later. */
  localUs(): Microseconds {
    return this.#clock.nowUs();
  }

  /** What the reference showed when the local clock showed `localUs`, in whole microseconds. */
  at(localUs: Microseconds): Microseconds {
    return microseconds(Math.round(this.#estimator.toReference(localUs)));
  }

  nowUs(): Microseconds {
    return this.at(this.#clock.nowUs());
  }

  /**
   * How far instants of an earlier reference are from those of the current one, in microseconds.
   * @returns undefined if this instance was not running during the change
   */
  shiftFrom(reference: string): number | undefined {
    if (reference === this.reference) return 0;
    const first = this.#changes.findIndex(({ from }) => from === reference);
    if (first === -1) return undefined;
    return this.#changes.slice(first).reduce((sum, { shiftUs }) => sum + shiftUs, 0);
  }

  onChange(listener: (change: ReferenceChange) => void): void {
    this.#listeners.add(listener);
  }

  /** Measures the reference once; rejects when it cannot be reached. */
  async update(): Promise<void> {
    const found = await this.#source.identity();
    const samples = await probeReference(this.#clock, this.#source);
    if (this.#identity === undefined) {
      this.#estimator.addBurst(samples);
      this.#identity = found;
      return;
    }
    const before = this.nowUs();
    const stampUs = this.#clock.nowUs();
    const replaced = found.runId !== this.#identity.runId;
    // Another process has another clock, even when both show about the same time.
    if (replaced) this.#estimator = new ClockEstimator();
    const steps = this.#estimator.steps;
    this.#estimator.addBurst(samples);
    const shiftUs = this.at(stampUs) - before;
    const stepped = this.#estimator.steps > steps && Math.abs(shiftUs) > STEP_US;
    this.#setIdentity(await this.#agreedIdentity(found, stepped && !replaced), shiftUs);
  }

  /** A step is one generation for all instances: the first to notice it announces it, the others follow. */
  async #agreedIdentity(found: ReferenceIdentity, stepped: boolean): Promise<ReferenceIdentity> {
    const known = this.#identity?.generation ?? 0;
    if (!stepped || found.generation !== known) return found;
    return { ...found, generation: await this.#source.announceStep(known) };
  }

  #setIdentity(identity: ReferenceIdentity, shiftUs: number): void {
    const from = this.reference;
    this.#identity = identity;
    if (this.reference === from) return;
    const change = { from, to: this.reference, shiftUs };
    this.#changes = [...this.#changes, change].slice(-CHANGES_KEPT);
    for (const listener of this.#listeners) listener(change);
  }
}

/**
 * Updates a timebase at intervals. Resolves after the first update, whether it succeeded or not.
 * @returns a function that stops the updates
 */
export async function startTimebaseUpdates(timebase: Timebase, logger: Logger): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failing = false;
  const update = async (): Promise<void> => {
    try {
      await timebase.update();
      if (failing) logger.info({ reference: timebase.reference }, 'the timebase is updated again');
      failing = false;
    } catch (error) {
      if (!failing) logger.warn({ reason: reasonOf(error) }, 'the timebase cannot be updated');
      failing = true;
    }
    if (stopped) return;
    const intervalMs = timebase.ready ? UPDATE_INTERVAL_MS : RETRY_INTERVAL_MS;
    timer = setTimeout(() => void update(), intervalMs).unref();
  };
  await update();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
