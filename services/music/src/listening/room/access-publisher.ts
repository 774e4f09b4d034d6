import { reasonOf } from '@downbeat/shared/logging';
import { accessDelta } from '../model/access-delta.ts';
import type { RoomAccess } from '../model/room-access.ts';
import type { Stores } from '../store/stores.ts';

type PublisherDeps = Pick<Stores, 'store' | 'access' | 'logger'>;

/** After this long a change that Redis did not take is tried again. */
const RETRY_MS = 2_000;
/** Sessions whose change waits to be tried again; of others the next change or request repairs the live state. */
const MAX_WAITING = 1_000;

/**
 * Brings the access of the live state up to that of the record. Of concurrent changes the newest wins, and each is told
 * as the difference to what the members know, so none is lost and none comes late.
 */
export class AccessPublisher {
  readonly #deps: PublisherDeps;
  readonly #waiting = new Map<string, RoomAccess>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  /** Rejects when Redis is away; the change is then tried again until it succeeds. */
  async publish(sessionId: string, access: RoomAccess): Promise<void> {
    try {
      await this.#publish(sessionId, access);
      this.#waiting.delete(sessionId);
    } catch (error) {
      this.#retryLater(sessionId, access);
      throw error;
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Ends, because each round that is stale means that another change was made. */
  async #publish(sessionId: string, access: RoomAccess): Promise<void> {
    for (;;) {
      const state = await this.#deps.store.read(sessionId);
      // Without live state: it is restored from the record.
      if (state === null || state.room.access.version >= access.version) return;
      const before = state.room.access;
      const delta = accessDelta(before, access);
      const result = await this.#deps.access.replace(sessionId, before, access, delta);
      if (result !== 'stale') return;
    }
  }

  #retryLater(sessionId: string, access: RoomAccess): void {
    const waiting = this.#waiting.get(sessionId);
    if (waiting === undefined && this.#waiting.size >= MAX_WAITING) return;
    if (waiting === undefined || waiting.version < access.version) this.#waiting.set(sessionId, access);
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => void this.#retry(), RETRY_MS).unref();
  }

  async #retry(): Promise<void> {
    this.#timer = undefined;
    for (const [sessionId, access] of [...this.#waiting]) {
      await this.publish(sessionId, access).catch((error: unknown) => {
        this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a change of roles waits for Redis');
      });
    }
  }
}
