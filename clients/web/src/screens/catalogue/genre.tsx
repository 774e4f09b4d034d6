import type { Track } from '@downbeat/sdk';
import { useLocation, useParams } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { rowItems } from '../../parts/download-items.ts';
import { TrackRow } from '../../parts/track-row.tsx';
import { useGenre, useGenreTracks } from '../../state/catalogue.ts';
import { playTracks } from '../../state/playback.ts';
import { entering } from '../../state/room.ts';
import { Paged } from './parts.tsx';

/** A genre with its tracks, the newest first. */
export default function Genre() {
  const { genreId = '' } = useParams();
  const genre = useGenre(genreId).data.value;
  const tracks = useGenreTracks(genreId);
  const [, navigate] = useLocation();
  const name = genre?.name ?? 'Genre';
  const shown = tracks.data.value?.items ?? [];
  const play = shown.length > 0 && (
    <button
      type="button"
      class="button button-loud"
      aria-disabled={entering.busy.value}
      onClick={() => playTracks(shown, 0, name)}
    >
      <Icon name="play" />
      Play
    </button>
  );
  return (
    <Screen title={name} aside={play || undefined} onBack={() => navigate(addresses.genres)}>
      {genre !== null && <p class="muted">{countText(genre.trackCount, 'track')}</p>}
      <Paged
        of={tracks}
        skeleton={<SkeletonRows count={8} />}
        empty={
          <Empty title="Nothing of this genre is here">
            <p>The tracks that had it are gone, or have another one now.</p>
          </Empty>
        }
      >
        {(items) => <Tracks tracks={items} name={name} />}
      </Paged>
    </Screen>
  );
}

function Tracks({ tracks, name }: { tracks: readonly Track[]; name: string }) {
  return (
    <ul class="rows" aria-label="Tracks">
      {tracks.map((track, index) => (
        <li key={track.id}>
          <TrackRow
            track={track}
            onPlay={() => playTracks(tracks, index, name)}
            menu={() => rowItems(track)}
          />
        </li>
      ))}
    </ul>
  );
}
