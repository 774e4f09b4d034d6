import {
  BURST_INTERVAL_MS,
  BURST_SIZE,
  ClockEstimator,
  microseconds,
  type Microseconds,
} from '@downbeat/timing';
import type { LocalClock } from '../players/player.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';

type ProbeReply = Extract<ServerMessage, { type: 'probeReply' }>;

/** From one probe of a burst to the next: long enough that they do not queue behind one another. */
const PROBE_GAP_MS = 15;
/**
 * From one burst to the next after a (re)connection, then `BURST_INTERVAL_MS`. A page is busiest just after it connects,
 * so a first burst whose probes were all delayed is corrected soon.
 */
const FIRST_INTERVALS_MS = [500, 1000, 2000, 4000];
/** How long the client waits for the answers of a burst, counted from its last probe. */
const BURST_DEADLINE_MS = 2000;
/** So many bursts in a row without an answer, one at once after the other, mean that the instance hangs. */
const SILENT_BURSTS = 2;

interface ClockSyncOptions {
  clock: LocalClock;
  send: (message: ClientMessage) => void;
  /** A burst was answered, so the estimate has improved. */
  onBurst(): void;
  /** The server has answered nothing for more than 4 s. */
  onSilence(): void;
}

/** Estimates the session's time by bursts of probes over the socket. */
export class ClockSync {
  readonly #options: ClockSyncOptions;
  readonly #estimator = new ClockEstimator();
  #epoch: number | null = null;
  #nextProbeId = 0;
  #silentBursts = 0;
  #unanswered = new Set<number>();
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #round = 0;
  /** Steps of a clock that were found: after one the estimate is as uncertain as at first. */
  #steps = 0;
  #heard = false;
  #beganUs = 0;

  constructor(options: ClockSyncOptions) {
    this.#options = options;
  }

  get estimator(): ClockEstimator {
    return this.#estimator;
  }

  get synchronised(): boolean {
    return this.#estimator.synchronised;
  }

  /** The session's time now. Only once synchronised. */
  nowUs(): Microseconds {
    return this.#estimator.toReference(this.#options.clock.nowUs());
  }

  /**
   * Begins a burst now, the next ones after 0.5, 1, 2 and 4 s, then one every ten seconds; at once after a burst without
   * any answer. Call it at each (re)connection.
   */
  start(): void {
    this.stop();
    this.#begin(0);
  }

  /**
   * Like `start`, on a socket that takes the place of a lost one: the estimate still holds, so after one burst the next
   * comes ten seconds later. Does nothing while a burst is under way, as at the beginning of an epoch.
   */
  resume(): void {
    if (this.#timers.size > 0 || this.#unanswered.size > 0) return;
    this.#begin(this.synchronised ? FIRST_INTERVALS_MS.length : 0);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#deadline);
    this.#timers.clear();
    this.#unanswered.clear();
  }

  /**
   * A new epoch is a new timebase: gives up the estimate of the old one, and probes again.
   * @param shiftUs new minus old, where it is known: then the session's time is known all along
   */
  useEpoch(epoch: number, shiftUs?: number): void {
    if (this.#epoch !== null && epoch <= this.#epoch) return;
    const first = this.#epoch === null;
    this.#epoch = epoch;
    if (first) return;
    this.#estimator.replaceReference(this.#options.clock.nowUs(), shiftUs);
    this.start();
  }

  /** Takes an answer. Ignores one that was not asked for, came too late, or is of another epoch. */
  receive(reply: ProbeReply, receivedUs: Microseconds): void {
    // A late answer says nothing about the time, but the server is alive.
    this.#heard = true;
    if (!this.#unanswered.delete(reply.probeId)) return;
    if (this.#epoch === null || reply.epoch === this.#epoch) {
      this.#estimator.addProbe({
        localSendUs: microseconds(reply.clientSendTimeUs),
        referenceReceiveUs: microseconds(reply.serverReceiveTimeUs),
        referenceSendUs: microseconds(reply.serverSendTimeUs),
        localReceiveUs: receivedUs,
      });
    }
    if (this.#unanswered.size === 0) this.#finishBurst();
  }

  #begin(round: number): void {
    this.#silentBursts = 0;
    this.#round = round;
    this.#burst();
  }

  #burst(): void {
    const { clock, send } = this.#options;
    this.#beganUs = clock.nowUs();
    this.#heard = false;
    for (let index = 0; index < BURST_SIZE; index += 1) {
      const probeId = (this.#nextProbeId = (this.#nextProbeId + 1) % 2 ** 32);
      this.#unanswered.add(probeId);
      this.#after(index * PROBE_GAP_MS, () => {
        send({ type: 'probe', probeId, clientSendTimeUs: clock.nowUs() });
        // Set this late, because browsers delay the timers of a hidden page: the deadline must not come with the probes.
        if (index === BURST_SIZE - 1) this.#awaitAnswers();
      });
    }
  }

  #awaitAnswers(): void {
    if (this.#unanswered.size > 0) this.#deadline = setTimeout(() => this.#finishBurst(), BURST_DEADLINE_MS);
  }

  #finishBurst(): void {
    clearTimeout(this.#deadline);
    this.#unanswered.clear();
    const isMeasured = this.#estimator.completeBurst() !== undefined;
    if (!this.#heard) {
      this.#silent();
      return;
    }
    this.#silentBursts = 0;
    if (this.#estimator.steps > this.#steps) this.#round = 0;
    this.#steps = this.#estimator.steps;
    const intervalMs = FIRST_INTERVALS_MS[this.#round] ?? BURST_INTERVAL_MS;
    const passedMs = (this.#options.clock.nowUs() - this.#beganUs) / 1000;
    this.#after(Math.max(0, intervalMs - passedMs), () => this.#burst());
    if (!isMeasured) return;
    this.#round += 1;
    this.#options.onBurst();
  }

  #silent(): void {
    this.#silentBursts += 1;
    if (this.#silentBursts < SILENT_BURSTS) {
      this.#burst();
      return;
    }
    this.stop();
    this.#options.onSilence();
  }

  #after(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }
}
