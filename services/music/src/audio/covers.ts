import { fileTypeFromBuffer } from 'file-type';
import { COVER_ALLOWED, errors, formFault } from '../errors.ts';
import { busy, Lane, type LaneLimits } from './lane.ts';

/** The largest file that is looked at as a cover. */
export const MAX_COVER_BYTES = 10 * 1024 * 1024;

const SIDE_PIXELS = 1200;
const MAX_PIXELS = 4096 * 4096;
const TIMEOUT_SECONDS = 10;
const ACCEPTED = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** Each that waits holds its picture in memory. */
const QUEUE_LIMIT = 16;
/** What libvips says when it is this machine that lacks memory or time, not the picture that is at fault. */
const OVERLOADED = /out of memory|^timeout:/i;

/** The detail of the problem when one picture alone takes more than this machine has. */
export const COVER_TOO_HARD = 'The cover took too much memory or time; try again, or send a smaller one';

const unrecognised = (cause?: unknown) =>
  errors.COVER_NOT_RECOGNISED({ cause, ...formFault('cover', COVER_ALLOWED) });

/** The problem to tell of a picture that could not be drawn. */
export function drawingFault(error: unknown): unknown {
  if (!(error instanceof Error) || !OVERLOADED.test(error.message)) return unrecognised(error);
  return busy(error, COVER_TOO_HARD);
}

async function draw(picture: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const drawing = sharp(picture, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
    .rotate()
    .resize({ width: SIDE_PIXELS, height: SIDE_PIXELS, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: 84, mozjpeg: true })
    .timeout({ seconds: TIMEOUT_SECONDS });
  return drawing.toBuffer().catch((error: unknown) => {
    throw drawingFault(error);
  });
}

export type ToCover = (picture: Uint8Array) => Promise<Buffer>;

/** What {@link toCover} is made of; a test may draw otherwise. */
export function createCovers(
  drawOne: ToCover = draw,
  limits: LaneLimits = { queueLimit: QUEUE_LIMIT },
): ToCover {
  const lane = new Lane(limits);
  return async (picture) => {
    const type = await fileTypeFromBuffer(picture);
    if (!ACCEPTED.has(type?.mime ?? '')) throw unrecognised();
    return lane.run(() => drawOne(picture));
  };
}

/**
 * Draws a picture anew as a JPEG of at most 1200 by 1200 pixels: what else the file carried (metadata, another file
 * behind the picture) is gone. One at a time, and few may wait, so that memory stays bounded.
 *
 * @throws ProblemError COVER_NOT_RECOGNISED for what is no JPEG, PNG or WebP, is damaged, or has too many pixels;
 * UNAVAILABLE when too many wait, or this one did too long
 */
export const toCover: ToCover = createCovers();
