import type { CoverFile, CoverFormat, TrackCoversDocument } from '../tracks/track-covers.ts';
import { COVER_FORMATS, LARGEST_COPY } from './cover-rules.ts';

/** What a client asks for. */
interface CoverWish {
  /** Pixels of the longer side; undefined for the largest. */
  size: number | undefined;
  /** The header. */
  accept: string | undefined;
}

const REFUSED = /;\s*q=0(?:\.0*)?\s*(?:;|$)/i;

/** Whether the header names this type. A client that takes all types, as curl, is not known to show the newer ones. */
function names(accept: string, contentType: string): boolean {
  return accept.split(',').some((part) => {
    const [type = ''] = part.split(';', 1);
    return type.trim().toLowerCase() === contentType && !REFUSED.test(part);
  });
}

function isShown(format: CoverFormat, accept: string): boolean {
  return format === 'jpeg' || names(accept, COVER_FORMATS[format].contentType);
}

/**
 * Chooses a copy of a cover that the client shows: of the smallest size that is large enough the file with the fewest bytes.
 * The largest copy of a small picture has all of it. Null when only the original is large enough, or is there.
 */
export function chooseCover(
  covers: TrackCoversDocument | undefined,
  { size, accept = '' }: CoverWish,
  lost: ReadonlySet<string>,
): CoverFile | null {
  if (size === undefined || size > LARGEST_COPY) return null;
  const shown = (covers?.files ?? []).filter(({ format, key }) => isShown(format, accept) && !lost.has(key));
  const sizes = shown.map((file) => file.size);
  const next = Math.min(Math.max(...sizes), ...sizes.filter((one) => one >= size));
  const [best] = shown.filter((file) => file.size === next).toSorted((a, b) => a.bytes - b.bytes);
  return best ?? null;
}
