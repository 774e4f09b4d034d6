import { walkMpeg } from './mpeg-walk.ts';
import type { Windows } from './window.ts';

/** Padding, damage and tags that nobody knows any more are all smaller, in files that people have. */
const MIN_FOREIGN_BYTES = 64 * 1024;
const MAX_FOREIGN_PART = 0.2;
/** Such bytes take longer to search than frames, which tell where the next is. */
const MAX_FOREIGN_BYTES = 4 * 1024 * 1024;
const SLACK_FRAMES = 16;
const MAX_MISSING_PART = 0.1;

/**
 * An MP3 file is frames and tags. It lacks sound when there are no frames, when much of it is neither, or when far
 * fewer frames are there than its encoder noted, by which its duration is told.
 */
export async function lacksMpegSound(windows: Windows): Promise<boolean> {
  const part = Math.min(MAX_FOREIGN_BYTES, windows.fileBytes * MAX_FOREIGN_PART);
  const mostForeign = Math.max(MIN_FOREIGN_BYTES, part);
  const { frames, foreignBytes, notes } = await walkMpeg(windows, mostForeign);
  const missing = notes.frames - frames;
  return (
    frames === 0 ||
    foreignBytes > mostForeign ||
    missing > Math.max(SLACK_FRAMES, notes.frames * MAX_MISSING_PART)
  );
}
