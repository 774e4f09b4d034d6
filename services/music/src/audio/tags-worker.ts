// Runs in a worker thread: a hostile file can stall or exhaust this thread, which is then thrown away.
import { parentPort, workerData } from 'node:worker_threads';
import { parseFile, selectCover, type IAudioMetadata } from 'music-metadata';
import { tidyText } from './tidy-text.ts';
import type { AudioTags, TagLimits, TagsAnswer } from './tags.ts';

const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const { maxTextLength, maxNumber, maxDurationMs } = workerData as TagLimits;

function wholeNumber(value: number | null | undefined): number | null {
  const number = value ?? NaN;
  return Number.isInteger(number) && number >= 0 && number <= maxNumber ? number : null;
}

const shown = (text: string | undefined): string | null => tidyText(text, maxTextLength);

function tagsOf({ common, format }: IAudioMetadata): AudioTags {
  if (format.hasVideo === true) throw new Error('it has a video track');
  const durationMs = (format.duration ?? 0) * 1000;
  if (!(durationMs > 0 && durationMs <= maxDurationMs)) throw new Error('it has no duration');
  const picture = selectCover(common.picture)?.data ?? null;
  return {
    durationMs: Math.round(durationMs),
    title: shown(common.title),
    artist: shown(common.artist),
    album: shown(common.album),
    genre: shown(common.genre?.[0]),
    year: wholeNumber(common.year),
    trackNumber: wholeNumber(common.track.no),
    // A copy, since the parser's view may hold on to far more than the picture.
    picture: picture !== null && picture.length <= MAX_PICTURE_BYTES ? new Uint8Array(picture) : null,
  };
}

async function answer(path: string): Promise<TagsAnswer> {
  try {
    return { tags: tagsOf(await parseFile(path, { duration: true })) };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : 'unknown' };
  }
}

const port = parentPort;
port?.on('message', (path: string) => void answer(path).then((result) => port.postMessage(result)));
