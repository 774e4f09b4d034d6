import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { SerialQueue } from '@downbeat/shared/serial-queue';
import {
  ClockEstimator,
  measureBurst,
  microseconds,
  type Microseconds,
  type ProbeSample,
} from '@downbeat/timing';
import {
  generationOf,
  probeReference,
  type AgreeOnReference,
  type MonotonicClock,
  type ReferenceClock,
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
/** For this long after a restart of the server, only the instances that ran before it decide whether its clock went on. */
const WAIT_SECONDS = 5;
/** Until the time is known no socket can be accepted, so it is asked for more often. */
const RETRY_INTERVAL_MS = 250;

/**
 * This instance's view of the one timebase that all instances share. It runs on the instance's own monotonic clock,
 * corrected towards the reference with the same filter that clients use, so it does not jump or wait for the network.
 */
export class Timebase {
  readonly #clock: MonotonicClock;
  readonly #source: ReferenceClock;
  readonly #agree: AgreeOnReference;
  #estimator = new ClockEstimator();
  readonly #queue = new SerialQueue();
  #reference = '';
  #seenGeneration = -1;
  #changes: ReferenceChange[] = [];
  readonly #listeners = new Set<(change: ReferenceChange) => void>();

  constructor(clock: MonotonicClock, source: ReferenceClock, agree: AgreeOnReference) {
    this.#clock = clock;
    this.#source = source;
    this.#agree = agree;
  }

  /** Whether the time is known. */
  get ready(): boolean {
    return this.#reference !== '';
  }

  /** The reference clock of {@link nowUs}; '' before it is known. Instants of different references cannot be compared. */
  get reference(): string {
    return this.#reference;
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
  update(): Promise<void> {
    return this.#queue.run('update', () => this.#update());
  }

  /**
   * Measures the reference at once if this one is newer than the known one: another instance has noticed a change first.
   * Rejects when the reference cannot be reached.
   */
  async catchUp(reference: string): Promise<void> {
    this.#seenGeneration = Math.max(this.#seenGeneration, generationOf(reference));
    const isBehind = (): boolean => generationOf(this.#reference) < this.#seenGeneration;
    if (isBehind()) await this.#queue.run('update', async () => isBehind() && this.#update());
  }

  async #update(): Promise<void> {
    const known = this.#reference;
    const samples = await this.#probe();
    const { runId, uptimeSeconds } = await this.#source.serverProcess();
    const reference = await this.#agree({
      runId,
      known,
      continues: this.ready && !this.#hasStepped(samples),
      seenGeneration: this.#seenGeneration,
      waits: uptimeSeconds < WAIT_SECONDS,
    });
    if (reference === '') throw new Error('the running instances have not measured the restarted server yet');
    if (reference === known) this.#estimator.addBurst(samples);
    // The first burst may be older than the step that another instance has noticed.
    else this.#change(reference, await this.#probe());
  }

  #probe(): Promise<ProbeSample[]> {
    return probeReference(this.#clock, this.#source);
  }

  /** Whether no delay of the probes explains how far the reference is from the expected time. */
  #hasStepped(samples: readonly ProbeSample[]): boolean {
    const { lowestUs, highestUs, localTimeUs } = measureBurst(samples);
    const expectedUs = this.at(localTimeUs) - localTimeUs;
    return expectedUs < lowestUs - STEP_US || expectedUs > highestUs + STEP_US;
  }

  /** The new time and its reference are known from the same moment on. */
  #change(reference: string, samples: readonly ProbeSample[]): void {
    const [from, before] = [this.#reference, this.#estimator];
    this.#estimator = new ClockEstimator();
    this.#estimator.addBurst(samples);
    this.#reference = reference;
    if (from === '') return;
    const nowUs = this.#clock.nowUs();
    const shiftUs = this.#estimator.toReference(nowUs) - before.toReference(nowUs);
    const change = { from, to: reference, shiftUs };
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
