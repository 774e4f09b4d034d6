import { ClockEstimator, microseconds, type Microseconds } from '@downbeat/timing';
import type { MonotonicClock } from './monotonic-clock.ts';
import { probeReference } from './probe-reference.ts';
import type { ReferenceClock, ReferenceIdentity } from './reference-clock.ts';

/** The reference was replaced: `shiftUs` turns an instant of the old timebase into the same instant of the new. */
export interface ReferenceChange {
  readonly from: string;
  readonly to: string;
  readonly shiftUs: number;
}

const CHANGES_KEPT = 8;
/** Less than this is a clock being slewed by its own NTP: every instance follows by itself, and nobody need hear of it. */
const STEP_US = 10_000;

function nameOf({ runId, generation }: ReferenceIdentity): string {
  return `${runId}:${generation}`;
}

/**
 * This instance's view of the one timebase that all instances share. It runs on the instance's own monotonic clock,
 * disciplined by the reference with the same filter that clients use, so it neither jumps nor waits for the network.
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

  /** The reference in which {@link nowUs} is told. Instants of different references cannot be compared. */
  get reference(): string {
    return this.#identity === undefined ? '' : nameOf(this.#identity);
  }

  /** This instance's own clock, for stamping what is converted later. */
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
   * How far instants of an earlier reference lie from those of the current one.
   * @returns undefined if this instance did not live through the change
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

  /** Asks the reference for the time, once; rejects when it is away. */
  async discipline(): Promise<void> {
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
    // Another process has another clock, however alike the two may look: what was learnt of the old one is void.
    if (replaced) this.#estimator = new ClockEstimator();
    const steps = this.#estimator.steps;
    this.#estimator.addBurst(samples);
    const shiftUs = this.at(stampUs) - before;
    const stepped = this.#estimator.steps > steps && Math.abs(shiftUs) > STEP_US;
    this.#adopt(await this.#settle(found, stepped && !replaced), shiftUs);
  }

  /** The step belongs to one generation for all: whoever notices it first counts it, the others follow. */
  async #settle(found: ReferenceIdentity, stepped: boolean): Promise<ReferenceIdentity> {
    const known = this.#identity?.generation ?? 0;
    if (!stepped || found.generation !== known) return found;
    return { ...found, generation: await this.#source.announceStep(known) };
  }

  #adopt(identity: ReferenceIdentity, shiftUs: number): void {
    const from = this.reference;
    this.#identity = identity;
    if (this.reference === from) return;
    const change = { from, to: this.reference, shiftUs };
    this.#changes = [...this.#changes, change].slice(-CHANGES_KEPT);
    for (const listener of this.#listeners) listener(change);
  }
}
