import { leastEachWay, measureBurst, type Measurement, type Selector } from './burst.ts';
import { OffsetDriftFilter } from './kalman.ts';
import { isPlausible, roundTrip, type ProbeSample } from './probe.ts';
import { least, percentile } from './statistics.ts';
import { microseconds, milliseconds, type Microseconds, type Milliseconds } from './units.ts';

/** Probes of one burst. */
export const BURST_SIZE = 8;
/** From one burst to the next. */
export const BURST_INTERVAL_MS = milliseconds(10_000);

/** Round trips kept for the 95th percentile: the last eight bursts. */
const ROUND_TRIPS_KEPT = 64;
/** The least round trip of this many bursts is the baseline; older bursts may have taken another route. */
const BASELINE_BURSTS = 30;
/** Variance of a shift between two references that another clock has measured: 1 ms of deviation. */
const SHIFT_VARIANCE_US2 = 1000 ** 2;
/** How far the estimate may be outside the hard bounds before the clock is treated as stepped. */
const STEP_MARGIN_US = 500;

/**
 * Estimates a reference clock from probes: bursts reduced to one measurement each, fused by a Kalman filter of
 * offset and drift. Reads no clock itself, so it runs equally on a server, in a browser and under simulated time.
 */
export class ClockEstimator {
  readonly #select: Selector;
  #pending: ProbeSample[] = [];
  #roundTrips: number[] = [];
  #baselines: number[] = [];
  #filter: OffsetDriftFilter | undefined;
  #steps = 0;

  constructor(select: Selector = leastEachWay) {
    this.#select = select;
  }

  /** Adds one answered probe to the current burst; false for impossible timestamps, which are ignored. */
  addProbe(sample: ProbeSample): boolean {
    if (!isPlausible(sample)) return false;
    this.#pending.push(sample);
    this.#roundTrips = [...this.#roundTrips, roundTrip(sample)].slice(-ROUND_TRIPS_KEPT);
    return true;
  }

  /** Fuses the probes since the last call; undefined when there are none. */
  completeBurst(): Measurement | undefined {
    const samples = this.#pending;
    this.#pending = [];
    if (samples.length === 0) return undefined;
    const measurement = this.#addQueueVariance(measureBurst(samples, this.#select));
    this.#fuse(measurement);
    return measurement;
  }

  /** Adds and fuses a whole burst. */
  addBurst(samples: readonly ProbeSample[]): Measurement | undefined {
    for (const sample of samples) this.addProbe(sample);
    return this.completeBurst();
  }

  /**
   * Another clock takes the reference's place. What is known of the network stays.
   *
   * @param shiftUs the new reference minus the old one, at one instant; when it is not known, times cannot be converted
   *   until the next burst
   */
  replaceReference(localUs: Microseconds, shiftUs?: number): void {
    const old = this.#filter;
    this.#pending = [];
    this.#filter = undefined;
    if (old === undefined || shiftUs === undefined) return;
    const variance = old.deviationAt(localUs) ** 2 + SHIFT_VARIANCE_US2;
    this.#filter = new OffsetDriftFilter(microseconds(old.offsetAt(localUs) + shiftUs), variance, localUs);
  }

  /** Whether at least one burst was fused, so that times can be converted. */
  get synchronised(): boolean {
    return this.#filter !== undefined;
  }

  /**
   * What the reference clock shows when the local clock shows `localUs`.
   * @throws Error before the first burst
   */
  toReference(localUs: Microseconds): Microseconds {
    return microseconds(localUs + this.#requireFilter().offsetAt(localUs));
  }

  /**
   * What the local clock shows when the reference clock shows `referenceUs`: the inverse of {@link toReference}.
   * @throws Error before the first burst
   */
  toLocal(referenceUs: Microseconds): Microseconds {
    const filter = this.#requireFilter();
    // offsetAt is linear in local time, so solve reference = local + at0 + drift * local for local, near the guess.
    const guess = microseconds(referenceUs - filter.offsetAt(microseconds(0)));
    const miss = referenceUs - (guess + filter.offsetAt(guess));
    return microseconds(guess + miss / (1 + filter.appliedDrift));
  }

  /** One standard deviation of the estimate at a local instant, in microseconds; infinite before the first burst. */
  uncertaintyUs(localUs: Microseconds): number {
    return this.#filter?.deviationAt(localUs) ?? Infinity;
  }

  /** The estimated drift in parts per million; positive when the reference runs faster. */
  get driftPpm(): number {
    return (this.#filter?.drift ?? 0) * 1e6;
  }

  /** The 95th percentile of the last round trips; undefined before the first probe. */
  get roundTripP95Ms(): Milliseconds | undefined {
    const p95 = percentile(this.#roundTrips, 0.95);
    return Number.isNaN(p95) ? undefined : milliseconds(p95 / 1000);
  }

  /** How often a step of either clock was found, and the estimate restarted. */
  get steps(): number {
    return this.#steps;
  }

  /** When every probe of a burst waited in a queue, the least round trip shows it: the error may be half of that wait. */
  #addQueueVariance(measurement: Measurement): Measurement {
    this.#baselines = [...this.#baselines, measurement.leastRoundTripUs].slice(-BASELINE_BURSTS);
    const queued = measurement.leastRoundTripUs - least(this.#baselines);
    return { ...measurement, varianceUs2: measurement.varianceUs2 + (queued / 2) ** 2 };
  }

  #fuse(measurement: Measurement): void {
    const { offsetUs, varianceUs2, localTimeUs } = measurement;
    if (this.#filter === undefined || this.#hasStepped(measurement)) {
      this.#filter = new OffsetDriftFilter(offsetUs, varianceUs2, localTimeUs);
      return;
    }
    this.#filter.update(offsetUs, varianceUs2, localTimeUs);
  }

  /** Jitter cannot move the estimate outside the hard bounds; a stepped or suspended clock can. */
  #hasStepped({ lowestUs, highestUs, localTimeUs }: Measurement): boolean {
    const predicted = this.#requireFilter().offsetAt(localTimeUs);
    const margin = STEP_MARGIN_US + 4 * this.#requireFilter().deviationAt(localTimeUs);
    const stepped = predicted < lowestUs - margin || predicted > highestUs + margin;
    if (stepped) {
      this.#steps += 1;
      this.#baselines = this.#baselines.slice(-1);
    }
    return stepped;
  }

  #requireFilter(): OffsetDriftFilter {
    if (this.#filter === undefined)
      throw new Error('the clock is not synchronised yet: no burst was completed');
    return this.#filter;
  }
}
