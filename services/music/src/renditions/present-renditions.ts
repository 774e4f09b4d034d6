import type { TrackRenditions } from '../generated/schemas.gen.ts';
import type { TrackRenditionsDocument } from '../tracks/track-renditions.ts';
import { RENDITIONS } from './rendition-rules.ts';

/** The renditions of a track as its artist and clients see them. */
export function presentRenditions(renditions: TrackRenditionsDocument | undefined): TrackRenditions {
  const { state = 'pending', reason = null, original = null, files = [] } = renditions ?? {};
  const items = files.map(({ name, bytes }) => {
    const { format, contentType, bitRate } = RENDITIONS[name];
    return { name, format, contentType, bitRate, bytes };
  });
  return { state, reason, original, items };
}
