import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { useFollowedArtists } from '../../state/follows.ts';
import { ArtistRows, Paged } from '../catalogue/parts.tsx';

/** The artists that the user follows, the last followed first. */
export default function FollowedArtists() {
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
        {(items) => <ArtistRows artists={items} />}
      </Paged>
    </Screen>
  );
}
