import type { Microseconds } from './units.ts';

/** The estimate at one local instant. Offsets are relative to the filter's own origin. */
interface Estimate {
  readonly localTimeUs: number;
  readonly offsetUs: number;
  /** Microseconds gained by the reference per local microsecond; 1e-6 is 1 ppm. */
  readonly drift: number;
  readonly offsetVariance: number;
  readonly covariance: number;
  readonly driftVariance: number;
}

/** Standard deviation of the drift before the first measurement: 40 ppm. Quartz of consumer devices: within 100 ppm. */
const INITIAL_DRIFT = 40e-6;
/** Variance that the offset gains per local microsecond (timer noise), in square microseconds. */
const OFFSET_WALK = 1e-6;
/** Variance that the drift gains per local microsecond: 0.01 ppm per square root of a second, the effect of temperature. */
const DRIFT_WALK = 1e-22;

/** Drift is applied when it is this many of its own standard deviations away from zero. */
const SIGNIFICANT_DEVIATIONS = 2;

/**
 * The two-state clock model (offset and drift, both random walks) observed through noisy offsets, filtered as in
 * R. E. Kalman, "A New Approach to Linear Filtering and Prediction Problems" (1960); the model and its process noise
 * as in C. Zucca and P. Tavella, "The clock model and its relationship with the Allan and related variances" (2005).
 */
export class OffsetDriftFilter {
  readonly #originUs: number;
  #estimate: Estimate;

  /** Starts from one measurement. Of the drift, only the usual size is known. */
  constructor(offsetUs: Microseconds, varianceUs2: number, localTimeUs: Microseconds) {
    // Absolute offsets reach 1e15 us, where a double resolves a quarter of a microsecond; differences do not.
    this.#originUs = offsetUs;
    this.#estimate = {
      localTimeUs,
      offsetUs: 0,
      drift: 0,
      offsetVariance: varianceUs2,
      covariance: 0,
      driftVariance: INITIAL_DRIFT ** 2,
    };
  }

  /** Fuses one more measurement; an older one is treated as if it were of the time of the last. */
  update(offsetUs: Microseconds, varianceUs2: number, localTimeUs: Microseconds): void {
    const prior = this.#predict(localTimeUs);
    const innovation = offsetUs - this.#originUs - prior.offsetUs;
    const total = prior.offsetVariance + varianceUs2;
    const offsetGain = prior.offsetVariance / total;
    const driftGain = prior.covariance / total;
    this.#estimate = {
      localTimeUs: prior.localTimeUs,
      offsetUs: prior.offsetUs + offsetGain * innovation,
      drift: prior.drift + driftGain * innovation,
      offsetVariance: (1 - offsetGain) * prior.offsetVariance,
      covariance: (1 - offsetGain) * prior.covariance,
      driftVariance: prior.driftVariance - driftGain * prior.covariance,
    };
  }

  /** Reference minus local at a local instant, in microseconds; drift is applied only when it is significant. */
  offsetAt(localTimeUs: Microseconds): number {
    const elapsed = localTimeUs - this.#estimate.localTimeUs;
    return this.#originUs + this.#estimate.offsetUs + this.appliedDrift * elapsed;
  }

  /** The standard deviation of {@link offsetAt}, in microseconds. */
  deviationAt(localTimeUs: Microseconds): number {
    return Math.sqrt(this.#predict(localTimeUs).offsetVariance);
  }

  /** The drift that is applied: zero until it exceeds its own uncertainty. */
  get appliedDrift(): number {
    const { drift, driftVariance } = this.#estimate;
    return Math.abs(drift) > SIGNIFICANT_DEVIATIONS * Math.sqrt(driftVariance) ? drift : 0;
  }

  /** The estimated drift, significant or not, as a plain ratio. */
  get drift(): number {
    return this.#estimate.drift;
  }

  #predict(localTimeUs: number): Estimate {
    const last = this.#estimate;
    const dt = Math.max(localTimeUs - last.localTimeUs, 0);
    return {
      localTimeUs: last.localTimeUs + dt,
      offsetUs: last.offsetUs + last.drift * dt,
      drift: last.drift,
      offsetVariance:
        last.offsetVariance +
        2 * dt * last.covariance +
        dt ** 2 * last.driftVariance +
        OFFSET_WALK * dt +
        (DRIFT_WALK * dt ** 3) / 3,
      covariance: last.covariance + dt * last.driftVariance + (DRIFT_WALK * dt ** 2) / 2,
      driftVariance: last.driftVariance + DRIFT_WALK * dt,
    };
  }
}
