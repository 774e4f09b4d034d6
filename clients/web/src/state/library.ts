import type { Track } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { sentenceOf } from './notice.ts';
import { rememberTracks } from './tracks.ts';

const PAGE = 30;

const queryOf = (q: string) => (q === '' ? {} : ({ q, sort: 'relevance' } as const));

export const tracks = signal<readonly Track[]>([]);
export const nextCursor = signal<string | null>(null);
export const query = signal('');
/** The words of the search whose results are shown, null before the first; `query` may be ahead of it. */
export const searched = signal<string | null>(null);
/** Why the last search failed, in words. */
export const failure = signal<string | null>(null);

/** Shows the first page of the tracks that match the words. */
export async function search(words: string): Promise<void> {
  query.value = words;
  const q = words.trim();
  const found = await downbeat.music
    .listTracks({ limit: PAGE, ...queryOf(q) })
    .catch((error: unknown) => sentenceOf(error));
  if (query.value !== words) return; // A later search was answered first.
  if (typeof found === 'string') {
    failure.value = found;
    return;
  }
  rememberTracks(found.items);
  failure.value = null;
  searched.value = q;
  tracks.value = found.items;
  nextCursor.value = found.nextCursor;
}

export async function more(): Promise<void> {
  const cursor = nextCursor.value;
  const list = tracks.value;
  const q = searched.value;
  if (cursor === null) return;
  const page = await downbeat.music.listTracks({ limit: PAGE, cursor, ...queryOf(q ?? '') });
  if (tracks.value !== list) return; // Another search was answered since.
  rememberTracks(page.items);
  tracks.value = [...list, ...page.items];
  nextCursor.value = page.nextCursor;
}
