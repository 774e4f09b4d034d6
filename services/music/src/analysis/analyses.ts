import { commonErrors } from '@downbeat/shared/errors';
import type { WakeTimer } from '@downbeat/shared/timers';
import { errors } from '../errors.ts';
import type { TrackAnalysis } from '../generated/schemas.gen.ts';
import type { CoverRepository } from '../covers/cover-repository.ts';
import type { RenditionRepository } from '../renditions/rendition-repository.ts';
import type { TrackDocument, TrackRepository } from '../tracks/repository.ts';
import { presentRenditions } from '../renditions/present-renditions.ts';
import type { TrackReader } from '../tracks/visibility.ts';
import type { AnalysisRepository } from './analysis-repository.ts';

interface AnalysesDeps {
  analyses: AnalysisRepository;
  renditions: RenditionRepository;
  covers: CoverRepository;
  trackRepository: TrackRepository;
  /** Wakes the worker of this instance. */
  analysisTimer: WakeTimer;
}

export type Analyses = ReturnType<typeof createAnalyses>;

const NO_FACTS = {
  ...{ durationMs: null, sampleRate: null, channels: null, samples: null },
  ...{ loudnessLufs: null, truePeakDbtp: null, gainDb: null },
  ...{ isTruncated: null, isDamaged: null, isSilent: null },
};

function present(
  trackId: string,
  { analysis, renditions }: Pick<TrackDocument, 'analysis' | 'renditions'>,
  waveform: Uint8Array | null,
): TrackAnalysis {
  return {
    trackId,
    state: analysis?.state ?? 'pending',
    reason: analysis?.reason ?? null,
    ...(analysis?.facts ?? NO_FACTS),
    waveform: waveform && [...waveform],
    analysedAt: analysis?.analysedAt?.toISOString() ?? null,
    renditions: presentRenditions(renditions, analysis),
  };
}

/** What decoding a track has found. Each account that may see the track may read it. */
export function createAnalyses(deps: AnalysesDeps) {
  const { analyses, renditions, covers, trackRepository, analysisTimer } = deps;
  /** @throws ProblemError TRACK_NOT_FOUND */
  async function find(trackId: string, reader: TrackReader) {
    const found = await trackRepository.findAnalysis(trackId, reader);
    if (found === null) throw errors.TRACK_NOT_FOUND();
    return found;
  }
  async function get(trackId: string, reader: TrackReader): Promise<TrackAnalysis> {
    return present(trackId, await find(trackId, reader), await analyses.waveformOf(trackId));
  }
  return {
    get,

    /** Analyses a track again, and makes the renditions and the sizes of its cover that have failed. @throws ProblemError TRACK_NOT_FOUND; FORBIDDEN for the track of another, unless an admin asks */
    async runAgain(trackId: string, by: TrackReader): Promise<TrackAnalysis> {
      const { artistId } = await find(trackId, by);
      if (artistId !== by.userId && by.role !== 'admin') throw commonErrors.FORBIDDEN();
      await analyses.runAgain(trackId);
      await renditions.runAgain(trackId);
      await covers.runAgain(trackId);
      const pending = await get(trackId, by);
      analysisTimer.wake();
      return pending;
    },
  };
}
