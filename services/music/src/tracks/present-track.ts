import type { Track } from '../generated/schemas.gen.ts';
import type { TrackFile, TrackRecord } from './repository.ts';
import { withAccessKey } from './visibility.ts';

/** The query of a reader's signed URLs; streaming/signed-urls.ts makes it. */
export type UrlQueryOf = (authSessionId: string) => string;

/** A track as one reader gets it: with URLs that are signed for the auth session of the reader. */
export type PresentTrack = (record: TrackRecord, authSessionId: string) => Track;

const VERSION_LENGTH = 8;

/** Differs between pictures. */
export const coverVersionOf = ({ sha256 }: Pick<TrackFile, 'sha256'>): string =>
  sha256.slice(0, VERSION_LENGTH);

/**
 * The URL of a track's cover, as a path relative to the service. The version only makes it another URL for another picture,
 * so that clients do not show the one they have.
 */
export const coverUrl = (trackId: string, version: string, query: string): string =>
  `/api/music/tracks/${trackId}/cover?v=${version}&${query}`;

/** A track with its URLs, as paths relative to the service, which carry the query of one reader. */
export function withUrls({ coverVersion, accessKey, ...track }: TrackRecord, readerQuery: string): Track {
  const query = accessKey === null ? readerQuery : withAccessKey(readerQuery, accessKey);
  return {
    ...track,
    streamUrl: `/api/music/tracks/${track.id}/stream?${query}`,
    coverUrl: coverVersion === null ? null : coverUrl(track.id, coverVersion, query),
  };
}

/** Adds the signed URLs of a track for one reader. */
export function createTrackPresenter(urlQueryOf: UrlQueryOf): PresentTrack {
  return (record, authSessionId) => withUrls(record, urlQueryOf(authSessionId));
}
