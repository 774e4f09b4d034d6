import type { AlbumSort } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonCards } from '../../parts/states.tsx';
import { useAlbums } from '../../state/catalogue.ts';
import { AlbumCards, CatalogueLinks, Paged } from './parts.tsx';

const sorts = { title: 'By title', year: 'By year', newest: 'Newest' } as const satisfies Record<
  AlbumSort,
  string
>;

const sort = signal<AlbumSort>('title');

/** All albums, as covers. */
export default function Albums() {
  const albums = useAlbums(sort.value);
  const [, navigate] = useLocation();
  return (
    <Screen title="Albums" onBack={() => navigate(addresses.search)}>
      <div class="catalogue-bar">
        <CatalogueLinks />
        <label class="catalogue-sort">
          <span class="unseen">Order of the albums</span>
          <select
            value={sort.value}
            onChange={(event) => (sort.value = event.currentTarget.value as AlbumSort)}
          >
            {Object.entries(sorts).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Paged
        of={albums}
        skeleton={<SkeletonCards count={12} />}
        empty={
          <Empty title="No albums yet">
            <p>Tracks whose tags or form name an album appear here as one.</p>
          </Empty>
        }
      >
        {(items) => <AlbumCards albums={items} />}
      </Paged>
    </Screen>
  );
}
