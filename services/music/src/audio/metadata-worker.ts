// Runs in a worker thread: a hostile file can stall or exhaust only this thread, which is replaced then.
import { parentPort, workerData } from 'node:worker_threads';
import { parseFile, selectCover, type IAudioMetadata } from 'music-metadata';
import { sanitizeText } from './sanitize-text.ts';

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
  artist: string | null;
  album: string | null;
  genre: string | null;
  year: number | null;
  trackNumber: number | null;
  /** The embedded front cover, unchanged. */
  picture: Uint8Array | null;
}

export type MetadataAnswer = { metadata: AudioMetadata } | { unreadable: string };

const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const { maxTextLength, maxNumber, minDurationMs, maxDurationMs } = workerData as MetadataLimits;

function wholeNumber(value: number | null | undefined): number | null {
  const number = value ?? NaN;
  return Number.isInteger(number) && number >= 0 && number <= maxNumber ? number : null;
}

const sanitize = (text: string | undefined): string | null => sanitizeText(text, maxTextLength);

function metadataOf({ common, format }: IAudioMetadata): AudioMetadata {
  if (format.hasVideo === true) throw new Error('it has a video track');
  const durationMs = (format.duration ?? 0) * 1000;
  if (!(durationMs >= minDurationMs && durationMs <= maxDurationMs)) throw new Error('it has no duration');
  const picture = selectCover(common.picture)?.data ?? null;
  return {
    durationMs: Math.round(durationMs),
    title: sanitize(common.title),
    artist: sanitize(common.artist),
    album: sanitize(common.album),
    genre: sanitize(common.genre?.[0]),
    year: wholeNumber(common.year),
    trackNumber: wholeNumber(common.track.no),
    // A copy, because the parser's view may keep a far larger buffer alive.
    picture: picture !== null && picture.length <= MAX_PICTURE_BYTES ? new Uint8Array(picture) : null,
  };
}

async function answer(path: string): Promise<MetadataAnswer> {
  try {
    return { metadata: metadataOf(await parseFile(path, { duration: true })) };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : 'unknown' };
  }
}

const port = parentPort;
port?.on('message', (path: string) => void answer(path).then((result) => port.postMessage(result)));
