import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db, UpdateFilter } from 'mongodb';
import type { AudioContentType, Track } from '../generated/schemas.gen.ts';
import { searchWords } from './search-tokens.ts';
import { coverVersionOf } from './present-track.ts';
import { searchFields, termsForArtist } from './term-repair.ts';
import { newAnalysis, type TrackAnalysisDocument } from './track-analysis.ts';
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

/** A track in MongoDB. Its id is a uuid v7, so the order of ids is the order of upload. */
export interface TrackDocument {
  _id: string;
  artistId: string;
  artistName: string;
  title: string;
  taggedArtist: string | null;
  album: string | null;
  genre: string | null;
  year: number | null;
  trackNumber: number | null;
  durationMs: number;
  contentType: AudioContentType;
  audio: TrackFile;
  cover: TrackFile | null;
  createdAt: Date;
  /** Missing in documents of versions before this field. */
  analysis?: TrackAnalysisDocument;
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
    { key: { 'analysis.state': 1, 'analysis.dueAt': 1 }, name: 'analysis' },
    // For the repair of the terms. Its keys are all the same, so it takes little room.
    { key: { termsVersion: 1 }, name: 'termsVersion' },
  ],
};

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

/** Tracks in MongoDB. */
export class TrackRepository {
  readonly #tracks: Collection<TrackDocument>;

  constructor(db: Db) {
    this.#tracks = db.collection<TrackDocument>('tracks');
  }

  async insert(record: TrackRecord, files: TrackFiles, mongoSession: ClientSession): Promise<void> {
    await this.#tracks.insertOne(toDocument(record, files), { session: mongoSession });
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
    const found = await this.#tracks.find(filter).toArray();
    return new Map(found.map((document) => [document._id, toRecord(document)]));
  }

  /** Those of these tracks that the reader may not see. */
  async hiddenFrom(reader: TrackReader, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const filter = { _id: { $in: [...new Set(ids)] }, $nor: [visibleTo(reader)] };
    const found = await this.#tracks.find(filter, { projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  /** The digests of the covers of those among these tracks that have one and are not private. */
  async coversOf(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const found = await this.#tracks
      .find({ _id: { $in: [...new Set(ids)] }, visibility: { $ne: 'private' } })
      .project<{ _id: string; cover: Pick<TrackFile, 'sha256'> | null }>({ 'cover.sha256': 1 })
      .toArray();
    return new Map(found.flatMap(({ _id, cover }) => (cover ? [[_id, cover.sha256]] : [])));
  }

  async findWithFiles(id: string): Promise<{ record: TrackRecord; files: TrackFiles } | null> {
    const document = await this.#tracks.findOne({ _id: id });
    if (document === null) return null;
    const { audio, cover } = document;
    return { record: toRecord(document), files: { audio, cover } };
  }

  /** What is known of its audio; null when there is no such track for the reader. */
  async findAnalysis(
    id: string,
    reader: TrackReader,
  ): Promise<{ artistId: string; analysis: TrackAnalysisDocument | undefined } | null> {
    const projection = { artistId: 1, analysis: 1 };
    const found = await this.#tracks.findOne({ _id: id, ...visibleTo(reader) }, { projection });
    return found && { artistId: found.artistId, analysis: found.analysis };
  }

  async list(query: TrackQuery): Promise<TrackSlice> {
    const { documents, next } = await findTracks(this.#tracks, query);
    return { items: documents.map(toRecord), next };
  }

  /** Whether the track exists for the reader. If it does, it cannot be deleted before the transaction ends. */
  async lockForUpdate(id: string, reader: TrackReader, mongoSession: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.#tracks.updateOne(
      { _id: id, ...visibleTo(reader) },
      { $currentDate: { heldAt: true } },
      { session: mongoSession },
    );
    return matchedCount === 1;
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

  /** Null when the track is no longer as `before`. */
  async update(
    before: TrackRecord,
    after: TrackRecord,
    files: TrackFiles,
    mongoSession: ClientSession,
  ): Promise<TrackRecord | null> {
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
    const options = { session: mongoSession, returnDocument: 'after' } as const;
    const document = await this.#tracks.findOneAndUpdate(filter, update, options);
    return document === null ? null : toRecord(document);
  }

  /** Whether the track existed, and with `updatedAt`: was last changed then. */
  async remove(
    { id, updatedAt }: { id: string; updatedAt: Date | undefined },
    mongoSession: ClientSession,
  ): Promise<boolean> {
    const filter = { _id: id, ...(updatedAt !== undefined && lastChangedAt(updatedAt)) };
    const { deletedCount } = await this.#tracks.deleteOne(filter, { session: mongoSession });
    return deletedCount === 1;
  }

  /** Counts as an update of the tracks whose artist had another name. */
  async renameArtist(artistId: string, artistName: string, mongoSession: ClientSession): Promise<void> {
    const change = {
      artistName: { $literal: artistName },
      artistWords: searchWords(artistName),
      terms: termsForArtist(artistName),
      updatedAt: { $max: ['$updatedAt', new Date()] },
    };
    await this.#tracks.updateMany({ artistId, artistName: { $ne: artistName } }, [{ $set: change }], {
      session: mongoSession,
    });
  }
}

/** A document of a version before `updatedAt` was last changed when it was created. */
const lastChangedAt = (updatedAt: Date) => ({
  $or: [{ updatedAt }, { updatedAt: { $exists: false }, createdAt: updatedAt }],
});

/** The fields that are the same in a record and its document. */
function commonFields(track: TrackRecord | TrackDocument) {
  const { title, taggedArtist, album, genre, year, trackNumber, durationMs, contentType } = track;
  return { title, taggedArtist, album, genre, year, trackNumber, durationMs, contentType };
}

type NewTrackDocument = Omit<Required<TrackDocument>, 'heldAt' | 'visibility' | 'accessKey'> &
  Pick<TrackDocument, 'visibility' | 'accessKey'>;

/** Nearly every field is required here, so that a new one cannot be forgotten. */
function toDocument(record: TrackRecord, files: TrackFiles): NewTrackDocument {
  const { id, artist, visibility: shown, accessKey, createdAt, updatedAt } = record;
  const visibility = shown === 'public' ? {} : { visibility: shown };
  const fields = commonFields(record);
  return {
    _id: id,
    artistId: artist.id,
    artistName: artist.name,
    ...fields,
    ...visibility,
    ...(accessKey !== null && { accessKey }),
    ...files,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    analysis: newAnalysis(new Date(createdAt)),
    ...searchFields({ artistName: artist.name, ...fields, ...visibility }),
  };
}

/** What an edit may write. */
function editedFields(document: NewTrackDocument) {
  const { title, taggedArtist, album, genre, year, trackNumber, cover, updatedAt } = document;
  const { sortTitle, words, artistWords, terms, termsVersion } = document;
  const texts = { title, taggedArtist, album, genre, year, trackNumber };
  return { ...texts, cover, updatedAt, sortTitle, words, artistWords, terms, termsVersion };
}

function toRecord(document: TrackDocument): TrackRecord {
  const { _id, artistId, artistName, audio, cover, createdAt, updatedAt = createdAt } = document;
  return {
    id: _id,
    artist: { id: artistId, name: artistName },
    ...commonFields(document),
    // 0 in documents of versions that accepted less than a millisecond.
    durationMs: Math.max(document.durationMs, 1),
    gainDb: document.analysis?.facts?.gainDb ?? null,
    bytes: audio.bytes,
    visibility: document.visibility ?? 'public',
    accessKey: document.accessKey ?? null,
    coverVersion: cover && coverVersionOf(cover),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
