import type { CoverFormat } from '../tracks/track-covers.ts';

/** The most pixels of the longer side: for rows, for cards, and for the largest picture of a screen with many pixels. */
const COVER_SIZES = [96, 300, 640] as const;

/** Of a larger picture only the original is larger. */
export const LARGEST_COPY = COVER_SIZES[2];

interface CoverFormatRule {
  contentType: string;
  extension: string;
}

export const COVER_FORMATS: Readonly<Record<CoverFormat, CoverFormatRule>> = {
  jpeg: { contentType: 'image/jpeg', extension: 'jpg' },
  webp: { contentType: 'image/webp', extension: 'webp' },
  avif: { contentType: 'image/avif', extension: 'avif' },
};

/** Those for a cover of this many pixels: nothing is enlarged, so the first that holds all of it is the last. */
export function sizesFor(pixels: number): number[] {
  const last = COVER_SIZES.findIndex((size) => size >= pixels);
  return COVER_SIZES.slice(0, last === -1 ? COVER_SIZES.length : last + 1);
}
