import { reasonOf, type Log } from '@downbeat/shared/backing';
import type { Timeline } from '@downbeat/timing';
import { limits } from '../limits.ts';
import type { SessionRepository } from './repository.ts';

interface Pending {
  timeline: Timeline;
  reference: string;
  readonly timer: NodeJS.Timeout;
}

/**
 * Copies live state to MongoDB shortly after it changed, so that losing Redis costs an epoch and not the room. Every
 * instance with members of the session does so: the one that took the command may be gone by then.
 */
export class SnapshotWriter {
  readonly #repository: SessionRepository;
  readonly #log: Log;
  readonly #pending = new Map<string, Pending>();
  readonly #writing = new Set<Promise<void>>();

  constructor(repository: SessionRepository, log: Log) {
    this.#repository = repository;
    this.#log = log;
  }

  /** The newest state of a session wins; it is written within {@link limits.snapshotDelayMs}. */
  schedule(sessionId: string, timeline: Timeline, reference: string): void {
    const waiting = this.#pending.get(sessionId);
    if (waiting !== undefined) {
      Object.assign(waiting, { timeline, reference });
      return;
    }
    const timer = setTimeout(() => this.#write(sessionId), limits.snapshotDelayMs);
    this.#pending.set(sessionId, { timeline, reference, timer });
  }

  /** Writes at once what is waiting, and waits for it. */
  async flush(): Promise<void> {
    for (const sessionId of [...this.#pending.keys()]) this.#write(sessionId);
    await Promise.all(this.#writing);
  }

  #write(sessionId: string): void {
    const waiting = this.#pending.get(sessionId);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#pending.delete(sessionId);
    const { timeline, reference } = waiting;
    const writing = this.#repository
      .saveLive(sessionId, { timeline, reference, writtenAt: new Date() })
      .catch((error: unknown) =>
        this.#log.warn({ sessionId, reason: reasonOf(error) }, 'a snapshot was not written'),
      )
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }
}
