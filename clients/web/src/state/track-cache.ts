import type { Library } from '@downbeat/sdk/library';
import { signal, type Signal } from '@preact/signals';
import { loadLibrary } from './music-library.ts';

/** A bound of memory; the track that was seen first goes. */
const KEPT = 50;

/**
 * Gives what is known of a track that is shown, by its id: null until it is loaded, and while there is nothing. Then, and
 * after a failure, the next look at the track asks again.
 */
export function createTrackCache<T>(
  load: (library: Library, trackId: string) => Promise<T | null>,
): (trackId: string) => Signal<T | null> {
  const known = new Map<string, Signal<T | null>>();
  async function fill(trackId: string, slot: Signal<T | null>): Promise<void> {
    const found = await loadLibrary()
      .then((library) => load(library, trackId))
      .catch(() => null);
    if (found !== null) slot.value = found;
    else known.delete(trackId);
  }
  return (trackId) => {
    const found = known.get(trackId);
    if (found !== undefined) return found;
    const slot = signal<T | null>(null);
    known.set(trackId, slot);
    const oldest = known.keys().next().value;
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    void fill(trackId, slot);
    return slot;
  };
}
