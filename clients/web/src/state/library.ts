import type { MusicOperations } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { createAction } from './action.ts';

type TrackPage = Awaited<ReturnType<MusicOperations['listTracks']>>;
export type Track = TrackPage['items'][number];

export const tracks = signal<readonly Track[]>([]);
export const nextCursor = signal<string | null>(null);
export const query = signal('');

/** Shows the tracks that match the words, from the first. */
export async function search(words: string): Promise<void> {
  query.value = words;
  const page = await downbeat.music.listTracks({ limit: 30, ...(words.trim() ? { q: words.trim() } : {}) });
  if (query.value !== words) return; // A later search was faster.
  tracks.value = page.items;
  nextCursor.value = page.nextCursor;
}

export const loadingMore = createAction();

/** Adds the next page. */
export async function more(): Promise<void> {
  const cursor = nextCursor.value;
  if (cursor === null) return;
  const q = query.value.trim();
  const page = await downbeat.music.listTracks({ limit: 30, cursor, ...(q ? { q } : {}) });
  tracks.value = [...tracks.value, ...page.items];
  nextCursor.value = page.nextCursor;
}
