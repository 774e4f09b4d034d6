import type { ClientSession, Collection, Db } from 'mongodb';
import type { CatalogueRef } from '../generated/schemas.gen.ts';
import {
  type AlbumDocument,
  type AlbumSummary,
  type ArtistEntryDocument,
  type CatalogueCover,
  type GenreCounter,
  toAlbumDocument,
  toArtistEntry,
  toGenreCounter,
} from './catalogue-documents.ts';
import {
  catalogueFields,
  catalogueOf,
  type CataloguedTrack,
  type CatalogueFields,
  toRef,
} from './catalogue-keys.ts';
import { coverVersionOf } from './present-track.ts';
import type { TrackDocument } from './repository.ts';
import { searchWords } from './search-tokens.ts';
import { placeholderOf } from './track-covers.ts';

/** What an album is made of. */
type AlbumTrack = CataloguedTrack &
  CatalogueFields &
  Pick<
    TrackDocument,
    '_id' | 'year' | 'discNumber' | 'trackNumber' | 'visibility' | 'accessKey' | 'cover' | 'coverSizes'
  >;

const albumTrackFields = {
  artistId: 1,
  artistName: 1,
  taggedArtist: 1,
  album: 1,
  albumArtist: 1,
  genre: 1,
  albumId: 1,
  artistIds: 1,
  genreIds: 1,
  year: 1,
  discNumber: 1,
  trackNumber: 1,
  visibility: 1,
  accessKey: 1,
  cover: 1,
  'coverSizes.of': 1,
  'coverSizes.placeholder': 1,
} as const;

type OrderedTrack = Pick<TrackDocument, '_id' | 'discNumber' | 'trackNumber'>;

const LAST = Number.MAX_SAFE_INTEGER;

/** By disc and number; tracks without a number last, in the order of upload. */
export function inAlbumOrder(a: OrderedTrack, b: OrderedTrack): number {
  const byDisc = (a.discNumber ?? 1) - (b.discNumber ?? 1);
  return byDisc || (a.trackNumber ?? LAST) - (b.trackNumber ?? LAST) || (a._id < b._id ? -1 : 1);
}

const isListed = ({ visibility }: Pick<TrackDocument, 'visibility'>): boolean => visibility === undefined;

/** That of the first track which has one. */
function coverOf(tracks: readonly AlbumTrack[]): CatalogueCover | null {
  for (const track of tracks) {
    const { _id, cover, accessKey = null } = track;
    if (cover === null) continue;
    return { trackId: _id, version: coverVersionOf(cover), accessKey, placeholder: placeholderOf(track) };
  }
  return null;
}

/** The names are spelled as in the first track. */
function summaryOf(tracks: readonly AlbumTrack[]): AlbumSummary | null {
  const [first] = tracks;
  const album = first && catalogueOf(first).album;
  if (!album) return null;
  const years = tracks.flatMap(({ year }) => (year === null ? [] : [year]));
  return {
    title: album.title,
    artist: toRef(album.artist),
    year: years.length === 0 ? null : Math.max(...years),
    trackCount: tracks.length,
    cover: coverOf(tracks),
    artistIds: [...new Set(tracks.flatMap(({ artistIds }) => artistIds))],
    // By the text: a track that is hidden has no genre among its keys.
    genreIds: [...new Set(tracks.flatMap((track) => catalogueOf(track).genres.map(({ id }) => id)))],
    words: searchWords(album.title, album.artist.name),
  };
}

function albumOf(id: string, found: readonly AlbumTrack[]): Omit<AlbumDocument, 'revision'> | null {
  const tracks = found.toSorted(inAlbumOrder);
  const [own, [first]] = [summaryOf(tracks), tracks];
  if (own === null || first === undefined) return null;
  const shown = tracks.filter(isListed);
  const listed = summaryOf(shown);
  // A hidden track does not move an album that others see.
  const dated = shown.length > 0 ? shown : tracks;
  const newestTrackId = dated.reduce((newest, { _id }) => (_id > newest ? _id : newest), '');
  return toAlbumDocument({ id, uploaderId: first.artistId, newestTrackId, listed, own });
}

/** The tracks of an artist that are public, or those that are not. */
interface ArtistGroup {
  _id: { artistId: string; isListed: boolean };
  trackCount: number;
  albumIds: (string | null)[];
  newest: CataloguedTrack & { _id: string };
}

const newestFields = {
  _id: '$_id',
  artistId: '$artistId',
  artistName: '$artistName',
  taggedArtist: '$taggedArtist',
  album: '$album',
  albumArtist: '$albumArtist',
};

const artistGroups = (ids: readonly string[]) => [
  { $match: { artistIds: { $in: ids } } },
  { $unwind: '$artistIds' },
  { $match: { artistIds: { $in: ids } } },
  {
    $group: {
      _id: { artistId: '$artistIds', isListed: { $eq: [{ $type: '$visibility' }, 'missing'] } },
      trackCount: { $sum: 1 },
      albumIds: { $addToSet: '$albumId' },
      newest: { $max: newestFields },
    },
  },
];

/** As the newest of these tracks spells it; an account has its own name. */
function nameOf(id: string, groups: readonly ArtistGroup[]): string {
  const { newest } = groups.reduce((a, b) => (b.newest._id > a.newest._id ? b : a));
  const { album, artists } = catalogueOf({ ...newest, genre: null });
  const refs = [...artists, ...(album === null ? [] : [album.artist])];
  const account = catalogueOf({ ...newest, taggedArtist: null, album: null, genre: null }).artists[0];
  if (account?.id === id) return newest.artistName;
  return refs.find((ref) => ref.id === id)?.name ?? newest.artistName;
}

function countsOf(id: string, groups: readonly ArtistGroup[]) {
  const albumIds = new Set(groups.flatMap((group) => group.albumIds).filter((albumId) => albumId !== null));
  const trackCount = groups.reduce((sum, group) => sum + group.trackCount, 0);
  return { name: nameOf(id, groups), trackCount, albumCount: albumIds.size };
}

function artistOf(id: string, groups: readonly ArtistGroup[]): Omit<ArtistEntryDocument, 'revision'> | null {
  const [first] = groups;
  if (first === undefined) return null;
  const listed = groups.filter(({ _id }) => _id.isListed);
  return toArtistEntry({
    id,
    uploaderId: first.newest.artistId,
    listed: listed.length === 0 ? null : countsOf(id, listed),
    own: countsOf(id, groups),
  });
}

/** A track before or after a write; tracks of versions before the catalogue belong to nothing. */
export type WrittenTrack = CataloguedTrack & Partial<CatalogueFields> & Pick<TrackDocument, 'visibility'>;

/** Keeps albums, artists and genres as their tracks are, in the transaction that writes these. */
export class CatalogueWriter {
  readonly #tracks: Collection<TrackDocument>;
  readonly #albums: Collection<AlbumDocument>;
  readonly #artists: Collection<ArtistEntryDocument>;
  readonly #genres: Collection<GenreCounter>;

  constructor(db: Db) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.#albums = db.collection<AlbumDocument>('albums');
    this.#artists = db.collection<ArtistEntryDocument>('creditedArtists');
    this.#genres = db.collection<GenreCounter>('genreCounters');
  }

  /** After tracks were written: what they were, as far as they existed, and what they are, as far as they still do. */
  async update(
    before: readonly WrittenTrack[],
    after: readonly WrittenTrack[],
    mongoSession: ClientSession,
  ): Promise<void> {
    const written = [...before, ...after];
    const albumIds = new Set(written.flatMap(({ albumId }) => albumId ?? []));
    const artistIds = new Set(written.flatMap((track) => track.artistIds ?? []));
    await this.#countGenres(before, after, mongoSession);
    if (albumIds.size > 0) await this.#refreshAlbums([...albumIds], mongoSession);
    if (artistIds.size > 0) await this.#refreshArtists([...artistIds], mongoSession);
  }

  /** After the tracks of an account got its new name: a name in their tags may be that of the account now, or no longer. */
  async renameArtist(artistId: string, mongoSession: ClientSession): Promise<void> {
    const session = { session: mongoSession };
    const before = await this.#tracks
      .find({ artistId, artistIds: { $exists: true } }, session)
      .project<AlbumTrack>(albumTrackFields)
      .toArray();
    // Not the genres: they do not depend on the name, and what is counted must be what is stored.
    const after = before.map((track) => {
      const { albumId, artistIds } = catalogueFields(track);
      return { ...track, albumId, artistIds };
    });
    const writes = after.flatMap((track, index) => {
      const { _id, albumId, artistIds } = track;
      const former = before[index];
      const isSame = albumId === former?.albumId && artistIds.join() === former.artistIds.join();
      return isSame ? [] : [{ updateOne: { filter: { _id }, update: { $set: { albumId, artistIds } } } }];
    });
    if (writes.length > 0) await this.#tracks.bulkWrite(writes, session);
    await this.update(before, after, mongoSession);
  }

  /** After the placeholder of a cover was made. */
  async refreshAlbum(id: string, mongoSession: ClientSession): Promise<void> {
    await this.#refreshAlbums([id], mongoSession);
  }

  async #refreshAlbums(ids: readonly string[], mongoSession: ClientSession): Promise<void> {
    const tracks = await this.#tracks
      .find({ albumId: { $in: [...ids] } }, { session: mongoSession })
      .project<AlbumTrack>(albumTrackFields)
      .toArray();
    const byAlbum = Map.groupBy(tracks, ({ albumId }) => albumId);
    const albums = ids.map((id) => ({ id, entry: albumOf(id, byAlbum.get(id) ?? []) }));
    await writeEntries(this.#albums, albums, mongoSession);
  }

  async #refreshArtists(ids: readonly string[], mongoSession: ClientSession): Promise<void> {
    const groups = await this.#tracks
      .aggregate<ArtistGroup>(artistGroups(ids), { session: mongoSession })
      .toArray();
    const byArtist = Map.groupBy(groups, ({ _id }) => _id.artistId);
    const artists = ids.map((id) => ({ id, entry: artistOf(id, byArtist.get(id) ?? []) }));
    await writeEntries(this.#artists, artists, mongoSession);
  }

  /** Counts by what the tracks store, not by what they say, so that what is taken back was counted. */
  async #countGenres(
    before: readonly WrittenTrack[],
    after: readonly WrittenTrack[],
    mongoSession: ClientSession,
  ): Promise<void> {
    const changes = new Map<string, { counter: Omit<GenreCounter, 'trackCount'>; by: number }>();
    const count = (track: WrittenTrack, by: number): void => {
      for (const ref of genresOf(track)) {
        const counter = toGenreCounter(ref, track.artistId);
        changes.set(counter._id, { counter, by: (changes.get(counter._id)?.by ?? 0) + by });
      }
    };
    for (const track of before) count(track, -1);
    for (const track of after) count(track, 1);
    const writes = [...changes.values()].filter(({ by }) => by !== 0);
    if (writes.length === 0) return;
    const ids = writes.map(({ counter }) => counter._id);
    await this.#genres.bulkWrite(
      [
        ...writes.map(({ counter: { _id, ...$setOnInsert }, by }) => ({
          updateOne: { filter: { _id }, update: { $inc: { trackCount: by }, $setOnInsert }, upsert: true },
        })),
        { deleteMany: { filter: { _id: { $in: ids }, trackCount: { $lte: 0 } } } },
      ],
      { session: mongoSession },
    );
  }
}

/** The genres that a track has stored, with their names; a name that no longer fits its id is not needed. */
function genresOf(track: WrittenTrack): CatalogueRef[] {
  const named = new Map(catalogueOf(track).genres.map((ref) => [ref.id, ref]));
  return (track.genreIds ?? []).map((id) => toRef(named.get(id) ?? { id, name: '', identity: '' }));
}

interface NewEntry<T> {
  id: string;
  /** Null when it has no tracks any more. */
  entry: Omit<T, 'revision'> | null;
}

async function writeEntries<T extends AlbumDocument | ArtistEntryDocument>(
  collection: Collection<T>,
  entries: readonly NewEntry<T>[],
  mongoSession: ClientSession,
): Promise<void> {
  const writes = entries.map(({ id, entry }) => {
    if (entry === null) return { deleteOne: { filter: { _id: id } } };
    const { _id, ...$set } = entry;
    return { updateOne: { filter: { _id }, update: { $set, $inc: { revision: 1 } }, upsert: true } };
  });
  // The type of a collection of either kind is more than the compiler can follow.
  await (collection as unknown as Collection<AlbumDocument>).bulkWrite(
    writes as Parameters<Collection<AlbumDocument>['bulkWrite']>[0],
    { session: mongoSession, ordered: false },
  );
}
