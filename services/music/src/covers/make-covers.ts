import type { Sharp } from 'sharp';
import type { CoverFormat } from '../tracks/track-covers.ts';
import { COVER_FORMATS, sizesFor } from './cover-rules.ts';

const TIMEOUT_SECONDS = 20;
/** A few pixels show the colours and where they are; a page makes them larger and smooth. */
const PLACEHOLDER = { pixels: 12, quality: 30 };

/** AVIF with little effort: more takes twice the time for a few per cent. */
const ENCODERS: Readonly<Record<CoverFormat, (picture: Sharp) => Sharp>> = {
  jpeg: (picture) => picture.jpeg({ quality: 80, mozjpeg: true }),
  webp: (picture) => picture.webp({ quality: 78 }),
  avif: (picture) => picture.avif({ quality: 55, effort: 3 }),
};

const FORMATS = Object.keys(COVER_FORMATS) as CoverFormat[];

/** A smaller copy of a cover. */
interface MadeCover {
  size: number;
  format: CoverFormat;
  bytes: Buffer;
}

/** A cover in all sizes and formats, and its placeholder as a `data:` URL. */
export interface MadeCovers {
  placeholder: string;
  covers: MadeCover[];
}

/**
 * Makes the smaller copies of a cover, one after the other in another thread.
 * @throws Error when the picture cannot be read, or takes too much memory or time
 */
export async function makeCovers(path: string, signal: AbortSignal): Promise<MadeCovers> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const picture = sharp(path, { failOn: 'error' });
  const { width, height } = await picture.metadata();
  const scaled = (size: number): Sharp =>
    picture
      .clone()
      .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: TIMEOUT_SECONDS });
  const tiny = await scaled(PLACEHOLDER.pixels).webp({ quality: PLACEHOLDER.quality }).toBuffer();
  const covers: MadeCover[] = [];
  for (const size of sizesFor(Math.max(width, height))) {
    for (const format of FORMATS) {
      signal.throwIfAborted();
      covers.push({ size, format, bytes: await ENCODERS[format](scaled(size)).toBuffer() });
    }
  }
  return { placeholder: `data:image/webp;base64,${tiny.toString('base64')}`, covers };
}
