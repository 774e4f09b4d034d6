import type { Principal } from '@downbeat/shared/http';
import type { PlaylistMatches } from '../generated/schemas.gen.ts';
import { haveTokens, searchWords } from '../tracks/search-tokens.ts';
import type { FollowsRepository } from './follows-repository.ts';
import type { PlaylistLists } from './lists-repository.ts';
import type { SummarizePlaylists } from './summaries.ts';

interface PlaylistSearchDeps {
  lists: PlaylistLists;
  follows: Pick<FollowsRepository, 'of'>;
  summarize: SummarizePlaylists;
}

/** The playlists of an account, and those in which it is a member or that it follows, whose names have all words; the newest first. */
export type FindPlaylists = (
  reader: Pick<Principal, 'userId' | 'authSessionId'>,
  tokens: readonly string[],
  limit: number,
) => Promise<PlaylistMatches>;

/** Looks at the names of all playlists of the account, because their number has a bound. */
export function createPlaylistSearch({ lists, follows, summarize }: PlaylistSearchDeps): FindPlaylists {
  return async ({ userId, authSessionId }, tokens, limit) => {
    if (limit === 0) return { items: [], hasMore: false };
    const followed = await follows.of(userId);
    const names = await lists.namesOf(userId, followed);
    const found = names.filter(({ name }) => haveTokens(searchWords(name), tokens));
    if (found.length === 0) return { items: [], hasMore: false };
    const ids = found.slice(0, limit).map(({ id }) => id);
    const heads = await lists.headsOf(userId, ids);
    const items = await summarize(heads, { userId, authSessionId }, new Set(followed));
    return { items, hasMore: found.length > limit };
  };
}
