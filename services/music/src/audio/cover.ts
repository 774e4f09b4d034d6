import { COVER_ALLOWED, errors, formFault } from '../errors.ts';
import { loadFileType } from './audio-format.ts';
import { busy, BoundedQueue, type BoundedQueueLimits } from './bounded-queue.ts';

/** The largest file that is accepted as a cover. */
export const MAX_COVER_BYTES = 10 * 1024 * 1024;

const SIDE_PIXELS = 1200;
const MAX_PIXELS = 4096 * 4096;
const TIMEOUT_SECONDS = 10;
const ACCEPTED = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** Each waiting cover is held in memory. */
const QUEUE_LIMIT = 16;
/** Error messages of libvips when the machine lacks memory or time, as opposed to a bad image. */
const OVERLOADED = /out of memory|^timeout:/i;

/** The detail of the problem when a single image takes more memory or time than is allowed. */
export const COVER_TOO_EXPENSIVE = 'The cover took too much memory or time; try again, or send a smaller one';

const notRecognised = (cause?: unknown) =>
  errors.COVER_NOT_RECOGNISED({ cause, ...formFault('cover', COVER_ALLOWED) });

/** The problem that answers a failed conversion. */
export function coverProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !OVERLOADED.test(error.message)) return notRecognised(error);
  return busy(error, COVER_TOO_EXPENSIVE);
}

async function convert(image: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const conversion = sharp(image, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
    .rotate()
    .resize({ width: SIDE_PIXELS, height: SIDE_PIXELS, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: 84, mozjpeg: true })
    .timeout({ seconds: TIMEOUT_SECONDS });
  return conversion.toBuffer().catch((error: unknown) => {
    throw coverProblem(error);
  });
}

export type ToCover = (image: Uint8Array) => Promise<Buffer>;

/** Makes {@link toCover}; tests replace the conversion. */
export function createToCover(
  convertOne: ToCover = convert,
  limits: BoundedQueueLimits = { queueLimit: QUEUE_LIMIT },
): ToCover {
  const queue = new BoundedQueue(limits);
  return async (image) => {
    const { fileTypeFromBuffer } = await loadFileType();
    const type = await fileTypeFromBuffer(image);
    if (!ACCEPTED.has(type?.mime ?? '')) throw notRecognised();
    return queue.run(() => convertOne(image));
  };
}

/**
 * Re-encodes an image as a JPEG of at most 1200 by 1200 pixels. This drops everything else the file contained:
 * metadata, or another file appended to the image. One image at a time, and few may wait, so that memory is bounded.
 *
 * @throws ProblemError COVER_NOT_RECOGNISED when the image is not a JPEG, PNG or WebP, is damaged, or has too many
 * pixels; UNAVAILABLE when too many images wait, or this one took too long
 */
export const toCover: ToCover = createToCover();
