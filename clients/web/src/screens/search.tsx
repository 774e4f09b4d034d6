import { useEffect } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { addToPlaylistItem } from '../parts/add-to-playlist.tsx';
import { Empty, Failure, SkeletonRows } from '../parts/states.tsx';
import { Icon } from '../parts/icon.tsx';
import { Screen } from '../parts/screen.tsx';
import { TrackRow } from '../parts/track-row.tsx';
import { failure, loadingMore, more, nextCursor, search, searched, tracks } from '../state/library.ts';
import { playTracks } from '../state/playback.ts';

/** All tracks, or those that match the words in the address. */
export default function Search() {
  const [, navigate] = useLocation();
  const words = new URLSearchParams(useSearch()).get('q') ?? '';
  useEffect(() => void search(words), [words]);
  const show = (text: string): void =>
    navigate(text === '' ? addresses.search : `${addresses.search}?q=${encodeURIComponent(text)}`, {
      replace: true,
    });
  return (
    <Screen title="Search">
      <label class="search-field">
        <Icon name="search" />
        <input
          type="search"
          aria-label="Search the library"
          placeholder="Titles, artists, albums, genres"
          maxLength={100}
          defaultValue={words}
          onInput={(event) => show(event.currentTarget.value)}
        />
      </label>
      <p class="unseen" role="status">
        {searched.value === null
          ? ''
          : `${tracks.value.length}${nextCursor.value === null ? '' : ' or more'} found`}
      </p>
      <Results words={words} />
    </Screen>
  );
}

function Results({ words }: { words: string }) {
  const items = tracks.value;
  if (failure.value !== null) return <Failure text={failure.value} onRetry={() => void search(words)} />;
  if (searched.value === null) return <SkeletonRows count={8} />;
  // A page without tracks is not always the end.
  if (items.length === 0 && nextCursor.value === null) return <NothingFound words={searched.value} />;
  return (
    <section aria-label="Library">
      <ul class="rows">
        {items.map((track, index) => (
          <li key={track.id}>
            <TrackRow
              track={track}
              onPlay={() => playTracks(items, index)}
              menu={() => [addToPlaylistItem(track)]}
            />
          </li>
        ))}
      </ul>
      {nextCursor.value !== null && (
        <button
          type="button"
          class="button more"
          aria-disabled={loadingMore.busy.value}
          onClick={() => loadingMore.run(more)}
        >
          More
        </button>
      )}
    </section>
  );
}

function NothingFound({ words }: { words: string }) {
  return words === '' ? (
    <Empty title="No music yet">
      <p>What artists upload appears here.</p>
    </Empty>
  ) : (
    <Empty title={`Nothing found for “${words}”`}>
      <p>Try the beginning of a title, or fewer words.</p>
    </Empty>
  );
}
