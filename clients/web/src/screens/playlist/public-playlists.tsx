import type { PlaylistSummary } from '@downbeat/sdk';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlaylistRow } from '../../parts/playlist-row.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import type { Pages } from '../../state/pages.ts';
import { usePublicPlaylists } from '../../state/public-playlists.ts';
import { Paged } from '../catalogue/parts.tsx';
import '../../style/search.css';

/** After the last key. Safari also refuses to change the address more than 100 times in a short time. */
const TYPED_MS = 200;

/** The field of the words in the address, which follow once the keys rest. */
function useWordsField(words: string, onWords: (words: string) => void) {
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const told = useRef(words);
  useEffect(() => {
    // Others than this field have changed the address.
    if (field.current !== null && words !== told.current) field.current.value = words;
    told.current = words;
  }, [words]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = text;
      onWords(text);
    }, TYPED_MS);
  };
  return { field, type };
}

/** The list for these words; the one before stays until it has come. */
function useShown(words: string) {
  const playlists = usePublicPlaylists(words);
  const shown = useRef({ words, playlists });
  if (playlists.data.value !== null || playlists.failure.value !== null) shown.current = { words, playlists };
  return shown.current;
}

/** How many were found, in words; empty until they have come. */
function foundText(found: Pages<PlaylistSummary> | null): string {
  if (found === null) return '';
  return `${countText(found.items.length, 'playlist')}${found.nextCursor === null ? '' : ' or more'} found`;
}

/** The playlists that others show to all, or those whose names have the words in the address. */
export default function PublicPlaylists() {
  const [, navigate] = useLocation();
  const words = new URLSearchParams(useSearch()).get('q') ?? '';
  const { field, type } = useWordsField(words, (text) => {
    const query = text === '' ? '' : `?q=${encodeURIComponent(text)}`;
    navigate(addresses.publicPlaylists + query, { replace: true });
  });
  const shown = useShown(words);
  return (
    <Screen title="Public playlists" onBack={() => navigate(addresses.playlists)}>
      <div class="search-field">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          aria-label="Search the public playlists"
          placeholder="Name"
          maxLength={100}
          defaultValue={words}
          onInput={(event) => type(event.currentTarget.value.trim())}
        />
      </div>
      <p class="unseen" role="status">
        {foundText(shown.playlists.data.value)}
      </p>
      <Paged
        of={shown.playlists}
        skeleton={<SkeletonRows count={6} />}
        empty={
          <Empty title={shown.words === '' ? 'No playlist is public yet' : 'No playlist has this name'}>
            <p>“Edit details” in the menu of a playlist shows it to everyone.</p>
          </Empty>
        }
      >
        {(items) => (
          <ul class="rows" aria-label="Public playlists">
            {items.map((playlist) => (
              <PlaylistRow key={playlist.id} playlist={playlist} />
            ))}
          </ul>
        )}
      </Paged>
    </Screen>
  );
}
