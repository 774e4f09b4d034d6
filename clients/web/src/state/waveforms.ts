import { createTrackCache } from './track-cache.ts';

/** The peaks of a track's 800 parts of equal length, 0 to 255; null without an analysis: then the plain line of time stays. */
export const waveformOf = createTrackCache<readonly number[]>(async (library, trackId) => {
  const { waveform } = await library.getTrackAnalysis({ trackId });
  return waveform;
});
