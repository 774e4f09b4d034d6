import type { Track, TrackState as FullState } from '@downbeat/sdk';
import { computed, signal, type Signal } from '@preact/signals';
import { user } from './account.ts';
import { loadLibrary } from './music-library.ts';
import { showError } from './notice.ts';

/** Before the first answer it has only what the user has pressed. */
type TrackState = Pick<FullState, 'trackId'> & Partial<FullState>;

/** What is known of tracks that were shown, by id; null until the answer comes. */
const known = new Map<string, Signal<TrackState | null>>();
/** A bound of memory; the one that was seen first goes. */
const KEPT = 1000;
/** Tracks of one request; the contract allows no more. */
const AT_ONCE = 100;

/** What was shown since the last request, and is asked for together. */
const asked = new Set<string>();

/** Changes with each like, so that lists of liked tracks are loaded again. */
export const likesChanged = signal(0);

/** Whether a track is liked, and how often it is played. Rows that appear together ask together. */
export function stateOf(trackId: string): Signal<TrackState | null> {
  const slot = known.get(trackId) ?? signal<TrackState | null>(null);
  if (known.has(trackId)) return slot;
  known.set(trackId, slot);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  if (asked.size === 0) setTimeout(() => void ask());
  asked.add(trackId);
  return slot;
}

async function ask(): Promise<void> {
  const all = [...asked];
  asked.clear();
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const ids = all.slice(from, from + AT_ONCE);
    try {
      const { items } = await (await loadLibrary()).listTrackStates({ ids: ids.join() });
      show(items);
    } catch {
      // The hearts stay as they are, and are asked for when the tracks are shown again.
      for (const id of ids) known.delete(id);
    }
  }
}

function show(states: readonly TrackState[]): void {
  for (const state of states) {
    const slot = known.get(state.trackId);
    // What the user has pressed since the request is newer than its answer.
    if (slot) slot.value = { ...state, ...slot.value };
  }
}

/** Ends when the service has answered every like so far. */
let answered: Promise<void> = Promise.resolve();

/** Shows the like at once, and takes it back when the service refuses it. */
export async function toggleLike({ id: trackId }: Pick<Track, 'id'>): Promise<void> {
  const slot = stateOf(trackId);
  const isLiked = slot.value?.isLiked !== true;
  const mark = (isLiked: boolean): void => {
    slot.value = { trackId, ...slot.value, isLiked };
  };
  mark(isLiked);
  // One after the other, so that the last press is also the last request.
  answered = answered.then(() =>
    save(trackId, isLiked).catch((error: unknown) => {
      mark(!isLiked);
      showError(error);
    }),
  );
  await answered;
}

async function save(trackId: string, isLiked: boolean): Promise<void> {
  const library = await loadLibrary();
  await (isLiked ? library.likeTrack({ trackId }) : library.unlikeTrack({ trackId }));
  likesChanged.value += 1;
}

// Another user likes other tracks.
computed(() => user.value?.id).subscribe(() => known.clear());
