import type { AnalysisState } from '../generated/schemas.gen.ts';

/** What is kept of a decoded file. */
export interface AnalysisFacts {
  durationMs: number;
  sampleRate: number;
  channels: number;
  samples: number;
  loudnessLufs: number | null;
  truePeakDbtp: number | null;
  gainDb: number | null;
  isTruncated: boolean;
  isDamaged: boolean;
  isSilent: boolean;
}

/** What the document of a track says of work on its audio, which a worker does in the background. */
export interface TrackJobState {
  state: AnalysisState;
  /** When a worker may claim it; while one works on it, the end of its lease. By the clock of the database. */
  dueAt: Date;
  /** Of the claim of a worker. */
  lease?: string;
  /** Claims since it became pending. */
  attempts: number;
  /** Why it failed. */
  reason?: string;
}

/**
 * The analysis of a track, a part of its document. It is missing in documents of versions before this field, whose analysis
 * is pending too.
 */
export interface TrackAnalysisDocument extends TrackJobState {
  analysedAt?: Date;
  /** Of the last analysis that succeeded, also while it is pending again. */
  facts?: AnalysisFacts;
}

/** Of a new track. */
export const newAnalysis = (dueAt: Date): TrackAnalysisDocument => ({ state: 'pending', dueAt, attempts: 0 });
