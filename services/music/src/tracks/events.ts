import { newEvent } from '@downbeat/shared/events';
import type { TrackRecord } from './track.ts';

/** An upload can be heard from now on. */
export function trackPublished({ id, artist, title }: TrackRecord, correlationId: string) {
  const data = { trackId: id, artistId: artist.id, title };
  return newEvent('downbeat.track.published.v1', { source: '/music', subject: id, correlationId, data });
}
