import type { RatedTrack, Track } from '@downbeat/sdk';
import type { ComponentChildren } from 'preact';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { rowItems } from '../../parts/download-items.ts';
import { Icon } from '../../parts/icon.tsx';
import { More } from '../../parts/more.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { TrackRow } from '../../parts/track-row.tsx';
import type { Pages } from '../../state/pages.ts';
import { playTracks } from '../../state/playback.ts';
import { moreLiked, useLiked } from '../../state/played.ts';
import { moreRated, useRated } from '../../state/ratings.ts';
import type { Resource } from '../../state/resource.ts';
import { entering } from '../../state/room.ts';

/** The tracks that the user likes, the last liked first. */
export function Liked() {
  const liked = useLiked();
  const empty = (
    <Empty title="What you like will be here">
      <p>Press the heart beside a track.</p>
    </Empty>
  );
  const rowsOf = (items: readonly Track[]) => items.map((track) => ({ track }));
  return <Kept title="Liked" of={liked} rowsOf={rowsOf} empty={empty} onMore={() => moreLiked(liked)} />;
}

/** The tracks that the user has rated, the best first. */
export function Rated() {
  const rated = useRated();
  const empty = (
    <Empty title="What you rate will be here">
      <p>Give a track one to five stars, in its menu or where it is shown as playing.</p>
    </Empty>
  );
  const rowsOf = (items: readonly RatedTrack[]) =>
    items.map(({ track, rating }) => ({ track, note: <Stars track={track} rating={rating} /> }));
  return <Kept title="Rated" of={rated} rowsOf={rowsOf} empty={empty} onMore={() => moreRated(rated)} />;
}

/** Under the title: the rating before the artist. */
function Stars({ track, rating }: Pick<RatedTrack, 'track' | 'rating'>) {
  return (
    <>
      <span class="rating-mark" role="img" aria-label={countText(rating, 'star')}>
        {rating}
        <Icon name="star" />
      </span>{' '}
      {track.artist.name}
    </>
  );
}

interface Row {
  track: Track;
  note?: ComponentChildren;
}

interface KeptProps<T> {
  title: string;
  of: Resource<Pages<T>>;
  rowsOf: (items: readonly T[]) => readonly Row[];
  empty: ComponentChildren;
  onMore: () => Promise<void>;
}

function Kept<T>({ title, of, rowsOf, empty, onMore }: KeptProps<T>) {
  const [, navigate] = useLocation();
  const rows = rowsOf(of.data.value?.items ?? []);
  const play = (index: number): void =>
    playTracks(
      rows.map(({ track }) => track),
      index,
      title,
    );
  const playButton = rows.length > 0 && (
    <button
      type="button"
      class="button button-loud"
      aria-disabled={entering.busy.value}
      onClick={() => play(0)}
    >
      <Icon name="play" />
      Play
    </button>
  );
  return (
    <Screen title={title} aside={playButton || undefined} onBack={() => navigate(addresses.playlists)}>
      <Loaded of={of} skeleton={<SkeletonRows count={6} />}>
        {({ items, nextCursor }) =>
          items.length === 0 && nextCursor === null ? (
            empty
          ) : (
            <>
              <Rows name={`${title} tracks`} rows={rows} onPlay={play} />
              {nextCursor !== null && <More onMore={onMore} />}
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

interface RowsProps {
  name: string;
  rows: readonly Row[];
  onPlay: (index: number) => void;
}

function Rows({ name, rows, onPlay }: RowsProps) {
  return (
    <ul class="rows" aria-label={name}>
      {rows.map(({ track, note }, index) => (
        <li key={track.id}>
          <TrackRow track={track} note={note} onPlay={() => onPlay(index)} menu={() => rowItems(track)} />
        </li>
      ))}
    </ul>
  );
}
