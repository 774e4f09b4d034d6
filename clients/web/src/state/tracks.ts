import type { Track } from '@downbeat/sdk';
import { signal, type Signal } from '@preact/signals';
import { downbeat } from './account.ts';

/** Tracks that were in some list, by id: a queue item names its track, but has no cover. */
const known = new Map<string, Signal<Track | null>>();
/** A bound of memory; the one that was seen first goes. */
const KEPT = 1000;

function slotOf(trackId: string): Signal<Track | null> {
  const slot = known.get(trackId) ?? signal<Track | null>(null);
  known.set(trackId, slot);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return slot;
}

/** Keeps the tracks of a list, whose signed URLs are the newest. */
export function rememberTracks(tracks: readonly Track[]): void {
  for (const track of tracks) slotOf(track.id).value = track;
}

/** A track by its id; null until it is known. Asks for it when no list had it. */
export function trackOf(trackId: string): Signal<Track | null> {
  if (known.has(trackId)) return slotOf(trackId);
  const slot = slotOf(trackId);
  downbeat.music.getTrack({ trackId }).then(
    (track) => (slot.value = track),
    // It stays without a cover, and is asked for again later.
    () => known.delete(trackId),
  );
  return slot;
}
