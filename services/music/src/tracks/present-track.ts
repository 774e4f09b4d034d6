import type { Track } from '../generated/schemas.gen.ts';
import type { TrackRecord } from './repository.ts';

/** The query of a reader's signed URLs; streaming/signed-urls.ts makes it. */
export type UrlQueryOf = (authSessionId: string) => string;

/** A track as one reader gets it: with URLs that are signed for the auth session of the reader. */
export type PresentTrack = (record: TrackRecord, authSessionId: string) => Track;

/** The URLs of a track, as paths relative to the service. */
function urlsOf(id: string, hasCover: boolean, query: string): Pick<Track, 'streamUrl' | 'coverUrl'> {
  return {
    streamUrl: `/api/music/tracks/${id}/stream?${query}`,
    coverUrl: hasCover ? `/api/music/tracks/${id}/cover?${query}` : null,
  };
}

/** A track with its URLs, which carry the query of one reader. */
export function withUrls(record: TrackRecord, query: string): Track {
  const { hasCover, ...track } = record;
  return { ...track, ...urlsOf(track.id, hasCover, query) };
}

/** Adds the signed URLs of a track for one reader. */
export function createTrackPresenter(urlQueryOf: UrlQueryOf): PresentTrack {
  return (record, authSessionId) => withUrls(record, urlQueryOf(authSessionId));
}
