import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Icon } from '../../parts/icon.tsx';
import { More } from '../../parts/more.tsx';
import { PlaylistRow } from '../../parts/playlist-row.tsx';
import { Empty, Failure, Loaded, SkeletonCards, SkeletonRows } from '../../parts/states.tsx';
import { rowItems } from '../../parts/download-items.ts';
import { TrackRow } from '../../parts/track-row.tsx';
import { useFoundAlbums, useFoundArtists, useFoundPlaylists } from '../../state/catalogue.ts';
import { useRetry } from '../../state/connectivity.ts';
import { failure, more, nextCursor, search, searched, tracks } from '../../state/library.ts';
import { playTracks } from '../../state/playback.ts';
import { AlbumCards, ArtistRows, Paged } from '../catalogue/parts.tsx';
import { type Kind, kindNames, NothingFound } from './overview.tsx';

interface Props {
  words: string;
  onClear: () => void;
}

/** Everything of one kind that has the words. */
export function FoundList({ kind, words, onClear }: Props & { kind: Kind }) {
  return (
    <section class="section" aria-labelledby="found-list">
      <div class="section-head">
        <h2 id="found-list">{kindNames[kind]}</h2>
        <Link class="quiet-link" href={`${addresses.search}?${new URLSearchParams({ q: words }).toString()}`}>
          <Icon name="back" />
          All kinds
        </Link>
      </div>
      {kind === 'artists' && <FoundArtists words={words} onClear={onClear} />}
      {kind === 'albums' && <FoundAlbums words={words} onClear={onClear} />}
      {kind === 'playlists' && <FoundPlaylists words={words} onClear={onClear} />}
      {kind === 'tracks' && <FoundTracks words={words} onClear={onClear} />}
    </section>
  );
}

function FoundArtists({ words, onClear }: Props) {
  return (
    <Paged
      of={useFoundArtists(words)}
      skeleton={<SkeletonRows count={8} />}
      empty={<NothingFound words={words} onClear={onClear} />}
    >
      {(artists) => <ArtistRows artists={artists} />}
    </Paged>
  );
}

function FoundAlbums({ words, onClear }: Props) {
  return (
    <Paged
      of={useFoundAlbums(words)}
      skeleton={<SkeletonCards count={12} />}
      empty={<NothingFound words={words} onClear={onClear} />}
    >
      {(albums) => <AlbumCards albums={albums} />}
    </Paged>
  );
}

function FoundPlaylists({ words, onClear }: Props) {
  return (
    <Loaded of={useFoundPlaylists(words)} skeleton={<SkeletonRows count={8} />}>
      {(playlists) =>
        playlists.length === 0 ? (
          <NothingFound words={words} onClear={onClear} />
        ) : (
          <ul class="rows" aria-label="Playlists">
            {playlists.map((playlist) => (
              <PlaylistRow key={playlist.id} playlist={playlist} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** The tracks that have the words, or all tracks without any. */
export function FoundTracks({ words, onClear }: Props) {
  useEffect(() => void search(words), [words]);
  useRetry(() => failure.value !== null && search(words), words);
  const items = tracks.value;
  if (failure.value !== null) return <Failure text={failure.value} onRetry={() => void search(words)} />;
  if (searched.value === null) return <SkeletonRows count={8} />;
  // A page without tracks is not always the end.
  if (items.length === 0 && nextCursor.value === null)
    return words === '' ? <NoMusic /> : <NothingFound words={searched.value} onClear={onClear} />;
  return (
    <div>
      <p class="unseen" role="status">
        {`${items.length}${nextCursor.value === null ? '' : ' or more'} found`}
      </p>
      <ul class="rows" aria-label="Tracks">
        {items.map((track, index) => (
          <li key={track.id}>
            <TrackRow track={track} onPlay={() => playTracks(items, index)} menu={() => rowItems(track)} />
          </li>
        ))}
      </ul>
      {nextCursor.value !== null && <More onMore={more} />}
    </div>
  );
}

function NoMusic() {
  return (
    <Empty title="No music yet">
      <p>What artists upload appears here.</p>
    </Empty>
  );
}
