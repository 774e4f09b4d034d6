import type { Track } from '@downbeat/sdk';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { rowItems } from '../../parts/download-items.ts';
import { Icon } from '../../parts/icon.tsx';
import { More } from '../../parts/more.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { TrackRow } from '../../parts/track-row.tsx';
import { playTracks } from '../../state/playback.ts';
import { moreLiked, useLiked } from '../../state/played.ts';
import { entering } from '../../state/room.ts';

/** The tracks that the user likes, the last liked first. */
export default function Liked() {
  const liked = useLiked();
  const [, navigate] = useLocation();
  const tracks = liked.data.value?.items ?? [];
  const play = tracks.length > 0 && (
    <button
      type="button"
      class="button button-loud"
      aria-disabled={entering.busy.value}
      onClick={() => playTracks(tracks, 0, 'Liked')}
    >
      <Icon name="play" />
      Play
    </button>
  );
  return (
    <Screen title="Liked" aside={play || undefined} onBack={() => navigate(addresses.playlists)}>
      <Loaded of={liked} skeleton={<SkeletonRows count={6} />}>
        {({ items, nextCursor }) =>
          items.length === 0 && nextCursor === null ? (
            <Empty title="What you like will be here">
              <p>Press the heart beside a track.</p>
            </Empty>
          ) : (
            <>
              <Rows tracks={items} />
              {nextCursor !== null && <More onMore={() => moreLiked(liked)} />}
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

function Rows({ tracks }: { tracks: readonly Track[] }) {
  return (
    <ul class="rows" aria-label="Liked tracks">
      {tracks.map((track, index) => (
        <li key={track.id}>
          <TrackRow
            track={track}
            onPlay={() => playTracks(tracks, index, 'Liked')}
            menu={() => rowItems(track)}
          />
        </li>
      ))}
    </ul>
  );
}
