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

/** Shows the rating at once, and takes it back when the service refuses it. */
export async function rate(trackId: string, rating: number | null): Promise<void> {
  const slot = stateOf(trackId);
  const before = slot.value?.userRating ?? null;
  const mark = (userRating: number | null): void => {
    slot.value = { trackId, ...slot.value, userRating };
  };
  mark(rating);
  // One after the other, so that the last press is also the last request.
  answered = answered.then(() =>
    save(trackId, rating).catch((error: unknown) => {
      // A later press is still to be saved.
      if (slot.value?.userRating === rating) mark(before);
      showError(error);
    }),
  );
  await answered;
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
