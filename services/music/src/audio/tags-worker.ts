// Runs in a worker thread: a hostile file can stall or exhaust this thread, which is then thrown away.
import { parentPort } from 'node:worker_threads';
import { parseFile, selectCover, type IAudioMetadata } from 'music-metadata';
import { tidyText } from './tidy-text.ts';
import type { AudioTags, TagsAnswer } from './tags.ts';

const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const MAX_DURATION_SECONDS = 24 * 60 * 60;

function wholeNumber(value: number | null | undefined): number | null {
  return Number.isInteger(value) && value !== null && value !== undefined && value >= 0 && value <= 9999
    ? value
    : null;
}

function tagsOf({ common, format }: IAudioMetadata): AudioTags {
  if (format.hasVideo === true) throw new Error('it has a video track');
  const seconds = format.duration ?? 0;
  if (!(seconds > 0 && seconds <= MAX_DURATION_SECONDS)) throw new Error('it has no duration');
  const picture = selectCover(common.picture)?.data ?? null;
  return {
    durationMs: Math.round(seconds * 1000),
    title: tidyText(common.title),
    artist: tidyText(common.artist),
    album: tidyText(common.album),
    genre: tidyText(common.genre?.[0]),
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
