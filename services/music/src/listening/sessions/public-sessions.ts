import { type App, requirePrincipal } from '@downbeat/shared/http';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { joinPublicSession, listPublicSessions } from '../../generated/operations.gen.ts';
import type { PublicSession, PublicSessionPage } from '../../generated/schemas.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import type { TrackDirectory } from '../model/members.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { PublicSessionRow } from '../store/session-repository.ts';
import type { Stores } from '../store/stores.ts';
import type { Sessions } from './sessions.ts';

interface PublicSessionsDeps extends Pick<Stores, 'publicCounts' | 'repository'> {
  readonly cursors: Cursors;
  readonly tracks: TrackDirectory;
}

const LIST = 'public sessions';

/** The list of public sessions: Redis knows in which there are members, MongoDB what they are. */
export class PublicSessions {
  readonly #deps: PublicSessionsDeps;

  constructor(deps: PublicSessionsDeps) {
    this.#deps = deps;
  }

  /** Those with the most members first. @throws ProblemError MALFORMED_CURSOR, UNAVAILABLE */
  async list(userId: string, cursor: string | undefined, limit: number): Promise<PublicSessionPage> {
    const { cursors, publicCounts, repository } = this.#deps;
    const [members, sessionId] = cursor === undefined ? [] : cursors.read(LIST, cursor);
    const after =
      members === undefined || sessionId === undefined
        ? undefined
        : { sessionId, memberCount: Number(members) };
    const counts = await mapRedisErrors(() => publicCounts.page(limit + 1, after));
    const { rows, last } = cutPage(counts, limit);
    const found = await repository.findPublic(
      rows.map((row) => row.sessionId),
      userId,
    );
    const items = rows.flatMap(({ sessionId: id, memberCount }) => {
      const session = found.get(id);
      return session === undefined ? [] : [this.#present(session, memberCount)];
    });
    return {
      items: await Promise.all(items),
      nextCursor: last && cursors.write(LIST, [String(last.memberCount), last.sessionId]),
    };
  }

  async #present({ item, ...session }: PublicSessionRow, memberCount: number): Promise<PublicSession> {
    const shown = item && (await this.#deps.tracks.shownToAll(item.trackId));
    const track = item &&
      shown && { title: item.title, artistName: item.artistName, coverUrl: shown.coverUrl };
    return { ...session, track, memberCount };
  }
}

/** The HTTP routes of public sessions. */
export function publicSessionRoutes(
  app: App,
  { sessions, publicSessions }: { readonly sessions: Sessions; readonly publicSessions: PublicSessions },
  limits: RateLimits,
): void {
  app.route({
    ...listPublicSessions,
    handler: async (request) => {
      const { cursor, limit } = request.query;
      return publicSessions.list(requirePrincipal(request).userId, cursor, limit);
    },
  });
  app.route({
    ...joinPublicSession,
    config: { ...joinPublicSession.config, rateLimit: limits.session },
    handler: async (request) => sessions.joinPublic(request.params.sessionId, requirePrincipal(request)),
  });
}
