import type { FollowedArtist } from '@downbeat/sdk';
import { useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Face } from '../../parts/people.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { setArtistFollowed, useFollowedArtists } from '../../state/follows.ts';
import { createAction, tell } from '../../state/notice.ts';
import { ArtistRow, Paged } from '../catalogue/parts.tsx';

/** The artists that the user follows, the last followed first. */
export function FollowedArtists() {
  const artists = useFollowedArtists();
  const [, navigate] = useLocation();
  return (
    <Screen title="Artists you follow" onBack={() => navigate(addresses.playlists)}>
      <Paged
        of={artists}
        skeleton={<SkeletonRows count={6} />}
        empty={
          <Empty title="Whom you follow will be here">
            <p>
              Press Follow at an <Link href={addresses.artists}>artist</Link>, and what they publish is on
              your home screen.
            </p>
          </Empty>
        }
      >
        {(items) => (
          <ul class="rows catalogue-columns" aria-label="Artists">
            {items.map((followed) => (
              <li key={followed.artistId}>
                {followed.artist === null ? (
                  <WithoutTracks artist={followed} onGone={() => artists.reload()} />
                ) : (
                  <ArtistRow artist={followed.artist} />
                )}
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Screen>
  );
}

interface WithoutTracksProps {
  artist: Pick<FollowedArtist, 'artistId' | 'name'>;
  /** Called once the artist is followed no longer. */
  onGone: () => Promise<void>;
}

/** There is no page of an artist without public tracks, so following ends here. */
function WithoutTracks({ artist: { artistId, name }, onGone }: WithoutTracksProps) {
  const ending = useMemo(createAction, []);
  const unfollow = (): void =>
    ending.run(async () => {
      await setArtistFollowed(artistId, false);
      await onGone();
      tell(`You follow ${name} no longer.`);
    });
  return (
    <div class="row">
      <Face id={artistId} name={name} />
      <span class="row-text">
        <strong>{name}</strong>
        <span class="muted">No tracks at the moment</span>
      </span>
      <IconButton
        icon="close"
        label={`Follow ${name} no longer`}
        busy={ending.busy.value}
        onClick={unfollow}
      />
    </div>
  );
}
