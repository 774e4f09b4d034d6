import { useEffect, useRef } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { trackItems } from '../parts/track-menu.ts';
import { Empty, Failure, SkeletonRows } from '../parts/states.tsx';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { Screen } from '../parts/screen.tsx';
import { TrackRow } from '../parts/track-row.tsx';
import { failure, loadingMore, more, nextCursor, search, searched, tracks } from '../state/library.ts';
import { playTracks } from '../state/playback.ts';
import { CatalogueLinks } from './catalogue/parts.tsx';
import '../style/search.css';

/** All tracks, or those that match the words in the address. */
export default function Search() {
  const [, navigate] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  const words = new URLSearchParams(useSearch()).get('q') ?? '';
  useEffect(() => void search(words), [words]);
  const show = (text: string): void =>
    navigate(text === '' ? addresses.search : `${addresses.search}?q=${encodeURIComponent(text)}`, {
      replace: true,
    });
  const clear = (): void => {
    if (field.current !== null) field.current.value = '';
    field.current?.focus();
    show('');
  };
  return (
    <Screen title="Search">
      <div class="search-field">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          aria-label="Search the library"
          placeholder="Title, artist, album"
          maxLength={100}
          defaultValue={words}
          onInput={(event) => show(event.currentTarget.value)}
        />
        {words !== '' && <IconButton icon="close" label="Clear the search" onClick={clear} />}
      </div>
      {words === '' && <CatalogueLinks />}
      <p class="unseen" role="status">
        {searched.value === null
          ? ''
          : `${tracks.value.length}${nextCursor.value === null ? '' : ' or more'} found`}
      </p>
      <Results words={words} onClear={clear} />
    </Screen>
  );
}

interface Props {
  words: string;
  onClear: () => void;
}

function Results({ words, onClear }: Props) {
  const items = tracks.value;
  if (failure.value !== null) return <Failure text={failure.value} onRetry={() => void search(words)} />;
  if (searched.value === null) return <SkeletonRows count={8} />;
  // A page without tracks is not always the end.
  if (items.length === 0 && nextCursor.value === null)
    return <NothingFound words={searched.value} onClear={onClear} />;
  return (
    <section aria-label="Library">
      <ul class="rows">
        {items.map((track, index) => (
          <li key={track.id}>
            <TrackRow track={track} onPlay={() => playTracks(items, index)} menu={() => trackItems(track)} />
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

function NothingFound({ words, onClear }: Props) {
  return words === '' ? (
    <Empty title="No music yet">
      <p>What artists upload appears here.</p>
    </Empty>
  ) : (
    <Empty title={`Nothing found for “${words}”`}>
      <p>Try the beginning of a title, or fewer words.</p>
      <button type="button" class="button" onClick={onClear}>
        Clear
      </button>
    </Empty>
  );
}
