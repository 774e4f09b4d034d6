import { useCallback, useEffect, useRef, useState } from 'react';
import type { Downbeat } from '../downbeat.ts';
import type { PageShape } from '../http/call.ts';
import { isDownbeatError, type DownbeatError } from '../http/errors.ts';
import { useDownbeat } from './provider.ts';

interface Loaded<Item> {
  items: readonly Item[];
  isLoading: boolean;
  /** Why the last page could not be loaded; `loadMore` tries it again. */
  error: DownbeatError | null;
  hasMore: boolean;
}

/** What is loaded of a list, page by page. */
export interface List<Item> extends Loaded<Item> {
  /** Loads the next page; does nothing while one is loading. */
  loadMore(): void;
  /** Loads it again from its first page; the old items stay until the first page has come. */
  reload(): void;
}

/** Where the next page begins: spread it into the input of the call. */
export interface PageInput {
  cursor?: string;
}

const beginning = { items: [], isLoading: true, error: null, hasMore: false };

/**
 * Loads a list page by page, and again from the first when `deps` change:
 * `useList((music, page, options) => music.listTracks({ q, ...page }, options), [q])`.
 */
export function useList<Page extends PageShape>(
  call: (music: Downbeat['music'], page: PageInput, options: { signal: AbortSignal }) => Promise<Page>,
  deps: readonly unknown[],
): List<Page['items'][number]> {
  const { music } = useDownbeat();
  const [round, setRound] = useState(0);
  const [loaded, setLoaded] = useState<Loaded<Page['items'][number]>>(beginning);
  const loader = useRef<PageLoader<Page> | null>(null);
  useEffect(() => {
    const own = new PageLoader<Page>((page, options) => call(music, page, options), setLoaded);
    loader.current = own;
    own.loadMore();
    return () => own.abort();
    // The caller names what its call depends on.
  }, [music, round, ...deps]);
  const loadMore = useCallback(() => loader.current?.loadMore(), []);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return { ...loaded, loadMore, reload };
}

type Item<Page extends PageShape> = Page['items'][number];

/** Loads the pages of one list, one at a time, until it is aborted. */
class PageLoader<Page extends PageShape> {
  readonly #call: (page: PageInput, options: { signal: AbortSignal }) => Promise<Page>;
  readonly #change: (update: (before: Loaded<Item<Page>>) => Loaded<Item<Page>>) => void;
  readonly #abort = new AbortController();
  #next: PageInput | null = {};
  #isLoading = false;

  constructor(
    call: (page: PageInput, options: { signal: AbortSignal }) => Promise<Page>,
    change: (update: (before: Loaded<Item<Page>>) => Loaded<Item<Page>>) => void,
  ) {
    this.#call = call;
    this.#change = change;
  }

  abort(): void {
    this.#abort.abort();
  }

  loadMore(): void {
    const { signal } = this.#abort;
    const page = this.#next;
    if (this.#isLoading || page === null) return;
    this.#isLoading = true;
    this.#change((before) => ({ ...before, isLoading: true, error: null }));
    this.#call(page, { signal })
      .then(
        (found) => this.#loaded(page, found),
        (error: unknown) => this.#failed(error),
      )
      .finally(() => (this.#isLoading = false));
  }

  #loaded(page: PageInput, { items, nextCursor }: Page): void {
    if (this.#abort.signal.aborted) return;
    this.#next = nextCursor === null ? null : { cursor: nextCursor };
    const isFirst = page.cursor === undefined;
    this.#change((before) => ({
      items: isFirst ? items : [...before.items, ...items],
      isLoading: false,
      error: null,
      hasMore: nextCursor !== null,
    }));
  }

  #failed(error: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#change((before) => {
      // A mistake in the application's own call: React shows it.
      if (!isDownbeatError(error)) throw error;
      return { ...before, isLoading: false, error };
    });
  }
}
