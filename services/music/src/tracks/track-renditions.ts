import type { AudioFormatName, RenditionName } from '../generated/schemas.gen.ts';
import type { TrackFile } from './repository.ts';
import type { TrackJobState } from './track-analysis.ts';

/** Another encoding of a track's audio, which was made from the original. */
export interface RenditionFile extends TrackFile {
  name: RenditionName;
}

/** What ffmpeg says of the original. */
export interface OriginalFormat {
  /** Null for one that browsers do not play. */
  format: AudioFormatName | null;
  /** kbit/s, of the whole file. */
  bitRate: number;
}

/**
 * The renditions of a track, a part of its document. It is missing in documents of versions before this field, whose
 * renditions are made when nothing else is due.
 */
export interface TrackRenditionsDocument extends TrackJobState {
  /** Once they are done. */
  original?: OriginalFormat;
  files?: RenditionFile[];
}

/** Of a track that was just analysed; in an update of MongoDB. */
export const renditionsDue = { state: 'pending', dueAt: '$$NOW', attempts: 0 };
