import type { MusicOperations } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { createAction } from './notice.ts';

type TrackPage = Awaited<ReturnType<MusicOperations['listTracks']>>;
export type Track = TrackPage['items'][number];

export const tracks = signal<readonly Track[]>([]);
export const nextCursor = signal<string | null>(null);
export const query = signal('');

/** The words of the search whose results are shown; `query` may be ahead of it. */
let shownQuery = '';

/** Shows the first page of the tracks that match the words. */
export async function search(words: string): Promise<void> {
  query.value = words;
  const page = await downbeat.music.listTracks({ limit: 30, ...(words.trim() ? { q: words.trim() } : {}) });
  if (query.value !== words) return; // A later search was answered first.
  shownQuery = words;
  tracks.value = page.items;
  nextCursor.value = page.nextCursor;
}

export const loadingMore = createAction();

export async function more(): Promise<void> {
  const cursor = nextCursor.value;
  const list = tracks.value;
  if (cursor === null) return;
  const q = shownQuery.trim();
  const page = await downbeat.music.listTracks({ limit: 30, cursor, ...(q ? { q } : {}) });
  if (tracks.value !== list) return; // Another search was answered since.
  tracks.value = [...list, ...page.items];
  nextCursor.value = page.nextCursor;
}
