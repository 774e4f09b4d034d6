import type { TrackFile } from './repository.ts';
import type { TrackJobState } from './track-analysis.ts';

export type CoverFormat = 'jpeg' | 'webp' | 'avif';

/** A smaller copy of a cover in storage. */
export interface CoverFile extends TrackFile {
  /** The most pixels of its longer side. */
  size: number;
  format: CoverFormat;
}

/**
 * The smaller copies of a track's cover, a part of its document. It is missing in documents of versions before this field,
 * whose copies are made when nothing else is due.
 */
export interface TrackCoversDocument extends TrackJobState {
  /** The digest of the cover that they show. An instance of an earlier version replaces a cover without them. */
  of?: string;
  /** A very small picture as a `data:` URL. */
  placeholder?: string;
  files?: CoverFile[];
}

interface Covered {
  cover: TrackFile | null;
  coverSizes?: TrackCoversDocument | undefined;
}

/** Of a new cover. */
export const newCovers = (dueAt: Date): TrackCoversDocument => ({ state: 'pending', dueAt, attempts: 0 });

/** What a list of tracks does not read. */
export const withoutCopies = { 'renditions.files': 0, 'coverSizes.files': 0 } as const;

/** Those of the present cover; undefined when there are none yet. */
export const coversOf = ({ cover, coverSizes }: Covered): TrackCoversDocument | undefined =>
  cover !== null && coverSizes?.of === cover.sha256 ? coverSizes : undefined;

/** What is shown until the cover is loaded; null without one. */
export const placeholderOf = (track: Covered): string | null => coversOf(track)?.placeholder ?? null;
