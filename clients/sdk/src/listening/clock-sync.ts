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
/** How long the client waits for the answers of a burst. */
const BURST_DEADLINE_MS = 3000;
/** After a burst without any answer the next one comes sooner; this many in a row mean that the socket is dead. */
const SILENT_INTERVAL_MS = 3000;
const SILENT_BURSTS = 3;

interface ClockSyncOptions {
  clock: LocalClock;
  send: (message: ClientMessage) => void;
  /** A burst was answered, so the estimate has improved. */
  onBurst(): void;
  /** Several bursts in a row had no answer. */
  onSilence(): void;
}

/** Estimates the session's time by bursts of probes over the socket. */
export class ClockSync {
  readonly #options: ClockSyncOptions;
  #estimator = new ClockEstimator();
  #epoch: number | null = null;
  #nextProbeId = 0;
  #silentBursts = 0;
  #unanswered = new Set<number>();
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #deadline: ReturnType<typeof setTimeout> | undefined;

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
   * Begins a burst now, the next ones after 0.5, 1, 2 and 4 s, then one every ten seconds; sooner after a burst without
   * any answer. Call it at each (re)connection.
   */
  start(): void {
    this.stop();
    this.#silentBursts = 0;
    this.#burst(0);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#deadline);
    this.#timers.clear();
    this.#unanswered.clear();
  }

  /** A new epoch is a new timebase: drops the estimate of the old one, and probes again. */
  useEpoch(epoch: number): void {
    if (this.#epoch !== null && epoch <= this.#epoch) return;
    const first = this.#epoch === null;
    this.#epoch = epoch;
    if (first) return;
    this.#estimator = new ClockEstimator();
    this.start();
  }

  /** Takes an answer. Ignores one that was not asked for, came too late, or is of another epoch. */
  receive(reply: ProbeReply, receivedUs: Microseconds): void {
    if (!this.#unanswered.delete(reply.probeId)) return;
    if (this.#epoch !== null && reply.epoch !== this.#epoch) return;
    this.#estimator.addProbe({
      localSendUs: microseconds(reply.clientSendTimeUs),
      referenceReceiveUs: microseconds(reply.serverReceiveTimeUs),
      referenceSendUs: microseconds(reply.serverSendTimeUs),
      localReceiveUs: receivedUs,
    });
    if (this.#unanswered.size === 0) this.#finishBurst();
  }

  #burst(round: number): void {
    // With a very slow server the last burst is still open: the answers that it has got count.
    if (this.#unanswered.size > 0 && this.#finishBurst()) return;
    const { clock, send } = this.#options;
    for (let index = 0; index < BURST_SIZE; index += 1) {
      const probeId = (this.#nextProbeId = (this.#nextProbeId + 1) % 2 ** 32);
      this.#unanswered.add(probeId);
      this.#after(index * PROBE_GAP_MS, () =>
        send({ type: 'probe', probeId, clientSendTimeUs: clock.nowUs() }),
      );
    }
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => void this.#finishBurst(), BURST_DEADLINE_MS);
    const regularMs = FIRST_INTERVALS_MS[round] ?? BURST_INTERVAL_MS;
    this.#after(this.#silentBursts > 0 ? SILENT_INTERVAL_MS : regularMs, () => this.#burst(round + 1));
  }

  /** Gives true when the socket is given up because of it. */
  #finishBurst(): boolean {
    clearTimeout(this.#deadline);
    this.#unanswered.clear();
    if (this.#estimator.completeBurst() !== undefined) {
      this.#silentBursts = 0;
      this.#options.onBurst();
      return false;
    }
    this.#silentBursts += 1;
    const dead = this.#silentBursts >= SILENT_BURSTS;
    if (dead) {
      this.stop();
      this.#options.onSilence();
    }
    return dead;
  }

  #after(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }
}
