import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { useArtists } from '../../state/catalogue.ts';
import { ArtistRows, CatalogueLinks, Paged } from './parts.tsx';

/** All artists, by name. */
export default function Artists() {
  const artists = useArtists();
  const [, navigate] = useLocation();
  return (
    <Screen title="Artists" onBack={() => navigate(addresses.search)}>
      <CatalogueLinks />
      <Paged
        of={artists}
        skeleton={<SkeletonRows count={8} />}
        empty={
          <Empty title="No artists yet">
            <p>Who is named in the music that artists upload appears here.</p>
          </Empty>
        }
      >
        {(items) => <ArtistRows artists={items} />}
      </Paged>
    </Screen>
  );
}
