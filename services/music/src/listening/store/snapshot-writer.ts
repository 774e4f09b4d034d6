import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { limits } from '../model/limits.ts';
import type { SavedState } from '../model/room-state.ts';
import type { SessionRepository } from './session-repository.ts';

interface PendingSnapshot extends SavedState {
  readonly timer: NodeJS.Timeout;
}

/** After this long a snapshot that was not written is tried again. */
const RETRY_MS = 2_000;

/**
 * Copies live state to MongoDB shortly after a change, so that a room survives the loss of Redis. Every instance with
 * members of the session does so: the instance that applied the command may stop before it can.
 */
export class SnapshotWriter {
  readonly #repository: SessionRepository;
  readonly #logger: Logger;
  readonly #pending = new Map<string, PendingSnapshot>();
  readonly #writing = new Set<Promise<void>>();
  #failing = false;
  #closing = false;

  constructor(repository: SessionRepository, logger: Logger) {
    this.#repository = repository;
    this.#logger = logger;
  }

  /** Writes the newest state of a session within {@link limits.snapshotDelayMs}. */
  schedule(sessionId: string, state: SavedState): void {
    this.#schedule(sessionId, state, limits.snapshotDelayMs);
  }

  #schedule(sessionId: string, { timeline, reference, room }: SavedState, delayMs: number): void {
    const timer = this.#pending.get(sessionId)?.timer ?? setTimeout(() => this.#write(sessionId), delayMs);
    this.#pending.set(sessionId, { timeline, reference, room, timer: timer.unref() });
  }

  /** Writes all pending snapshots now, and waits until they are written. None is tried again. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const sessionId of [...this.#pending.keys()]) this.#write(sessionId);
    await Promise.all(this.#writing);
  }

  #write(sessionId: string): void {
    const pending = this.#pending.get(sessionId);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.#pending.delete(sessionId);
    const writing = this.#repository
      .saveLive(sessionId, pending)
      .then(() => this.#logRecovery())
      .catch((error: unknown) => this.#retry(sessionId, pending, error))
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** A newer state that waits already is written instead. */
  #retry(sessionId: string, state: SavedState, error: unknown): void {
    if (!this.#failing) this.#logger.warn({ reason: reasonOf(error) }, 'snapshots are not written');
    this.#failing = true;
    if (!this.#closing && !this.#pending.has(sessionId)) this.#schedule(sessionId, state, RETRY_MS);
  }

  #logRecovery(): void {
    if (this.#failing) this.#logger.info('snapshots are written again');
    this.#failing = false;
  }
}
