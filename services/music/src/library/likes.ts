import type { Commit } from '@downbeat/shared/messaging';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { errors } from '../errors.ts';
import type { LikedTrackPage } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { FindTrack } from '../tracks/find-track.ts';
import type { PresentTrack } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { listTracksOf, type PageOptions, type Reader } from './library-page.ts';
import type { LikeRepository } from './likes-repository.ts';

/** Binds a cursor to this list. */
const LIST = 'likes';

interface LikesDeps {
  likes: LikeRepository;
  findTrack: FindTrack;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
  cursors: Cursors;
  commit: Commit;
  quotasOf: QuotasOf;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type Likes = ReturnType<typeof createLikes>;

/** The rules of likes. Each account has its own, which no other sees. */
export function createLikes({ likes, findTrack, cursors, commit, quotasOf, now, ...tracks }: LikesDeps) {
  return {
    /** Also when it is liked already. @throws ProblemError TRACK_NOT_FOUND, LIKE_LIMIT_REACHED */
    add: async (reader: Reader, trackId: string): Promise<void> => {
      const { userId, role } = reader;
      await findTrack(trackId, reader);
      if (await likes.has(userId, trackId)) return;
      const { likes: limit } = quotasOf(role);
      const like = { userId, trackId, likedAt: new Date(now()) };
      const used = await commit((mongoSession) => likes.add(like, limit, mongoSession));
      if (used !== null) throw quotaProblem(errors.LIKE_LIMIT_REACHED, 'likes', { used, limit });
    },

    remove: (userId: string, trackId: string): Promise<void> => likes.remove(userId, trackId),

    /** @throws ProblemError MALFORMED_CURSOR */
    list: async (reader: Reader, { limit, cursor }: PageOptions): Promise<LikedTrackPage> => {
      const [after = null] = cursor === undefined ? [] : cursors.read(LIST, cursor);
      const { rows, last } = cutPage(await likes.listOf(reader.userId, limit + 1, after), limit);
      const items = await listTracksOf(tracks, reader, rows, ({ likedAt }, track) => ({
        likedAt: likedAt.toISOString(),
        track,
      }));
      return { items, nextCursor: last && cursors.write(LIST, [last._id]) };
    },
  };
}
