import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db, UpdateFilter } from 'mongodb';
import type { AudioContentType, DuplicateTrack, Track } from '../generated/schemas.gen.ts';
import { CatalogueWriter } from './catalogue-writer.ts';
import { releaseOf } from './release-key.ts';
import { searchWords } from './search-tokens.ts';
import { termsForArtist } from './term-repair.ts';
import type { TrackAnalysisDocument } from './track-analysis.ts';
import { editedFields, filesOf, toDocument, toRecord, withFiles } from './track-document.ts';
import { newCovers, placeholderOf, type TrackCoversDocument, withoutCopies } from './track-covers.ts';
import type { TrackRenditionsDocument } from './track-renditions.ts';
import { findTracks, type TrackPosition, type TrackQuery } from './track-query.ts';
import { type TrackReader, visibleTo } from './visibility.ts';

/** A track without its URLs, which are signed for each reader. */
export interface TrackRecord extends Omit<Track, 'streamUrl' | 'coverUrl'> {
  /** Null without a cover. */
  coverVersion: string | null;
  /** In the URLs that the artist of a private track and admins get; null for other tracks. */
  accessKey: string | null;
}

/** A file of a track in storage. */
export interface TrackFile {
  key: string;
  bytes: number;
  /** Hexadecimal; the strong validator of the file. */
  sha256: string;
}

export interface TrackFiles {
  audio: TrackFile;
  cover: TrackFile | null;
}

/** A track with what is stored of it. */
export interface FoundFiles {
  record: TrackRecord;
  files: TrackFiles;
  renditions: TrackRenditionsDocument | undefined;
  /** The smaller copies of its cover. */
  coverSizes: TrackCoversDocument | undefined;
}

/** A track in MongoDB. Its id is a uuid v7, so the order of ids is the order of upload. */
export interface TrackDocument {
  _id: string;
  artistId: string;
  artistName: string;
  title: string;
  taggedArtist: string | null;
  album: string | null;
  /** Missing in documents of versions before this field, as `discNumber` and the keys of the catalogue are. */
  albumArtist?: string | null;
  genre: string | null;
  year: number | null;
  discNumber?: number | null;
  trackNumber: number | null;
  durationMs: number;
  contentType: AudioContentType;
  audio: TrackFile;
  cover: TrackFile | null;
  createdAt: Date;
  /** Missing in documents of versions before this field. */
  analysis?: TrackAnalysisDocument;
  /** Missing before its analysis, and in documents of versions before this field. */
  renditions?: TrackRenditionsDocument;
  coverSizes?: TrackCoversDocument;
  /** Missing in documents of versions before this field, until its migration has reached them. */
  updatedAt?: Date;
  /** Missing in public tracks, so that those of versions before this field are public. */
  visibility?: 'unlisted' | 'private';
  /** Of a private track. */
  accessKey?: string;
  /** A write that makes a simultaneous deletion of the track fail. */
  heldAt?: Date;
  sortTitle: string;
  /** The words under which it is found, apart from those of the artist's name, which changes independently. */
  words: string[];
  artistWords: string[];
  /** The words and their beginnings, with rank. Missing in documents of versions before this field. */
  terms?: string[];
  /** Of the words, the terms and the sort title. Missing in documents of versions before this field. */
  termsVersion?: number;
  albumId?: string | null;
  artistIds?: string[];
  genreIds?: string[];
  /** Missing in a track that was never public, and in public ones of earlier versions until the repair has reached them. */
  releaseKey?: string;
}

export const trackIndexes: IndexDeclarations = {
  tracks: [
    { key: { sortTitle: 1, _id: 1 }, name: 'byTitle' },
    { key: { terms: 1, _id: 1 }, name: 'terms' },
    { key: { terms: 1, sortTitle: 1, _id: 1 }, name: 'termsByTitle' },
    { key: { artistId: 1, _id: 1 }, name: 'artist' },
    { key: { artistId: 1, sortTitle: 1, _id: 1 }, name: 'artistByTitle' },
    // The public tracks. An artist's own list has all, by the two above.
    { key: { visibility: 1, _id: 1 }, name: 'listed' },
    { key: { visibility: 1, sortTitle: 1, _id: 1 }, name: 'listedByTitle' },
    { key: { artistId: 1, visibility: 1, _id: 1 }, name: 'artistListed' },
    { key: { artistId: 1, visibility: 1, sortTitle: 1, _id: 1 }, name: 'artistListedByTitle' },
    // For the duplicates of a file.
    { key: { artistId: 1, 'audio.sha256': 1, _id: -1 }, name: 'artistAudio' },
    { key: { 'analysis.state': 1, 'analysis.dueAt': 1 }, name: 'analysis' },
    { key: { 'analysis.state': 1, 'renditions.state': 1, 'renditions.dueAt': 1 }, name: 'renditions' },
    {
      key: { 'coverSizes.state': 1, 'coverSizes.dueAt': 1 },
      name: 'coverSizes',
      partialFilterExpression: { 'cover.key': { $exists: true } },
    },
    // Of the catalogue. Public tracks have no visibility.
    { key: { albumId: 1, visibility: 1 }, name: 'album' },
    { key: { artistIds: 1, visibility: 1, _id: 1 }, name: 'creditedArtist' },
    { key: { genreIds: 1, visibility: 1, _id: 1 }, name: 'genre' },
    { key: { artistIds: 1, visibility: 1, releaseKey: 1 }, name: 'release' },
    // For the repair of the terms. Its keys are all the same, so it takes little room.
    { key: { termsVersion: 1 }, name: 'termsVersion' },
  ],
};

/** A track once it is written. */
interface UpdatedTrack {
  record: TrackRecord;
  isReleased: boolean;
  replaced: string[];
}

export interface TrackSlice {
  items: TrackRecord[];
  /** Where the next page continues; null at the end. */
  next: TrackPosition | null;
}

/** What an artist's tracks take up. */
export interface TrackUse {
  tracks: number;
  /** Of the audio files and covers together. */
  trackBytes: number;
}

/** A cover as lists show it. */
export interface ShownCover {
  sha256: string;
  placeholder: string | null;
}

const coverFields = { 'cover.sha256': 1, 'coverSizes.of': 1, 'coverSizes.placeholder': 1 } as const;

/** Tracks in MongoDB. */
export class TrackRepository {
  readonly #tracks: Collection<TrackDocument>;
  readonly #catalogue: CatalogueWriter;

  constructor(db: Db) {
    this.#tracks = db.collection<TrackDocument>('tracks');
    this.#catalogue = new CatalogueWriter(db);
  }

  /** Returns the track as it is read from now on. */
  async insert(record: TrackRecord, files: TrackFiles, mongoSession: ClientSession): Promise<TrackRecord> {
    const document = toDocument(record, files);
    await this.#tracks.insertOne(document, { session: mongoSession });
    await this.#catalogue.update([], [document], mongoSession);
    return toRecord(document);
  }

  /** With `mongoSession`: as the transaction sees them. */
  async useOf(artistId: string, mongoSession?: ClientSession): Promise<TrackUse> {
    const bytes = { $add: ['$audio.bytes', { $ifNull: ['$cover.bytes', 0] }] };
    const group = { _id: null, tracks: { $sum: 1 }, trackBytes: { $sum: bytes } };
    const options = mongoSession === undefined ? {} : { session: mongoSession };
    const pipeline = [{ $match: { artistId } }, { $group: group }];
    const [use] = await this.#tracks.aggregate<TrackUse>(pipeline, options).toArray();
    return use ?? { tracks: 0, trackBytes: 0 };
  }

  /** The existing tracks among these ids, by id: those that the reader may see, or all without a reader. */
  async findMany(ids: readonly string[], reader: TrackReader | null): Promise<Map<string, TrackRecord>> {
    const filter = { _id: { $in: [...new Set(ids)] }, ...(reader !== null && visibleTo(reader)) };
    const found = await this.#tracks.find(filter, { projection: withoutCopies }).toArray();
    return new Map(found.map((document) => [document._id, toRecord(document)]));
  }

  /** Those of these tracks that the reader may not see. */
  async hiddenFrom(reader: TrackReader, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const filter = { _id: { $in: [...new Set(ids)] }, $nor: [visibleTo(reader)] };
    const found = await this.#tracks.find(filter, { projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  /** The covers of those among these tracks that have one and are not private. */
  async coversOf(ids: readonly string[]): Promise<Map<string, ShownCover>> {
    if (ids.length === 0) return new Map();
    const found = await this.#tracks
      .find({ _id: { $in: [...new Set(ids)] }, visibility: { $ne: 'private' } })
      .project<Pick<TrackDocument, '_id' | 'cover' | 'coverSizes'>>(coverFields)
      .toArray();
    return new Map(
      found.flatMap((track) => {
        const { _id, cover } = track;
        return cover ? [[_id, { sha256: cover.sha256, placeholder: placeholderOf(track) }]] : [];
      }),
    );
  }

  /** The artist's tracks whose audio file has one of these digests, the last uploaded one of each. */
  async findByAudio(artistId: string, sha256: readonly string[]): Promise<DuplicateTrack[]> {
    const digests = [...new Set(sha256)];
    const last = (field: string) => ({ $first: `$${field}` });
    const found = await this.#tracks
      .aggregate<Omit<DuplicateTrack, 'sha256'> & { _id: string }>([
        { $match: { artistId, 'audio.sha256': { $in: digests } } },
        { $sort: { 'audio.sha256': 1, _id: -1 } },
        {
          $group: { _id: '$audio.sha256', trackId: last('_id'), title: last('title'), album: last('album') },
        },
      ])
      .toArray();
    const byDigest = new Map(found.map(({ _id, ...track }) => [_id, { ...track, sha256: _id }]));
    return digests.flatMap((digest) => byDigest.get(digest) ?? []);
  }

  async findWithFiles(id: string): Promise<FoundFiles | null> {
    const document = await this.#tracks.findOne({ _id: id });
    return document && withFiles(document);
  }

  /** Those of these tracks that the reader may see, by id. */
  async findManyWithFiles(ids: readonly string[], reader: TrackReader) {
    const found = await this.#tracks
      .find({ _id: { $in: [...new Set(ids)] }, ...visibleTo(reader) })
      .toArray();
    return new Map(found.map((document) => [document._id, withFiles(document)]));
  }

  /** What is known of its audio; null when there is no such track for the reader. */
  async findAnalysis(
    id: string,
    reader: TrackReader,
  ): Promise<Pick<TrackDocument, 'artistId' | 'analysis' | 'renditions'> | null> {
    const projection = { artistId: 1, analysis: 1, renditions: 1 };
    return this.#tracks.findOne({ _id: id, ...visibleTo(reader) }, { projection });
  }

  async list(query: TrackQuery): Promise<TrackSlice> {
    const { documents, next } = await findTracks(this.#tracks, query);
    return { items: documents.map(toRecord), next };
  }

  /** Which of the tracks exist for the reader. They cannot be deleted before the transaction ends. */
  async lockManyForUpdate(
    ids: readonly string[],
    reader: TrackReader,
    mongoSession: ClientSession,
  ): Promise<ReadonlySet<string>> {
    const filter = { _id: { $in: [...new Set(ids)] }, ...visibleTo(reader) };
    const options = { session: mongoSession };
    await this.#tracks.updateMany(filter, { $currentDate: { heldAt: true } }, options);
    const found = await this.#tracks.find(filter, { ...options, projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  /**
   * Null when the track is no longer as `before`; `isReleased` when it is public for the first time; `replaced` has the keys of
   * the smaller copies of its former cover.
   */
  async update(
    before: TrackRecord,
    after: TrackRecord,
    files: TrackFiles,
    mongoSession: ClientSession,
  ): Promise<UpdatedTrack | null> {
    const filter = {
      _id: before.id,
      artistName: before.artist.name,
      ...lastChangedAt(new Date(before.updatedAt)),
    };
    const { visibility, accessKey, ...rest } = toDocument(after, files);
    const update: UpdateFilter<TrackDocument> = {
      $set: { ...editedFields(rest), ...(visibility && { visibility }), ...(accessKey && { accessKey }) },
      $unset: { ...(!visibility && { visibility: 1 }), ...(!accessKey && { accessKey: 1 }) },
    };
    const options = { session: mongoSession, returnDocument: 'before' } as const;
    const stored = await this.#tracks.findOneAndUpdate(filter, update, options);
    if (stored === null) return null;
    const kept: TrackDocument = { ...stored };
    delete kept.visibility;
    delete kept.accessKey;
    const changed: TrackDocument = { ...kept, ...update.$set };
    const replaced = await this.#replaceCovers(stored, changed, mongoSession);
    const release = releaseOf(stored, changed, rest.updatedAt);
    if (release !== null) {
      const { releaseKey } = release;
      await this.#tracks.updateOne({ _id: before.id }, { $set: { releaseKey } }, { session: mongoSession });
    }
    await this.#catalogue.update([stored], [changed], mongoSession);
    return { record: toRecord(changed), isReleased: release?.isFirst === true, replaced };
  }

  /** Forgets the smaller copies of a cover that `changed` has no longer; those of its new one are due. Returns their keys. */
  async #replaceCovers(
    stored: TrackDocument,
    changed: TrackDocument,
    mongoSession: ClientSession,
  ): Promise<string[]> {
    const { _id, coverSizes } = stored;
    if (stored.cover?.key === changed.cover?.key) return [];
    delete changed.coverSizes;
    const due = newCovers(changed.updatedAt ?? new Date());
    const update = changed.cover === null ? { $unset: { coverSizes: 1 } } : { $set: { coverSizes: due } };
    await this.#tracks.updateOne({ _id }, update as UpdateFilter<TrackDocument>, { session: mongoSession });
    return (coverSizes?.files ?? []).map(({ key }) => key);
  }

  /** The keys of its files; null unless the track existed, and with `updatedAt`: was last changed then. */
  async remove(
    { id, updatedAt }: { id: string; updatedAt: Date | undefined },
    mongoSession: ClientSession,
  ): Promise<string[] | null> {
    const filter = { _id: id, ...(updatedAt !== undefined && lastChangedAt(updatedAt)) };
    const removed = await this.#tracks.findOneAndDelete(filter, { session: mongoSession });
    if (removed === null) return null;
    await this.#catalogue.update([removed], [], mongoSession);
    return filesOf(removed).map(({ file }) => file.key);
  }

  /** Counts as an update of the tracks whose artist had another name. */
  async renameArtist(artistId: string, artistName: string, mongoSession: ClientSession): Promise<void> {
    const change = {
      artistName: { $literal: artistName },
      artistWords: searchWords(artistName),
      terms: termsForArtist(artistName),
      updatedAt: { $max: ['$updatedAt', new Date()] },
    };
    const session = { session: mongoSession };
    const former = { artistId, artistName: { $ne: artistName } };
    const { modifiedCount } = await this.#tracks.updateMany(former, [{ $set: change }], session);
    if (modifiedCount > 0) await this.#catalogue.renameArtist(artistId, mongoSession);
  }
}

/** A document of a version before `updatedAt` was last changed when it was created. */
const lastChangedAt = (updatedAt: Date) => ({
  $or: [{ updatedAt }, { updatedAt: { $exists: false }, createdAt: updatedAt }],
});
