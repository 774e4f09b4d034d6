import type { HistoryEntry, PlayedTrack, Track } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { loadLibrary } from './music-library.ts';
import { likesChanged } from './likes.ts';
import { addPage, firstPage, type LoadPage, type Pages } from './pages.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';

const likedPage: LoadPage<Track> = async (page) => {
  const { items, nextCursor } = await (await loadLibrary()).listLikedTracks(page);
  const tracks = items.map(({ track }) => track);
  rememberTracks(tracks);
  return { items: tracks, nextCursor };
};

/** The liked tracks, loaded again after each like. */
export function useLiked(): Resource<Pages<Track>> {
  const liked = useResource('liked', () => firstPage(likedPage));
  useEffect(() => void liked.reload(), [likesChanged.value]);
  return liked;
}

export const moreLiked = (liked: Resource<Pages<Track>>): Promise<void> => addPage(liked.data, likedPage);

const historyPage: LoadPage<HistoryEntry> = async (page) => {
  const found = await (await loadLibrary()).listHistory(page);
  rememberTracks(found.items.flatMap(({ track }) => track ?? []));
  return found;
};

export function useHistory(): Resource<Pages<HistoryEntry>> {
  return useResource('history', () => firstPage(historyPage));
}

export const moreHistory = (history: Resource<Pages<HistoryEntry>>): Promise<void> =>
  addPage(history.data, historyPage);

/** Changes with each play that counts, so that what was played is loaded again. */
const playsChanged = signal(0);
void loadLibrary().then(
  ({ plays }) => plays.onResults(() => (playsChanged.value += 1)),
  () => undefined,
);

/** What the user has played last, or most. */
export function usePlayed(sort: 'recent' | 'most', limit: number): Resource<readonly PlayedTrack[]> {
  const played = useResource(`played ${sort}`, async () => {
    const { items } = await (await loadLibrary()).listPlayedTracks({ sort, limit });
    rememberTracks(items.map(({ track }) => track));
    return items;
  });
  useEffect(() => void played.reload(), [playsChanged.value]);
  return played;
}
