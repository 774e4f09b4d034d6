import { fileTypeFromBuffer } from 'file-type';
import { COVER_ALLOWED, errors, formFault } from '../errors.ts';

/** The largest file that is looked at as a cover. */
export const MAX_COVER_BYTES = 10 * 1024 * 1024;

const SIDE_PIXELS = 1200;
const MAX_PIXELS = 4096 * 4096;
const TIMEOUT_SECONDS = 10;
const ACCEPTED = new Set(['image/jpeg', 'image/png', 'image/webp']);

let queue: Promise<unknown> = Promise.resolve();

async function decode(picture: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp(picture, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
    .rotate()
    .resize({ width: SIDE_PIXELS, height: SIDE_PIXELS, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: 84, mozjpeg: true })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .toBuffer();
}

/**
 * Draws a picture anew as a JPEG of at most 1200 by 1200 pixels: what else the file carried (metadata, another file
 * behind the picture) is gone. One at a time, so that memory stays bounded.
 *
 * @throws ProblemError COVER_NOT_RECOGNISED for what is no JPEG, PNG or WebP, is damaged, or has too many pixels
 */
export async function toCover(picture: Uint8Array): Promise<Buffer> {
  const type = await fileTypeFromBuffer(picture);
  if (!ACCEPTED.has(type?.mime ?? '')) throw errors.COVER_NOT_RECOGNISED(formFault('cover', COVER_ALLOWED));
  const turn = queue.then(() => decode(picture));
  queue = turn.catch(() => undefined);
  try {
    return await turn;
  } catch (error) {
    throw errors.COVER_NOT_RECOGNISED({ cause: error, ...formFault('cover', COVER_ALLOWED) });
  }
}
