import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { setNonOverlappingInterval } from '@downbeat/shared/timers';
import { limits } from '../model/limits.ts';
import type { TrailEntry } from '../model/trail.ts';
import type { Stores } from '../store/stores.ts';
import type { TrailClaim } from '../store/trail-log.ts';

interface TrailWriterDeps extends Pick<Stores, 'trails' | 'trailRows'> {
  readonly logger: Logger;
}

/** Rooms whose entries wait because Redis has lost them and MongoDB is away; of further ones they are not kept. */
const MAX_RESCUED = 1_000;

/**
 * Moves the trails of all rooms from Redis to MongoDB. A change and its entry are written to Redis in one step, and an entry is
 * removed there when MongoDB has it. So an instance may stop at any moment, and another one goes on; an entry that two write is
 * there once.
 */
export class TrailWriter {
  readonly #deps: TrailWriterDeps;
  readonly #rescued = new Map<string, readonly TrailEntry[]>();
  #stopPolling: () => void = () => undefined;
  #failing = false;

  constructor(deps: TrailWriterDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopPolling = setNonOverlappingInterval(limits.trailPollMs, () => this.poll());
  }

  /** Stops, after what waits was written. */
  async stop(): Promise<void> {
    this.#stopPolling();
    await this.poll();
  }

  /** Writes what waits. Never rejects: what was not written is tried again. */
  async poll(): Promise<void> {
    try {
      await this.#writeRescued();
      for (let claims = await this.#claimed(); claims.length > 0; claims = await this.#claimed()) {
        await Promise.all(claims.map((claim) => this.#write(claim)));
        if (claims.length < limits.trailsAtOnce) break;
      }
      if (this.#failing) this.#deps.logger.info('trails are written again');
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#deps.logger.warn({ reason: reasonOf(error) }, 'trails are not written');
      this.#failing = true;
    }
  }

  /** Writes what waits of one room. */
  async drain(sessionId: string): Promise<boolean> {
    const { trails, trailRows } = this.#deps;
    for (let isEmpty = true; ; isEmpty = false) {
      const entries = await trails.read(sessionId);
      if (entries.length === 0) return isEmpty;
      await trailRows.write(sessionId, entries);
      await trails.forget(sessionId, entries);
    }
  }

  /** Writes entries that Redis may have lost, those that are missing, soon. */
  rescue(sessionId: string, entries: readonly TrailEntry[]): void {
    const waiting = this.#rescued.get(sessionId);
    if (entries.length === 0 || (waiting === undefined && this.#rescued.size >= MAX_RESCUED)) return;
    this.#rescued.set(sessionId, [...(waiting ?? []), ...entries].slice(-limits.trailHeld));
  }

  async #writeRescued(): Promise<void> {
    for (const [sessionId, entries] of [...this.#rescued]) {
      await this.#deps.trailRows.write(sessionId, entries, true);
      if (this.#rescued.get(sessionId) === entries) this.#rescued.delete(sessionId);
    }
  }

  #claimed(): Promise<TrailClaim[]> {
    return this.#deps.trails.claim();
  }

  async #write(claim: TrailClaim): Promise<void> {
    const isEmpty = await this.drain(claim.sessionId);
    if (isEmpty && !claim.isChanged) await this.#deps.trails.release(claim);
  }
}
