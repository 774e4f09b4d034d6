import { catalogueFields, catalogueOf, toRef } from './catalogue-keys.ts';
import { coverVersionOf } from './present-track.ts';
import { keyOfUpload } from './release-key.ts';
import type { FoundFiles, TrackDocument, TrackFile, TrackFiles, TrackRecord } from './repository.ts';
import { searchFields } from './term-repair.ts';
import { newAnalysis } from './track-analysis.ts';
import { newCovers, placeholderOf } from './track-covers.ts';

/** The fields that are the same in a record and its document. */
function commonFields(track: TrackRecord | TrackDocument) {
  const { title, taggedArtist, album, albumArtist = null, genre, durationMs, contentType } = track;
  const { year, discNumber = null, trackNumber } = track;
  const texts = { title, taggedArtist, album, albumArtist, genre };
  return { ...texts, year, discNumber, trackNumber, durationMs, contentType };
}

type Optional = 'visibility' | 'accessKey' | 'releaseKey' | 'coverSizes';

export type NewTrackDocument = Omit<Required<TrackDocument>, 'heldAt' | 'renditions' | Optional> &
  Pick<TrackDocument, Optional>;

/** Nearly every field is required here, so that a new one cannot be forgotten. */
export function toDocument(record: TrackRecord, files: TrackFiles): NewTrackDocument {
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
    ...keyOfUpload({ _id: id, ...visibility, createdAt: new Date(createdAt) }),
    analysis: newAnalysis(new Date(createdAt)),
    ...(files.cover !== null && { coverSizes: newCovers(new Date(createdAt)) }),
    ...searchFields({ artistName: artist.name, ...fields, ...visibility }),
    ...catalogueFields({ artistId: artist.id, artistName: artist.name, ...fields, ...visibility }),
  };
}

/** What an edit may write. */
export function editedFields(document: NewTrackDocument) {
  const { title, taggedArtist, album, albumArtist, genre, year, discNumber, trackNumber } = document;
  const { cover, updatedAt, sortTitle, words, artistWords, terms, termsVersion } = document;
  const { albumId, artistIds, genreIds } = document;
  const texts = { title, taggedArtist, album, albumArtist, genre, year, discNumber, trackNumber };
  const search = { sortTitle, words, artistWords, terms, termsVersion };
  return { ...texts, cover, updatedAt, ...search, albumId, artistIds, genreIds };
}

export function toRecord(document: TrackDocument): TrackRecord {
  const { _id, artistId, artistName, audio, cover, createdAt, updatedAt = createdAt } = document;
  const { album, artists, genres } = catalogueOf(document);
  return {
    id: _id,
    artist: { id: artistId, name: artistName },
    ...commonFields(document),
    artists: artists.map(toRef),
    albumId: album?.id ?? null,
    genres: genres.map(toRef),
    // 0 in documents of versions that accepted less than a millisecond.
    durationMs: Math.max(document.durationMs, 1),
    gainDb: document.analysis?.facts?.gainDb ?? null,
    bytes: audio.bytes,
    visibility: document.visibility ?? 'public',
    accessKey: document.accessKey ?? null,
    coverVersion: cover && coverVersionOf(cover),
    coverPlaceholder: placeholderOf(document),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** A track with its files. */
export function withFiles(document: TrackDocument): FoundFiles {
  const { audio, cover, renditions, coverSizes } = document;
  return { record: toRecord(document), files: { audio, cover }, renditions, coverSizes };
}

/** A file of a track, and where its document keeps it. */
export interface PlacedFile {
  /** The path of the field in MongoDB. */
  place: string;
  file: TrackFile;
}

/** All files in storage that belong to a track. */
export function filesOf({
  audio,
  cover,
  renditions,
  coverSizes,
}: Pick<TrackDocument, 'audio' | 'cover' | 'renditions' | 'coverSizes'>): PlacedFile[] {
  const made = renditions?.files ?? [];
  const sizes = coverSizes?.files ?? [];
  return [
    { place: 'audio', file: audio },
    ...(cover === null ? [] : [{ place: 'cover', file: cover }]),
    ...made.map((file, index) => ({ place: `renditions.files.${index}`, file })),
    ...sizes.map((file, index) => ({ place: `coverSizes.files.${index}`, file })),
  ];
}
