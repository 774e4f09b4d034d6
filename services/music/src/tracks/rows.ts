import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { AudioContentType } from '../generated/schemas.gen.ts';
import type { TrackFile, TrackFiles, TrackRecord } from './track.ts';
import { sortKeyOf, wordsOf } from './words.ts';

/** A track as it lies in MongoDB. Its id is a uuid v7, so the order of ids is the order of upload. */
export interface TrackRow {
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
  /** Written only to make transactions that rely on the track meet the one that deletes it. */
  heldAt?: Date;
  sortTitle: string;
  /** What a search finds it by; the artist's name apart, since it changes apart. */
  words: string[];
  artistWords: string[];
}

export const trackIndexes: IndexDeclarations = {
  tracks: [
    { key: { sortTitle: 1, _id: 1 }, name: 'byTitle' },
    { key: { words: 1, _id: 1 }, name: 'words' },
    { key: { artistWords: 1, _id: 1 }, name: 'artistWords' },
    { key: { artistId: 1, _id: 1 }, name: 'artist' },
  ],
};

export function toRow(record: TrackRecord, files: TrackFiles): TrackRow {
  const { id, title, artist, taggedArtist, album, genre, year, trackNumber, durationMs, contentType } =
    record;
  return {
    _id: id,
    artistId: artist.id,
    artistName: artist.name,
    title,
    taggedArtist,
    album,
    genre,
    year,
    trackNumber,
    durationMs,
    contentType,
    ...files,
    createdAt: new Date(record.createdAt),
    sortTitle: sortKeyOf(title),
    words: wordsOf(title, taggedArtist, album, genre),
    artistWords: wordsOf(artist.name),
  };
}

export function toRecord(row: TrackRow): TrackRecord {
  const { _id, title, taggedArtist, album, genre, year, trackNumber, durationMs, contentType } = row;
  return {
    id: _id,
    title,
    artist: { id: row.artistId, name: row.artistName },
    taggedArtist,
    album,
    genre,
    year,
    trackNumber,
    durationMs,
    contentType,
    bytes: row.audio.bytes,
    hasCover: row.cover !== null,
    createdAt: row.createdAt.toISOString(),
  };
}
