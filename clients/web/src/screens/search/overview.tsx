import type { SearchMatches } from '@downbeat/sdk';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { PlaylistRow } from '../../parts/playlist-row.tsx';
import { Empty, Failure, SkeletonRows } from '../../parts/states.tsx';
import { rowItems } from '../../parts/download-items.ts';
import { TrackRow } from '../../parts/track-row.tsx';
import { user } from '../../state/account.ts';
import { useRetry } from '../../state/connectivity.ts';
import { playTracks } from '../../state/playback.ts';
import { overview } from '../../state/search.ts';
import { AlbumCards, ArtistRows } from '../catalogue/parts.tsx';

/** What a search finds, by kind. */
export const kinds = ['artists', 'albums', 'playlists', 'tracks'] as const;
export type Kind = (typeof kinds)[number];
export const kindNames = {
  artists: 'Artists',
  albums: 'Albums',
  playlists: 'Your playlists',
  tracks: 'Tracks',
} as const satisfies Record<Kind, string>;

/** The best few of each kind. */
export function Overview({ words, onClear }: { words: string; onClear: () => void }) {
  const userId = user.value?.id;
  useEffect(() => void overview.ask(words), [words, userId]);
  // The next time it is shown, it may be for other words.
  useEffect(() => () => overview.clear(), []);
  useRetry(() => overview.failure.value !== null && overview.ask(words), words);
  const answer = overview.answer.value;
  const failure = overview.failure.value;
  if (failure !== null) return <Failure text={failure} onRetry={() => void overview.ask(words)} />;
  // What is shown stays until the next answer comes.
  if (answer === null) return <SkeletonRows count={8} />;
  const { found } = answer;
  const isEmpty = kinds.every((kind) => found[kind].items.length === 0 && !found[kind].hasMore);
  return (
    <>
      <p class="unseen" role="status">
        {isEmpty ? '' : countsOf(found)}
      </p>
      {isEmpty ? <NothingFound words={answer.words} onClear={onClear} /> : <Sections {...answer} />}
    </>
  );
}

const singular = { artists: 'artist', albums: 'album', playlists: 'playlist', tracks: 'track' } as const;

/** What was found, in words. */
function countsOf(found: SearchMatches): string {
  const counted = kinds.filter((kind) => found[kind].items.length > 0);
  const counts = counted.map((kind) => {
    const { items, hasMore } = found[kind];
    return countText(items.length, singular[kind]) + (hasMore ? ' or more' : '');
  });
  return `Found: ${counts.join(', ')}`;
}

function Sections({ words, found }: { words: string; found: SearchMatches }) {
  const { artists, albums, playlists, tracks } = found;
  const section = (kind: Kind, children: ComponentChildren): ComponentChildren =>
    (found[kind].items.length > 0 || found[kind].hasMore) && (
      <Section kind={kind} words={words} hasMore={found[kind].hasMore}>
        {children}
      </Section>
    );
  return (
    <>
      {section('artists', <ArtistRows artists={artists.items} />)}
      {section('albums', <AlbumCards albums={albums.items} />)}
      {section(
        'playlists',
        <ul class="rows">
          {playlists.items.map((playlist) => (
            <PlaylistRow key={playlist.id} playlist={playlist} />
          ))}
        </ul>,
      )}
      {section(
        'tracks',
        <ul class="rows">
          {tracks.items.map((track, index) => (
            <li key={track.id}>
              <TrackRow
                track={track}
                onPlay={() => playTracks(tracks.items, index)}
                menu={() => rowItems(track)}
              />
            </li>
          ))}
        </ul>,
      )}
    </>
  );
}

interface SectionProps {
  kind: Kind;
  words: string;
  hasMore: boolean;
  children: ComponentChildren;
}

function Section({ kind, words, hasMore, children }: SectionProps) {
  const parameters = new URLSearchParams({ q: words, show: kind }).toString();
  return (
    <section class="section" aria-labelledby={`found-${kind}`}>
      <div class="section-head">
        <h2 id={`found-${kind}`}>{kindNames[kind]}</h2>
        {hasMore && (
          <Link class="quiet-link" href={`${addresses.search}?${parameters}`}>
            Show all<span class="unseen"> {kindNames[kind].toLowerCase()}</span>
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}

export function NothingFound({ words, onClear }: { words: string; onClear: () => void }) {
  return (
    <Empty title={`Nothing found for “${words}”`}>
      <p>Try the beginning of a title, or fewer words.</p>
      <button type="button" class="button" onClick={onClear}>
        Clear
      </button>
    </Empty>
  );
}
