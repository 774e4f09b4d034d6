import { firstCharacters } from '@downbeat/shared/text';
import { errors } from '../../errors.ts';

/** A track as the file of a playlist names it. */
export interface FileEntry {
  title: string | null;
  artist: string | null;
  durationMs: number | null;
  /** Of a track of this service. */
  trackId: string | null;
}

/** What a file says of a playlist. */
export interface PlaylistFile {
  /** Null when the file has none. */
  name: string | null;
  entries: FileEntry[];
}

/** A playlist that is written to a file. */
export interface WrittenPlaylist {
  name: string;
  description: string | null;
  ownerName: string | null;
  tracks: readonly WrittenTrack[];
}

export interface WrittenTrack {
  id: string;
  title: string;
  artistName: string;
  album: string | null;
  durationMs: number;
}

/** A format of playlists. */
export interface PlaylistFormat {
  /** Of its files, with the dot. */
  extension: string;
  mediaType: string;
  /** @throws ProblemError PLAYLIST_FILE_UNREADABLE */
  read(text: string): PlaylistFile;
  write(playlist: WrittenPlaylist): string;
}

export const unreadable = (detail: string) => errors.PLAYLIST_FILE_UNREADABLE({ detail });

/** Where a track is, without the signature of a reader, which would expire. */
export const locationOf = (trackId: string): string => `/api/music/tracks/${trackId}/stream`;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const OWN_ID = new RegExp(`(?:/tracks/|^urn:uuid:)(${UUID})(?:[/?#]|$)`);

/** The id in a location or identifier of ours; null in those of others. */
export const trackIdIn = (text: string): string | null => OWN_ID.exec(text.trim())?.[1] ?? null;

/** Of a title, an artist or a name. The tracks of this service have no longer ones. */
const MAX_TEXT_LENGTH = 200;

/** The beginning of a text, without white space around it; null when nothing is left. */
export const textOrNull = (text: unknown): string | null =>
  typeof text === 'string' && text.trim() !== ''
    ? firstCharacters(text.trim(), MAX_TEXT_LENGTH).toWellFormed()
    : null;

/** A week. No track is as long, so a longer one is a mistake. */
const MAX_DURATION_MS = 7 * 24 * 3_600_000;

/** A positive number of milliseconds, or null. */
export function durationOrNull(milliseconds: unknown): number | null {
  const value = Number(milliseconds ?? NaN);
  return value > 0 && value <= MAX_DURATION_MS ? Math.round(value) : null;
}
