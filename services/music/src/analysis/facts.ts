import type { AnalysisFacts } from '../tracks/track-analysis.ts';
import type { DecodedAudio } from './decode.ts';

/** The loudness at which players play every track, as the large streaming services do. */
const TARGET_LUFS = -14;
/** A gain leaves so much room below full scale, because lossy decoders and converters overshoot. */
const MAX_PEAK_DBTP = -1;
/** The bounds of the contract. */
const MAX_GAIN_DB = 24;
const MIN_GAIN_DB = -48;
/** -72 dB below full scale: noise of a converter, which is no recording. */
const SILENCE = 1 / 4096;
/** Encoders round up to whole frames, and some count their delay. */
const SLACK_SECONDS = 1;
const SLACK_PART = 0.02;

const rounded = (decibels: number): number => Math.round(decibels * 10) / 10;

/** The gain to the target, but none that lets the peaks clip. */
function gainOf({ loudnessLufs, truePeakDbtp }: DecodedAudio): number | null {
  if (loudnessLufs === null) return null;
  const toTarget = TARGET_LUFS - loudnessLufs;
  const room = MAX_PEAK_DBTP - (truePeakDbtp ?? -Infinity);
  // A track that is too loud is turned down to the target, and not further for its peaks.
  const gain = toTarget <= 0 ? toTarget : Math.max(0, Math.min(toTarget, room));
  return rounded(Math.min(Math.max(gain, MIN_GAIN_DB), MAX_GAIN_DB));
}

/** Draws the conclusions from what was decoded. */
export function factsOf(audio: DecodedAudio): AnalysisFacts {
  const { sampleRate, channels, samples, loudnessLufs, truePeakDbtp, claimedSeconds, faults, peak } = audio;
  const seconds = samples / sampleRate;
  const missing = (claimedSeconds ?? 0) - seconds;
  return {
    durationMs: Math.max(1, Math.round(seconds * 1000)),
    sampleRate,
    channels,
    samples,
    loudnessLufs,
    truePeakDbtp,
    gainDb: gainOf(audio),
    isTruncated: missing > Math.max(SLACK_SECONDS, (claimedSeconds ?? 0) * SLACK_PART),
    isDamaged: faults > 0,
    isSilent: peak < SILENCE,
  };
}
