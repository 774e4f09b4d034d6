import { useParams } from 'wouter-preact';
import { countText } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Screen, useBack } from '../../parts/screen.tsx';
import { Loaded, SkeletonCards } from '../../parts/states.tsx';
import { rowItems } from '../../parts/download-items.ts';
import { TrackRow } from '../../parts/track-row.tsx';
import { user } from '../../state/account.ts';
import { useArtist, type ArtistAlbums } from '../../state/catalogue.ts';
import { useFollowState } from '../../state/follows.ts';
import { playTracks } from '../../state/playback.ts';
import { entering } from '../../state/room.ts';
import { FollowArtist } from './follow-artist.tsx';
import { AlbumCards } from './parts.tsx';

/** An artist: the albums, and the newest tracks. */
export default function Artist() {
  const { artistId = '' } = useParams();
  const artist = useArtist(artistId);
  const follow = useFollowState(artistId);
  const back = useBack();
  const { name = 'Artist', newestTracks = [] } = artist.data.value ?? {};
  const isOwn = artist.data.value?.uploaderId === user.value?.id;
  const actions = artist.data.value !== null && (
    <div class="actions">
      {newestTracks.length > 0 && (
        <button
          type="button"
          class="button button-loud"
          aria-disabled={entering.busy.value}
          onClick={() => playTracks(newestTracks, 0, name)}
        >
          <Icon name="play" />
          Play
        </button>
      )}
      {!isOwn && <FollowArtist artist={{ id: artistId, name }} state={follow} />}
    </div>
  );
  return (
    <Screen title={name} aside={actions || undefined} onBack={back}>
      <Loaded of={artist} skeleton={<SkeletonCards count={6} />}>
        {(data) => (
          <>
            <p class="muted">
              {data.albumCount > 0 && `${countText(data.albumCount, 'album')} · `}
              {countText(data.trackCount, 'track')}
              {follow.data.value !== null && ` · ${countText(follow.data.value.followers, 'follower')}`}
            </p>
            <ArtistAlbumCards artist={data} />
            <NewestTracks artist={data} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function ArtistAlbumCards({ artist: { albums } }: { artist: ArtistAlbums }) {
  if (albums.length === 0) return null;
  return (
    <section class="section" aria-labelledby="artist-albums">
      <h2 id="artist-albums">Albums</h2>
      <AlbumCards
        albums={albums}
        note={({ year, trackCount }) => [year, countText(trackCount, 'track')].filter(Boolean).join(' · ')}
      />
    </section>
  );
}

function NewestTracks({ artist: { name, newestTracks } }: { artist: ArtistAlbums }) {
  if (newestTracks.length === 0) return null;
  return (
    <section class="section" aria-labelledby="artist-newest">
      <h2 id="artist-newest">Newest tracks</h2>
      <ul class="rows">
        {newestTracks.map((track, index) => (
          <li key={track.id}>
            <TrackRow
              track={track}
              onPlay={() => playTracks(newestTracks, index, name)}
              menu={() => rowItems(track)}
              note={track.artists?.map((artist) => artist.name).join(', ')}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
