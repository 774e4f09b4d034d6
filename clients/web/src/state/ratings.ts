// How the user rates tracks.
import type { RatedTrack } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { stateOf } from './likes.ts';
import { loadLibrary } from './music-library.ts';
import { showError } from './notice.ts';
import { addPage, firstPage, type LoadPage, type Pages } from './pages.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';

/** Changes with each rating, so that lists of rated tracks are loaded again. */
export const ratingsChanged = signal(0);

/** Ends when the service has answered every rating so far. */
let answered: Promise<void> = Promise.resolve();

interface Presses {
  /** What the service has. */
  saved: number | null;
  /** How many there are; the last one decides. */
  count: number;
}

type Slot = ReturnType<typeof stateOf>;

/** Of the tracks whose last press is not answered yet. */
const unanswered = new Map<Slot, Presses>();

/** Shows the rating at once, and goes back to the saved one when the service refuses it. */
export async function rate(trackId: string, rating: number | null): Promise<void> {
  const slot = stateOf(trackId);
  const presses = unanswered.get(slot) ?? { saved: slot.value?.userRating ?? null, count: 0 };
  unanswered.set(slot, presses);
  const press = (presses.count += 1);
  mark(slot, trackId, rating);
  // One after the other, so that the last press is also the last request.
  answered = answered.then(() => save(trackId, rating).then(() => void (presses.saved = rating), showError));
  await answered;
  if (press !== presses.count) return; // A later press is still to be saved.
  unanswered.delete(slot);
  mark(slot, trackId, presses.saved);
  await refresh(slot, trackId);
}

function mark(slot: Slot, trackId: string, userRating: number | null): void {
  slot.value = { trackId, ...slot.value, userRating };
}

/** Shows what all together think of the track now. */
async function refresh(slot: Slot, trackId: string): Promise<void> {
  try {
    const { items } = await (await loadLibrary()).listTrackStates({ ids: trackId });
    // What the user has pressed since is newer than the answer.
    if (unanswered.has(slot)) return;
    const { isLiked } = slot.value ?? {};
    for (const state of items) slot.value = { ...state, ...(isLiked === undefined ? {} : { isLiked }) };
  } catch {
    // The figures stay as they are.
  }
}

async function save(trackId: string, rating: number | null): Promise<void> {
  const library = await loadLibrary();
  await (rating === null ? library.removeRating({ trackId }) : library.setRating({ trackId, rating }));
  ratingsChanged.value += 1;
}

const ratedPage: LoadPage<RatedTrack> = async (page) => {
  const found = await (await loadLibrary()).listRatedTracks(page);
  rememberTracks(found.items.map(({ track }) => track));
  return found;
};

/** The rated tracks, loaded again after each rating. */
export function useRated(): Resource<Pages<RatedTrack>> {
  const rated = useResource('rated', () => firstPage(ratedPage));
  useEffect(() => void rated.reload(), [ratingsChanged.value]);
  return rated;
}

export const moreRated = (rated: Resource<Pages<RatedTrack>>): Promise<void> =>
  addPage(rated.data, ratedPage);
