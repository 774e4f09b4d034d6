import type { Collection, Db, Filter } from 'mongodb';
import {
  type AlbumDocument,
  type ArtistEntryDocument,
  COUNTERS_OF_GENRE,
  type GenreCounter,
} from '../tracks/catalogue-documents.ts';
import type { TrackDocument, TrackRecord } from '../tracks/repository.ts';
import { toRecord } from '../tracks/track-document.ts';
import { entriesNamed, type EntryQuery, findEntries, type FoundEntries } from './find-entries.ts';

/** A genre as all accounts together have it. */
export interface GenreRecord {
  id: string;
  name: string;
  trackCount: number;
  byName: string;
}

/** A track in the order of releases. */
export interface ReleaseRow {
  trackId: string;
  releaseKey: string;
}

/** MongoDB merges the entries of so many artists in the order of the index; of more than about 100 it would sort them. */
const ARTISTS_OF_QUERY = 50;

/** Public tracks have no visibility. */
const LISTED = [null];
const ALL = [null, 'unlisted', 'private'];

const shown = (isOwn: boolean): Filter<TrackDocument> =>
  ({ visibility: { $in: isOwn ? ALL : LISTED } }) as Filter<TrackDocument>;

function toGenre(counters: readonly GenreCounter[]): GenreRecord | null {
  const [first] = counters;
  if (first === undefined) return null;
  const { genreId: id, name, byName } = first;
  return { id, name, byName, trackCount: counters.reduce((sum, { trackCount }) => sum + trackCount, 0) };
}

/** Reads albums, artists and genres, and the tracks of each. The writer of tracks keeps them. */
export class CatalogueRepository {
  readonly #albums: Collection<AlbumDocument>;
  readonly #artists: Collection<ArtistEntryDocument>;
  readonly #genres: Collection<GenreCounter>;
  readonly #tracks: Collection<TrackDocument>;

  constructor(db: Db) {
    this.#albums = db.collection<AlbumDocument>('albums');
    this.#artists = db.collection<ArtistEntryDocument>('creditedArtists');
    this.#genres = db.collection<GenreCounter>('genreCounters');
    this.#tracks = db.collection<TrackDocument>('tracks');
  }

  findAlbum(id: string): Promise<AlbumDocument | null> {
    return this.#albums.findOne({ _id: id });
  }

  findArtist(id: string): Promise<ArtistEntryDocument | null> {
    return this.#artists.findOne({ _id: id });
  }

  /** Those of these artists that exist, by id. */
  async findArtists(ids: readonly string[]): Promise<Map<string, ArtistEntryDocument>> {
    const found = await this.#artists.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(found.map((artist) => [artist._id, artist]));
  }

  listAlbums(query: EntryQuery): Promise<FoundEntries<AlbumDocument>> {
    return findEntries(this.#albums, query);
  }

  listArtists(query: EntryQuery): Promise<FoundEntries<ArtistEntryDocument>> {
    return findEntries(this.#artists, query);
  }

  /** @param title in the form by which lists are sorted */
  albumsTitled(title: string, limit: number): Promise<AlbumDocument[]> {
    return entriesNamed(this.#albums, { field: 'byTitle', name: title, limit });
  }

  /** @param name in the form by which lists are sorted */
  artistsNamed(name: string, limit: number): Promise<ArtistEntryDocument[]> {
    return entriesNamed(this.#artists, { field: 'byName', name, limit });
  }

  async findGenre(id: string): Promise<GenreRecord | null> {
    return toGenre(await this.#genres.find({ genreId: id }).limit(COUNTERS_OF_GENRE).toArray());
  }

  /** By name, after the `byName` of the previous one. */
  async listGenres(limit: number, after: string | null): Promise<GenreRecord[]> {
    const counters = await this.#genres
      .find(after === null ? {} : { byName: { $gt: after } })
      .sort({ byName: 1, _id: 1 })
      .hint('byName')
      .limit(limit * COUNTERS_OF_GENRE)
      .toArray();
    const genres = [...Map.groupBy(counters, ({ genreId }) => genreId).values()].flatMap(
      (group) => toGenre(group) ?? [],
    );
    return genres.slice(0, limit);
  }

  /** @param isOwn also those that are not public */
  async tracksOfAlbum(albumId: string, isOwn: boolean, limit: number): Promise<TrackDocument[]> {
    return this.#tracks
      .find({ albumId, ...shown(isOwn) })
      .hint('album')
      .limit(limit)
      .toArray();
  }

  /** The newest first. */
  async tracksOfArtist(artistId: string, isOwn: boolean, limit: number): Promise<TrackRecord[]> {
    const found = await this.#tracks
      .find({ artistIds: artistId, ...shown(isOwn) })
      .sort({ _id: -1 })
      .hint('creditedArtist')
      .limit(limit)
      .toArray();
    return found.map(toRecord);
  }

  /** Public tracks of any of these artists, the last published first, after the key of the previous one. */
  async releasesOf(artistIds: readonly string[], limit: number, after: string | null): Promise<ReleaseRow[]> {
    const groups = Array.from({ length: Math.ceil(artistIds.length / ARTISTS_OF_QUERY) }, (_, index) =>
      artistIds.slice(index * ARTISTS_OF_QUERY, (index + 1) * ARTISTS_OF_QUERY),
    );
    const found = await Promise.all(groups.map((ids) => this.#releasesOfGroup(ids, limit, after)));
    // A track of several artists may be in several groups.
    const byTrack = new Map(found.flat().map((row) => [row.trackId, row]));
    const newestFirst = [...byTrack.values()].toSorted((a, b) => (a.releaseKey < b.releaseKey ? 1 : -1));
    return newestFirst.slice(0, limit);
  }

  /** What is still public of these tracks of the artist, or of all since then: the first titles, and how many there are. */
  async releasedOf(
    artistId: string,
    which: { trackIds: readonly string[] } | { since: string },
    limit: number,
  ): Promise<{ titles: string[]; trackCount: number }> {
    const [chosen, hint] =
      'since' in which
        ? [{ releaseKey: { $gte: which.since } }, 'release']
        : [{ _id: { $in: [...which.trackIds] } }, '_id_'];
    const filter = { artistIds: artistId, ...shown(false), ...chosen };
    const trackCount = await this.#tracks.countDocuments(filter, { hint });
    const found = await this.#tracks
      .find(filter)
      .sort({ releaseKey: 1 })
      .hint(hint)
      .limit(limit)
      .project<{ title: string }>({ title: 1 })
      .toArray();
    return { titles: found.map(({ title }) => title), trackCount };
  }

  async #releasesOfGroup(
    artistIds: readonly string[],
    limit: number,
    after: string | null,
  ): Promise<ReleaseRow[]> {
    const releaseKey = after === null ? { $gt: '' } : { $gt: '', $lt: after };
    const found = await this.#tracks
      .find({ artistIds: { $in: [...artistIds] }, ...shown(false), releaseKey })
      .sort({ releaseKey: -1 })
      .hint('release')
      .limit(limit)
      .project<{ _id: string; releaseKey: string }>({ releaseKey: 1 })
      .toArray();
    return found.map(({ _id, releaseKey: key }) => ({ trackId: _id, releaseKey: key }));
  }

  /** The newest first, after the id of the previous one. */
  async tracksOfGenre(genreId: string, limit: number, after: string | null): Promise<TrackRecord[]> {
    const found = await this.#tracks
      .find({ genreIds: genreId, ...shown(false), ...(after !== null && { _id: { $lt: after } }) })
      .sort({ _id: -1 })
      .hint('genre')
      .limit(limit)
      .toArray();
    return found.map(toRecord);
  }
}
