import type { TrackRenditions } from '../generated/schemas.gen.ts';
import type { TrackDocument } from '../tracks/repository.ts';
import type { TrackRenditionsDocument } from '../tracks/track-renditions.ts';
import { RENDITIONS } from './rendition-rules.ts';

/** The renditions of a track as its artist and clients see them. */
export function presentRenditions(
  renditions: TrackRenditionsDocument | undefined,
  analysis: TrackDocument['analysis'],
): TrackRenditions {
  const { original = null, files = [] } = renditions ?? {};
  const kept = { state: renditions?.state ?? 'pending', reason: renditions?.reason ?? null };
  // Nothing is encoded that could not be analysed, so they would be pending for ever.
  const isHopeless = kept.state === 'pending' && analysis?.state === 'failed';
  const { state, reason } = isHopeless ? { state: analysis.state, reason: analysis.reason ?? null } : kept;
  const items = files.map(({ name, bytes }) => {
    const { format, contentType, bitRate } = RENDITIONS[name];
    return { name, format, contentType, bitRate, bytes };
  });
  return { state, reason, original, items };
}
