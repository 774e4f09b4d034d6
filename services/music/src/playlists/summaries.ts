import type { Principal } from '@downbeat/shared/http';
import type { PlaylistSummary } from '../generated/schemas.gen.ts';
import { coverUrl, coverVersionOf, type UrlQueryOf } from '../tracks/present-track.ts';
import type { ShownCover, TrackRepository } from '../tracks/repository.ts';
import { roleOf } from './access.ts';
import type { PlaylistHead } from './lists-repository.ts';

/** So many covers make a mosaic. */
const MAX_COVERS = 4;

type Reader = Pick<Principal, 'userId' | 'authSessionId'>;

/** Playlists as lists show them to a reader, who follows some of them. */
export type SummarizePlaylists = (
  heads: readonly PlaylistHead[],
  reader: Reader,
  followed: ReadonlySet<string>,
) => Promise<PlaylistSummary[]>;

/** The first tracks that have covers, each picture once. */
function coveredTracks(firstTrackIds: readonly string[], covers: ReadonlyMap<string, ShownCover>) {
  const byPicture = new Map<string, ShownCover & { id: string }>();
  for (const id of firstTrackIds) {
    const picture = covers.get(id);
    if (picture !== undefined && !byPicture.has(picture.sha256))
      byPicture.set(picture.sha256, { ...picture, id });
  }
  return [...byPicture.values()].slice(0, MAX_COVERS);
}

export function createSummaries(
  tracks: Pick<TrackRepository, 'coversOf'>,
  urlQueryOf: UrlQueryOf,
): SummarizePlaylists {
  return async (heads, { userId, authSessionId }, followed) => {
    const query = urlQueryOf(authSessionId);
    const covers = await tracks.coversOf(heads.flatMap(({ firstTrackIds }) => firstTrackIds));
    return heads.map(({ firstTrackIds, members, ...playlist }) => {
      const role = roleOf({ ...playlist, members }, userId);
      const isFollowed = role === null && followed.has(playlist.id);
      const covered = coveredTracks(firstTrackIds, covers);
      const coverUrls = covered.map(({ id, ...cover }) => coverUrl(id, coverVersionOf(cover), query));
      const coverPlaceholders = covered.map(({ placeholder }) => placeholder);
      return { ...playlist, role: role ?? 'view', isFollowed, coverUrls, coverPlaceholders };
    });
  };
}
