import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Reaction } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import { placeInTrack } from '../model/room-state.ts';
import type { Stores } from '../store/stores.ts';

type ReactionCounterDeps = Pick<Stores, 'deltas' | 'store' | 'timebase'> & { readonly logger: Logger };

/**
 * Counts the reactions of a session for a moment, and tells them to the members as one message: if each were a message, a
 * thousand members who react would cost a million.
 */
export class ReactionCounter {
  readonly #deps: ReactionCounterDeps;
  readonly #counts = new Map<string, Map<Reaction, number>>();

  constructor(deps: ReactionCounterDeps) {
    this.#deps = deps;
  }

  add(sessionId: string, reaction: Reaction): void {
    const counts = this.#counts.get(sessionId) ?? this.#begin(sessionId);
    counts.set(reaction, (counts.get(reaction) ?? 0) + 1);
  }

  #begin(sessionId: string): Map<Reaction, number> {
    const counts = new Map<Reaction, number>();
    this.#counts.set(sessionId, counts);
    setTimeout(() => void this.#tell(sessionId, counts), limits.reactionsMs).unref();
    return counts;
  }

  /** Never rejects: a lost reaction is not worth a further try. */
  async #tell(sessionId: string, counted: ReadonlyMap<Reaction, number>): Promise<void> {
    const { deltas, store, timebase, logger } = this.#deps;
    this.#counts.delete(sessionId);
    try {
      const state = await store.read(sessionId);
      if (state === null) return;
      const counts = Array.from(counted, ([reaction, count]) => ({ reaction, count }));
      await deltas.tell(sessionId, { type: 'reactions', counts, at: placeInTrack(state, timebase.nowUs()) });
    } catch (error) {
      logger.warn({ sessionId, reason: reasonOf(error) }, 'reactions could not be told to the members');
    }
  }
}
