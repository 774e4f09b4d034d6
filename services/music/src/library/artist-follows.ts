import type { Commit } from '@downbeat/shared/messaging';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { requireArtist, toArtist } from '../catalogue/artists.ts';
import type { CatalogueRepository } from '../catalogue/catalogue-repository.ts';
import { errors } from '../errors.ts';
import type { ArtistFollowState, FollowedArtistPage, ReleasePage } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import { releasedAtOf } from '../tracks/release-key.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import type { ArtistFollowRepository } from './artist-follows-repository.ts';
import { listTracksOf, type PageOptions, type Reader } from './library-page.ts';

/** Bind a cursor to its list. */
const FOLLOWED = 'followed artists';
const RELEASES = 'new releases';

interface ArtistFollowsDeps {
  artistFollows: ArtistFollowRepository;
  catalogue: CatalogueRepository;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
  cursors: Cursors;
  commit: Commit;
  quotasOf: QuotasOf;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type ArtistFollowing = ReturnType<typeof createArtistFollowing>;

/** The rules of following artists. Which ones an account follows, no other account sees. */
export function createArtistFollowing(deps: ArtistFollowsDeps) {
  const { artistFollows, catalogue, cursors, commit, quotasOf, now } = deps;
  const positionOf = (list: string, cursor: string | undefined): string | null =>
    cursor === undefined ? null : (cursors.read(list, cursor)[0] ?? null);

  return {
    /** @throws ProblemError ARTIST_NOT_FOUND */
    stateOf: async (reader: Reader, artistId: string): Promise<ArtistFollowState> => {
      await requireArtist(catalogue, artistId, reader);
      const [isFollowed, followers] = await Promise.all([
        artistFollows.has(reader.userId, artistId),
        artistFollows.followersOf(artistId),
      ]);
      return { artistId, isFollowed, followers };
    },

    /** Also when it is followed already. @throws ProblemError ARTIST_NOT_FOUND, ARTIST_FOLLOW_LIMIT_REACHED */
    add: async (reader: Reader, artistId: string): Promise<void> => {
      const { userId, role } = reader;
      const { summary } = await requireArtist(catalogue, artistId, reader);
      if (await artistFollows.has(userId, artistId)) return;
      const { followedArtists: limit } = quotasOf(role);
      const follow = { userId, artistId, name: summary.name, followedAt: new Date(now()) };
      const used = await commit((mongoSession) => artistFollows.add(follow, limit, mongoSession));
      if (used === null) return;
      throw quotaProblem(errors.ARTIST_FOLLOW_LIMIT_REACHED, 'followedArtists', { used, limit });
    },

    remove: (userId: string, artistId: string): Promise<void> =>
      commit((mongoSession) => artistFollows.remove(userId, artistId, mongoSession)),

    /** @throws ProblemError MALFORMED_CURSOR */
    list: async (userId: string, { limit, cursor }: PageOptions): Promise<FollowedArtistPage> => {
      const found = await artistFollows.listOf(userId, limit + 1, positionOf(FOLLOWED, cursor));
      const { rows, last } = cutPage(found, limit);
      const artists = await catalogue.findArtists(rows.map(({ artistId }) => artistId));
      const items = rows.map(({ artistId, followedAt, name }) => {
        const entry = artists.get(artistId);
        const artist = entry?.listed ? toArtist(entry, entry.listed) : null;
        return { followedAt: followedAt.toISOString(), artistId, name: artist?.name ?? name, artist };
      });
      return { items, nextCursor: last && cursors.write(FOLLOWED, [last._id]) };
    },

    /** @throws ProblemError MALFORMED_CURSOR */
    releases: async (reader: Reader, { limit, cursor }: PageOptions): Promise<ReleasePage> => {
      const after = positionOf(RELEASES, cursor);
      const artistIds = await artistFollows.artistIdsOf(reader.userId);
      const found = await catalogue.releasesOf(artistIds, limit + 1, after);
      const { rows, last } = cutPage(found, limit);
      const items = await listTracksOf(deps, reader, rows, ({ releaseKey }, track) => ({
        releasedAt: releasedAtOf(releaseKey),
        track,
      }));
      return { items, nextCursor: last && cursors.write(RELEASES, [last.releaseKey]) };
    },
  };
}
