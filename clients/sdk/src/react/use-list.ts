import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Downbeat } from '../downbeat.ts';
import type { PageShape } from '../http/call.ts';
import { isDownbeatError, type DownbeatError } from '../http/errors.ts';
import { useDownbeat } from './provider.ts';
import { useAuth } from './use-auth.ts';

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

const beginning: Loaded<never> = { items: [], isLoading: true, error: null, hasMore: false };

/**
 * Loads a list page by page. It begins again, with no items, when `deps` change or another user signs in:
 * `useList((music, page, options) => music.listTracks({ q, ...page }, options), [q])`.
 */
export function useList<Page extends PageShape>(
  call: (music: Downbeat['music'], page: PageInput, options: { signal: AbortSignal }) => Promise<Page>,
  deps: readonly unknown[],
): List<Page['items'][number]> {
  const client = useDownbeat();
  const { user, isLoading: isAuthLoading } = useAuth();
  // Stands for one list: what was loaded of another one is not shown.
  const list = useMemo(() => ({}), [client, user?.id, ...deps]);
  const [round, setRound] = useState(0);
  const [known, setKnown] = useState<Known<Item<Page>>>({ list, loaded: beginning });
  const loader = useRef<PageLoader<Page> | null>(null);
  useEffect(() => {
    // The call would wait for the token store as well, and then be that of another user.
    if (isAuthLoading) return;
    const own = new PageLoader<Page>(
      (page, options) => call(client.music, page, options),
      (update) => setKnown((before) => ({ list, loaded: update(loadedOf(before, list)) })),
    );
    loader.current = own;
    own.loadMore();
    return () => own.abort();
    // The caller names what its call depends on.
  }, [list, isAuthLoading, round]);
  const loadMore = useCallback(() => loader.current?.loadMore(), []);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return { ...loadedOf(known, list), loadMore, reload };
}

/** What is loaded, and of which list. */
interface Known<Item> {
  list: object;
  loaded: Loaded<Item>;
}

function loadedOf<Item>(known: Known<Item>, list: object): Loaded<Item> {
  return known.list === list ? known.loaded : beginning;
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
