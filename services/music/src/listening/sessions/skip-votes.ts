import { commonErrors } from '@downbeat/shared/errors';
import { type App, requirePrincipal } from '@downbeat/shared/http';
import { upcoming } from '@downbeat/timing';
import type { SkipVotes } from '../../generated/listening.schemas.gen.ts';
import { voteToSkip, withdrawSkipVote } from '../../generated/operations.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { errors } from '../model/errors.ts';
import { hasPermission, permissionDetail } from '../model/permissions.ts';
import type { RoomState } from '../model/room-state.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';

interface SkipVotingDeps extends Pick<Stores, 'repository' | 'votes'> {
  readonly loader: RoomStateLoader;
}

const OTHER_ITEM = 'Another item is current';

/** In words, why no vote counts; undefined when one does. */
function obstacleTo({ timeline, room }: RoomState, queueItemId: string): string | undefined {
  if (timeline.queueItemId !== queueItemId) return OTHER_ITEM;
  if (timeline.state !== 'playing') return 'Nothing plays';
  const repeat = room.repeat === 'one' ? 'off' : room.repeat;
  return upcoming({ queue: room.queue, repeat }, queueItemId).length > 0
    ? undefined
    : 'Nothing follows in the queue';
}

/** Votes of members to skip the current item. Each method also throws SESSION_NOT_FOUND and UNAVAILABLE. */
export class SkipVoting {
  readonly #deps: SkipVotingDeps;

  constructor(deps: SkipVotingDeps) {
    this.#deps = deps;
  }

  /** Counts a vote; the instances of the session go on when there are enough. @throws ProblemError FORBIDDEN, SKIP_NOT_POSSIBLE */
  async vote(sessionId: string, userId: string, queueItemId: string): Promise<SkipVotes> {
    await this.#requireMembership(sessionId, userId);
    const { loader, votes } = this.#deps;
    return mapRedisErrors(async () => {
      const state = await loader.load(sessionId);
      if (state === null) throw errors.SESSION_NOT_FOUND();
      const { access } = state.room;
      if (!hasPermission(access, userId, 'vote'))
        throw commonErrors.FORBIDDEN({ detail: permissionDetail(access, 'vote') });
      const detail = obstacleTo(state, queueItemId);
      if (detail !== undefined) throw errors.SKIP_NOT_POSSIBLE({ detail });
      const result = await votes.vote(sessionId, userId, queueItemId);
      if (result.kind === 'counted')
        return { queueItemId, count: result.count, needed: result.needed, hasVoted: true };
      if (result.kind === 'missing') throw commonErrors.UNAVAILABLE();
      const isAbsent = result.kind === 'absent';
      throw errors.SKIP_NOT_POSSIBLE({
        detail: isAbsent ? 'You are not connected to the session' : OTHER_ITEM,
      });
    });
  }

  async withdraw(sessionId: string, userId: string): Promise<void> {
    await this.#requireMembership(sessionId, userId);
    await mapRedisErrors(() => this.#deps.votes.withdraw(sessionId, userId));
  }

  /** For a user who is not a member, the session does not exist. */
  async #requireMembership(sessionId: string, userId: string): Promise<void> {
    if ((await this.#deps.repository.findForMember(sessionId, userId)) === null)
      throw errors.SESSION_NOT_FOUND();
  }
}

/** The HTTP routes by which members vote to skip. */
export function skipVoteRoutes(app: App, voting: SkipVoting, limits: RateLimits): void {
  app.route({
    ...voteToSkip,
    config: { ...voteToSkip.config, rateLimit: limits.reaction },
    handler: async (request) => {
      const { params, body } = request;
      return voting.vote(params.sessionId, requirePrincipal(request).userId, body.queueItemId);
    },
  });
  app.route({
    ...withdrawSkipVote,
    config: { ...withdrawSkipVote.config, rateLimit: limits.reaction },
    handler: async (request, reply) => {
      await voting.withdraw(request.params.sessionId, requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });
}
