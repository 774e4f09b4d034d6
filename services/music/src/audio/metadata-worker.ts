// Runs in a worker thread: a hostile file can stall or exhaust only this thread, which is replaced then.
import { parentPort, workerData } from 'node:worker_threads';
import { parseFromTokenizer, type IAudioMetadata } from 'music-metadata';
import { fromFile } from 'strtok3';
import type { AudioContentType } from '../generated/schemas.gen.ts';
import { flacDuration } from './integrity/flac.ts';
import { mpegDuration } from './integrity/mpeg.ts';
import { repairRiffLengths } from './integrity/riff.ts';
import { withFileWindow } from './integrity/window.ts';
import type { LyricsLine } from './lyrics-text.ts';
import { sanitizeText } from './sanitize-text.ts';
import { albumArtistOf, artistsOf, createDecode, joinValues, lyricsOf, picturesOf, yearOf } from './tags.ts';

/** Upper bounds of the contract. */
export interface MetadataLimits {
  readonly maxTextLength: number;
  /** Of the year and of the track number. */
  readonly maxNumber: number;
  readonly minDurationMs: number;
  readonly maxDurationMs: number;
}

/** The duration and the tags of a file, reduced to what the contract allows. */
export interface AudioMetadata {
  durationMs: number;
  title: string | null;
  /** Of several artists or genres all, in one text. */
  artist: string | null;
  album: string | null;
  albumArtist: string | null;
  genre: string | null;
  year: number | null;
  discNumber: number | null;
  trackNumber: number | null;
  /** The embedded pictures that may be the cover, the best first, unchanged. */
  pictures: Uint8Array[];
  lyrics: LyricsLine[];
}

/** A file whose format is known. */
export interface AudioFile {
  path: string;
  contentType: AudioContentType;
}

/** Why a file is refused, for the client, and what went wrong, for the log. */
export interface Unreadable {
  detail: string;
  reason: string;
}

export type MetadataAnswer = { metadata: AudioMetadata } | { unreadable: Unreadable };

/** A file that can be read, but is not accepted. */
class RefusedFile extends Error {
  override readonly name = 'RefusedFile';
}

const { maxTextLength, maxNumber, minDurationMs, maxDurationMs } = workerData as MetadataLimits;

function wholeNumber(value: number | null | undefined): number | null {
  const number = value ?? NaN;
  return Number.isInteger(number) && number >= 0 && number <= maxNumber ? number : null;
}

/** Seconds. Where the header of a file does not say it, or is often wrong, it is counted. */
async function durationOf({ format }: IAudioMetadata, { path, contentType }: AudioFile): Promise<number> {
  if (contentType === 'audio/mpeg') return withFileWindow(path, mpegDuration);
  if (contentType === 'audio/flac' && format.duration === undefined)
    return withFileWindow(path, flacDuration);
  return format.duration ?? 0;
}

async function metadataOf(read: IAudioMetadata, file: AudioFile): Promise<AudioMetadata> {
  const { common, format } = read;
  if (format.hasVideo === true) throw new RefusedFile('The file has a video track.');
  const durationMs = (await durationOf(read, file)) * 1000;
  if (!(durationMs >= minDurationMs)) throw new RefusedFile('The file has no sound.');
  if (durationMs > maxDurationMs) throw new RefusedFile('The file is too long.');
  const decode = createDecode(read);
  const sanitize = (text: string | undefined) => sanitizeText(text && decode(text), maxTextLength);
  return {
    durationMs: Math.round(durationMs),
    title: sanitize(common.title),
    artist: joinValues(artistsOf(read).map(decode), maxTextLength),
    album: sanitize(common.album),
    albumArtist: sanitize(albumArtistOf(common)),
    genre: joinValues((common.genre ?? []).map(decode), maxTextLength),
    year: wholeNumber(yearOf(read)),
    discNumber: wholeNumber(common.disk.no),
    trackNumber: wholeNumber(common.track.no),
    pictures: picturesOf(common),
    lyrics: lyricsOf(read),
  };
}

async function parse({ path, contentType }: AudioFile): Promise<IAudioMetadata> {
  // The format is known; from the first bytes alone the library would take FLAC after a long tag for MP3.
  const tokenizer = await fromFile(path, { fileInfo: { mimeType: contentType } });
  try {
    if (contentType === 'audio/wav') repairRiffLengths(tokenizer);
    // Some Ogg files say it only at their end.
    return await parseFromTokenizer(tokenizer, { duration: contentType === 'audio/ogg' });
  } finally {
    await tokenizer.close();
  }
}

async function answer(file: AudioFile): Promise<MetadataAnswer> {
  try {
    return { metadata: await metadataOf(await parse(file), file) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    const detail =
      error instanceof RefusedFile ? reason : 'The headers or the tags of the file cannot be read.';
    return { unreadable: { detail, reason } };
  }
}

const port = parentPort;
port?.on('message', (file: AudioFile) => void answer(file).then((result) => port.postMessage(result)));
