// Albums, artists and genres. Loaded with the first screen that shows them.
import type {
  Album,
  AlbumDetail,
  AlbumSort,
  Artist,
  ArtistDetail,
  Genre,
  PlaylistSummary,
  Track,
} from '@downbeat/sdk';
import { loadLibrary } from './music-library.ts';
import { addPage, firstPage, type LoadPage, type Pages } from './pages.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';
import './sentences.ts';

/** A list of which more can be loaded. */
export interface PagedList<Item> extends Resource<Pages<Item>> {
  more(): Promise<void>;
}

export function usePages<Item>(key: string, load: LoadPage<Item>): PagedList<Item> {
  const resource = useResource(key, () => firstPage(load));
  return { ...resource, more: () => addPage(resource.data, load) };
}

export const useAlbums = (sort: AlbumSort): PagedList<Album> =>
  usePages(`albums ${sort}`, async (page) => (await loadLibrary()).listAlbums({ sort, ...page }));

export const useArtists = (): PagedList<Artist> =>
  usePages('artists', async (page) => (await loadLibrary()).listArtists(page));

/** In the order of a search: those that got a track last. */
export const useFoundAlbums = (q: string): PagedList<Album> =>
  usePages(`found albums ${q}`, async (page) =>
    (await loadLibrary()).listAlbums({ sort: 'newest', q, ...page }),
  );

/** In the order of a search: those with the most tracks. */
export const useFoundArtists = (q: string): PagedList<Artist> =>
  usePages(`found artists ${q}`, async (page) =>
    (await loadLibrary()).listArtists({ sort: 'tracks', q, ...page }),
  );

/** As many as a search answers with. */
const FOUND_PLAYLISTS = 50;

export const useFoundPlaylists = (q: string): Resource<readonly PlaylistSummary[]> =>
  useResource(`found playlists ${q}`, async () => {
    const limits = { artistLimit: 0, albumLimit: 0, trackLimit: 0, playlistLimit: FOUND_PLAYLISTS };
    return (await (await loadLibrary()).search({ q, ...limits })).playlists.items;
  });

export const useGenres = (): PagedList<Genre> =>
  usePages('genres', async (page) => (await loadLibrary()).listGenres(page));

export const useAlbum = (albumId: string): Resource<AlbumDetail> =>
  useResource(`album ${albumId}`, async () => {
    const album = await (await loadLibrary()).getAlbum({ albumId });
    rememberTracks(album.tracks);
    return album;
  });

export interface ArtistAlbums extends ArtistDetail {
  /** All of them, while they are not more than a page has. */
  albums: Album[];
}

const ARTIST_ALBUMS = 100;

/** With the newest year first. */
export const useArtist = (artistId: string): Resource<ArtistAlbums> =>
  useResource(`artist ${artistId}`, async () => {
    const library = await loadLibrary();
    const [artist, albums] = await Promise.all([
      library.getArtist({ artistId }),
      library.listAlbums({ artistId, sort: 'year', limit: ARTIST_ALBUMS }),
    ]);
    rememberTracks(artist.newestTracks);
    return { ...artist, albums: albums.items };
  });

export const useGenre = (genreId: string): Resource<Genre> =>
  useResource(`genre ${genreId}`, async () => (await loadLibrary()).getGenre({ genreId }));

export const useGenreTracks = (genreId: string): PagedList<Track> =>
  usePages(`genre tracks ${genreId}`, async (page) => {
    const found = await (await loadLibrary()).listGenreTracks({ genreId, ...page });
    rememberTracks(found.items);
    return found;
  });
