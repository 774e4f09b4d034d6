import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { useGenres } from '../../state/catalogue.ts';
import { CatalogueLinks, Paged } from './parts.tsx';

/** All genres, by name. */
export default function Genres() {
  const genres = useGenres();
  const [, navigate] = useLocation();
  return (
    <Screen title="Genres" onBack={() => navigate(addresses.search)}>
      <CatalogueLinks />
      <Paged
        of={genres}
        skeleton={<SkeletonRows count={8} />}
        empty={
          <Empty title="No genres yet">
            <p>The genres in the tags of tracks appear here.</p>
          </Empty>
        }
      >
        {(items) => (
          <ul class="rows catalogue-columns" aria-label="Genres">
            {items.map(({ id, name, trackCount }) => (
              <li key={id}>
                <Link class="row row-link" href={addresses.genre(id)}>
                  <span class="row-text">
                    <strong>{name}</strong>
                    <span class="muted">{countText(trackCount, 'track')}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Screen>
  );
}
