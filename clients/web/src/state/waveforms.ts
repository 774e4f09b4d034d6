import { signal, type Signal } from '@preact/signals';
import { loadLibrary } from './music-library.ts';

/** Of tracks that were shown, by id; null until it is known, and while the track is not analysed. */
const known = new Map<string, Signal<readonly number[] | null>>();
/** A bound of memory; the one that was seen first goes. */
const KEPT = 50;

/** The peaks of a track's 800 parts of equal length, 0 to 255; null without an analysis. */
export function waveformOf(trackId: string): Signal<readonly number[] | null> {
  const found = known.get(trackId);
  if (found !== undefined) return found;
  const slot = signal<readonly number[] | null>(null);
  known.set(trackId, slot);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  void load(trackId, slot);
  return slot;
}

/** Without it the plain line of time stays; the next look at the track asks again. */
async function load(trackId: string, slot: Signal<readonly number[] | null>): Promise<void> {
  const answer = await loadLibrary()
    .then((library) => library.getTrackAnalysis({ trackId }).result())
    .catch(() => null);
  if (answer?.ok && answer.data.waveform !== null) slot.value = answer.data.waveform;
  else known.delete(trackId);
}
