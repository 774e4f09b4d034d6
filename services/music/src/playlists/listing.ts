import type { Principal } from '@downbeat/shared/http';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { errors } from '../errors.ts';
import type { PlaylistPage } from '../generated/schemas.gen.ts';
import { requireReadable, roleOf } from './access.ts';
import type { FindPublic } from './find-public.ts';
import type { FollowsRepository } from './follows-repository.ts';
import type { PlaylistLists } from './lists-repository.ts';
import { demandsOf } from './name-terms.ts';
import type { PlaylistRepository } from './repository.ts';
import type { SummarizePlaylists } from './summaries.ts';

/** Playlists of others that an account follows. */
const MAX_FOLLOWED = 200;
/** Binds a cursor to the account's own list. */
const OWN_LIST = 'playlists';

interface ListsDeps {
  repository: PlaylistRepository;
  lists: PlaylistLists;
  follows: FollowsRepository;
  findPublic: FindPublic;
  summarize: SummarizePlaylists;
  cursors: Cursors;
}

type Reader = Pick<Principal, 'userId' | 'authSessionId'>;

interface PageQuery {
  limit: number;
  cursor?: string;
}

export type PlaylistListing = ReturnType<typeof createPlaylistListing>;

/** The lists of playlists: those of an account, and the public ones, found by the words of their names. */
export function createPlaylistListing({ lists, follows, findPublic, summarize, cursors }: ListsDeps) {
  return {
    /** @throws ProblemError MALFORMED_CURSOR */
    own: async (reader: Reader, { limit, cursor }: PageQuery): Promise<PlaylistPage> => {
      const [after = null] = cursor === undefined ? [] : cursors.read(OWN_LIST, cursor);
      const followed = await follows.of(reader.userId);
      const found = await lists.listOf(reader.userId, followed, { limit: limit + 1, after });
      const { rows, last } = cutPage(found, limit);
      const items = await summarize(rows, reader, new Set(followed));
      return { items, nextCursor: last && cursors.write(OWN_LIST, [last.id]) };
    },

    /** @throws ProblemError MALFORMED_CURSOR */
    public: async (
      reader: Reader,
      { q = '', limit, cursor }: PageQuery & { q?: string },
    ): Promise<PlaylistPage> => {
      const demands = demandsOf(q);
      const list = `public playlists ${demands.flat(2).join(' ')}`;
      const [after = null] = cursor === undefined ? [] : cursors.read(list, cursor);
      const { ids, next } = await findPublic(demands, { limit, after });
      const heads = await lists.publicHeads(ids);
      const items = await summarize(heads, reader, new Set(await follows.of(reader.userId)));
      return { items, nextCursor: next && cursors.write(list, [next]) };
    },
  };
}

export type PlaylistFollowing = ReturnType<typeof createPlaylistFollowing>;

/** Playlists of others that an account keeps among its own. */
export function createPlaylistFollowing({
  repository,
  lists,
  follows,
}: Pick<ListsDeps, 'repository' | 'lists' | 'follows'>) {
  /** Makes room: the account sees no more of those that were deleted, or are private by now. */
  async function forgetHidden(userId: string): Promise<void> {
    const followed = await follows.of(userId);
    const readable = new Set(await lists.readableByAll(followed));
    await follows.removeMany(
      userId,
      followed.filter((id) => !readable.has(id)),
    );
  }

  return {
    /** Changes nothing for the owner and members. @throws ProblemError PLAYLIST_NOT_FOUND, PLAYLIST_LIST_FULL */
    follow: async (id: string, userId: string): Promise<void> => {
      const playlist = await requireReadable(repository, id, userId);
      if (roleOf(playlist, userId) !== null || (await follows.has(userId, id))) return;
      if (await follows.add(userId, id, MAX_FOLLOWED)) return;
      await forgetHidden(userId);
      if (!(await follows.add(userId, id, MAX_FOLLOWED))) throw errors.PLAYLIST_LIST_FULL();
    },

    unfollow: (id: string, userId: string): Promise<void> => follows.removeMany(userId, [id]),
  };
}
