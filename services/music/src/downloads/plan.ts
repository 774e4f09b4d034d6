import { EXTENSIONS } from '../audio/audio-format.ts';
import { artistNameOf } from '../playlists/match-entries.ts';
import { writeM3u } from '../playlists/formats/m3u.ts';
import type { TrackFile, TrackFiles, TrackRecord } from '../tracks/repository.ts';
import { createUniqueNames } from './file-names.ts';

/** A track with the files that belong to it. */
export interface StoredTrack {
  record: TrackRecord;
  files: TrackFiles;
}

/** One file of an archive: its bytes, or where they are stored. */
export type ArchiveEntry = { name: string; modifiedAt: Date } & ({ text: string } | { file: TrackFile });

/** What is put into an archive. */
export interface Contents {
  /** Of the album or playlist. */
  title: string;
  /** In their order; a playlist can repeat a track. */
  tracks: readonly StoredTrack[];
  /** The titles of tracks that cannot be had. */
  missing: readonly string[];
}

const COVER_EXTENSION = 'jpg';
const MISSING_NAME = 'Not included';

/** `01 - Artist - Title`; all numbers of an archive have as many digits, so that they sort. */
function nameOf({ record }: StoredTrack, index: number, count: number): string {
  const digits = Math.max(2, String(count).length);
  return `${String(index + 1).padStart(digits, '0')} - ${artistNameOf(record)} - ${record.title}`;
}

/** Each cover once: as `cover` if there is one for all, else beside the first track that has it. */
function coversOf(tracks: readonly StoredTrack[]): { cover: TrackFile; index: number }[] {
  const covers = new Map<string, { cover: TrackFile; index: number }>();
  for (const [index, { files }] of tracks.entries()) {
    const { cover } = files;
    if (cover !== null && !covers.has(cover.sha256)) covers.set(cover.sha256, { cover, index });
  }
  return [...covers.values()];
}

/** Each track once, in the order of its first place. */
export const distinctTracks = (tracks: readonly StoredTrack[]): StoredTrack[] => [
  ...new Map(tracks.map((track) => [track.record.id, track])).values(),
];

/** The entries of an archive. The audio files come in the order of the list, and the small files before them. */
export function planEntries({ title, tracks, missing }: Contents, now: Date): ArchiveEntry[] {
  const uniqueName = createUniqueNames();
  const distinct = distinctTracks(tracks);
  const names = new Map(
    distinct.map((track, index) => [
      track.record.id,
      uniqueName(nameOf(track, index, distinct.length), EXTENSIONS[track.record.contentType]),
    ]),
  );
  const listed = tracks.map(({ record }) => ({
    ...record,
    artistName: artistNameOf(record),
    location: names.get(record.id) ?? '',
  }));
  const covers = coversOf(distinct);
  return [
    { name: uniqueName(title, 'm3u8'), modifiedAt: now, text: writeM3u(title, listed) },
    ...(missing.length === 0
      ? []
      : [{ name: uniqueName(MISSING_NAME, 'txt'), modifiedAt: now, text: textOf(missing) }]),
    ...covers.flatMap(({ cover, index }) => {
      const track = distinct[index];
      if (track === undefined) return [];
      const stem = covers.length === 1 ? 'cover' : nameOf(track, index, distinct.length);
      const modifiedAt = new Date(track.record.updatedAt);
      return [{ name: uniqueName(stem, COVER_EXTENSION), modifiedAt, file: cover }];
    }),
    ...distinct.map(({ record, files }) => ({
      name: names.get(record.id) ?? '',
      modifiedAt: new Date(record.createdAt),
      file: files.audio,
    })),
  ];
}

const textOf = (missing: readonly string[]): string =>
  ['The files of these could not be found when the archive was made:', '', ...missing, ''].join('\n');
