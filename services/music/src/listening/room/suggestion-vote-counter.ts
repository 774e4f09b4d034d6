import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { limits } from '../model/limits.ts';
import type { Stores } from '../store/stores.ts';

type CounterDeps = Pick<Stores, 'deltas' | 'suggestions'> & { readonly logger: Logger };

/** Tells the votes for suggestions that come to this instance within a second as one message, however many they are. */
export class SuggestionVoteCounter {
  readonly #deps: CounterDeps;
  readonly #changed = new Map<string, Set<string>>();

  constructor(deps: CounterDeps) {
    this.#deps = deps;
  }

  add(sessionId: string, suggestionId: string): void {
    const changed = this.#changed.get(sessionId) ?? this.#begin(sessionId);
    changed.add(suggestionId);
  }

  #begin(sessionId: string): Set<string> {
    const changed = new Set<string>();
    this.#changed.set(sessionId, changed);
    setTimeout(() => void this.#tell(sessionId, changed), limits.suggestionVotesMs).unref();
    return changed;
  }

  /** Never rejects: the votes are stored, and the next message or list has them. */
  async #tell(sessionId: string, changed: ReadonlySet<string>): Promise<void> {
    const { deltas, suggestions, logger } = this.#deps;
    this.#changed.delete(sessionId);
    try {
      const items = await suggestions.listOf(sessionId);
      const votes = items
        .filter(({ id }) => changed.has(id))
        .map(({ id, votes: count }) => ({ suggestionId: id, count }));
      if (votes.length > 0) await deltas.tell(sessionId, { type: 'suggestionVotes', votes });
    } catch (error) {
      logger.warn({ sessionId, reason: reasonOf(error) }, 'votes for suggestions could not be told');
    }
  }
}
