import type { HistoryEntry, PlayedTrack, Track } from '@downbeat/sdk';
import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { loadLibrary } from './music-library.ts';
import { likesChanged } from './likes.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';

const PAGE = 50;

/** The pages of a list that were loaded. */
export interface Pages<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

type LoadPage<Item> = (page: { limit: number; cursor?: string }) => Promise<{
  items: Item[];
  nextCursor: string | null;
}>;

const likedPage: LoadPage<Track> = async (page) => {
  const { items, nextCursor } = await (await loadLibrary()).listLikedTracks(page);
  const tracks = items.map(({ track }) => track);
  rememberTracks(tracks);
  return { items: tracks, nextCursor };
};

/** The liked tracks, loaded again after each like. */
export function useLiked(): Resource<Pages<Track>> {
  const liked = useResource('liked', () => likedPage({ limit: PAGE }));
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
  return useResource('history', () => historyPage({ limit: PAGE }));
}

export const moreHistory = (history: Resource<Pages<HistoryEntry>>): Promise<void> =>
  addPage(history.data, historyPage);

async function addPage<Item>(data: Signal<Pages<Item> | null>, load: LoadPage<Item>): Promise<void> {
  const shown = data.value;
  if (shown === null || shown.nextCursor === null) return;
  const { items, nextCursor } = await load({ limit: PAGE, cursor: shown.nextCursor });
  if (data.value === shown) data.value = { items: [...shown.items, ...items], nextCursor };
}

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
