import type { Principal } from '@downbeat/shared/http';
import type { PlaylistMatches } from '../generated/schemas.gen.ts';
import type { UrlQueryOf } from '../tracks/present-track.ts';
import type { TrackRepository } from '../tracks/repository.ts';
import { haveTokens, searchWords } from '../tracks/search-tokens.ts';
import type { PlaylistRepository } from './repository.ts';
import { withCovers } from './service.ts';

interface PlaylistSearchDeps {
  repository: PlaylistRepository;
  tracks: TrackRepository;
  urlQueryOf: UrlQueryOf;
}

/** The playlists of an account, and those in which it is a member, whose names have all words; the newest first. */
export type FindPlaylists = (
  reader: Pick<Principal, 'userId' | 'authSessionId'>,
  tokens: readonly string[],
  limit: number,
) => Promise<PlaylistMatches>;

/** Looks at the names of all playlists of the account, because their number has a bound. */
export function createPlaylistSearch({ repository, tracks, urlQueryOf }: PlaylistSearchDeps): FindPlaylists {
  return async ({ userId, authSessionId }, tokens, limit) => {
    if (limit === 0) return { items: [], hasMore: false };
    const names = await repository.namesOf(userId);
    const found = names.filter(({ name }) => haveTokens(searchWords(name), tokens));
    if (found.length === 0) return { items: [], hasMore: false };
    const ids = found.slice(0, limit).map(({ id }) => id);
    const heads = await repository.headsOf(userId, ids);
    const items = await withCovers(tracks, heads, { userId, query: urlQueryOf(authSessionId) });
    return { items, hasMore: found.length > limit };
  };
}
