import type { Track } from '../generated/schemas.gen.ts';
import type { TrackRecord } from './repository.ts';
import { withAccessKey } from './visibility.ts';

/** The query of a reader's signed URLs; streaming/signed-urls.ts makes it. */
export type UrlQueryOf = (authSessionId: string) => string;

/** A track as one reader gets it: with URLs that are signed for the auth session of the reader. */
export type PresentTrack = (record: TrackRecord, authSessionId: string) => Track;

/** The URL of a track's cover, as a path relative to the service. */
export const coverUrl = (trackId: string, query: string): string =>
  `/api/music/tracks/${trackId}/cover?${query}`;

/** A track with its URLs, as paths relative to the service, which carry the query of one reader. */
export function withUrls({ hasCover, accessKey, ...track }: TrackRecord, readerQuery: string): Track {
  const query = accessKey === null ? readerQuery : withAccessKey(readerQuery, accessKey);
  return {
    ...track,
    streamUrl: `/api/music/tracks/${track.id}/stream?${query}`,
    coverUrl: hasCover ? coverUrl(track.id, query) : null,
  };
}

/** Adds the signed URLs of a track for one reader. */
export function createTrackPresenter(urlQueryOf: UrlQueryOf): PresentTrack {
  return (record, authSessionId) => withUrls(record, urlQueryOf(authSessionId));
}
