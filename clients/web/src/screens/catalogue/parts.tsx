import type { Album, Artist } from '@downbeat/sdk';
import type { ComponentChildren } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Cover } from '../../parts/cover.tsx';
import { More } from '../../parts/more.tsx';
import { Face } from '../../parts/people.tsx';
import { Loaded } from '../../parts/states.tsx';
import type { PagedList } from '../../state/catalogue.ts';
import '../../style/catalogue.css';

const lists = [
  [addresses.albums, 'Albums'],
  [addresses.artists, 'Artists'],
  [addresses.genres, 'Genres'],
] as const;

/** The lists of the catalogue beside each other. */
export function CatalogueLinks() {
  const [path] = useLocation();
  return (
    <nav class="catalogue-links" aria-label="Catalogue">
      {lists.map(([to, name]) => (
        <Link key={to} class="button" href={to} aria-current={path === to ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

interface PagedProps<Item> {
  of: PagedList<Item>;
  skeleton: ComponentChildren;
  /** What is shown when there is nothing. */
  empty: ComponentChildren;
  children: (items: readonly Item[]) => ComponentChildren;
}

/** A list page by page. */
export function Paged<Item>({ of, skeleton, empty, children }: PagedProps<Item>) {
  return (
    <Loaded of={of} skeleton={skeleton}>
      {({ items, nextCursor }) =>
        items.length === 0 && nextCursor === null ? (
          empty
        ) : (
          <div>
            {children(items)}
            {nextCursor !== null && <More onMore={() => of.more()} />}
          </div>
        )
      }
    </Loaded>
  );
}

/** @param note stands under the title in the place of the artist */
export function AlbumCards({ albums, note }: { albums: readonly Album[]; note?: (album: Album) => string }) {
  return (
    <ul class="cards">
      {albums.map((album) => (
        <li key={album.id}>
          <Link class="card album-card" href={addresses.album(album.id)}>
            <Cover track={album} width={200} />
            <span class="row-text">
              <strong>{album.title}</strong>
              <span class="muted">{note === undefined ? album.artist.name : note(album)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function ArtistRows({ artists }: { artists: readonly Artist[] }) {
  return (
    <ul class="rows catalogue-columns" aria-label="Artists">
      {artists.map((artist) => (
        <li key={artist.id}>
          <ArtistRow artist={artist} />
        </li>
      ))}
    </ul>
  );
}

export function ArtistRow({ artist: { id, name, albumCount, trackCount } }: { artist: Artist }) {
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
