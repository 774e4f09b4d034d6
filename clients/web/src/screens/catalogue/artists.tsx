import type { Artist } from '@downbeat/sdk';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Face } from '../../parts/people.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { useArtists } from '../../state/catalogue.ts';
import { CatalogueLinks, Paged } from './parts.tsx';

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
        {(items) => (
          <ul class="rows catalogue-columns" aria-label="Artists">
            {items.map((artist) => (
              <li key={artist.id}>
                <ArtistRow artist={artist} />
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Screen>
  );
}

function ArtistRow({ artist: { id, name, albumCount, trackCount } }: { artist: Artist }) {
  const counts = [albumCount > 0 && countText(albumCount, 'album'), countText(trackCount, 'track')];
  return (
    <Link class="row row-link" href={addresses.artist(id)}>
      <Face id={id} name={name} />
      <span class="row-text">
        <strong>{name}</strong>
        <span class="muted">{counts.filter(Boolean).join(' · ')}</span>
      </span>
    </Link>
  );
}
