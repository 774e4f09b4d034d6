import { commonErrors } from '@downbeat/shared/errors';
import { type App, creationOf, type Creation, type Principal, requirePrincipal } from '@downbeat/shared/http';
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { errors as musicErrors } from '../../errors.ts';
import type { TrackSuggestion } from '../../generated/listening.schemas.gen.ts';
import { operations } from '../../generated/operations.gen.ts';
import type { SuggestionAnswer, TrackSuggestionList } from '../../generated/schemas.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { errors, MessageError } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import type { TrackDirectory } from '../model/members.ts';
import { hasPermission, permissionDetail, type Permission } from '../model/permissions.ts';
import { createQueueItems } from '../model/queue-items.ts';
import type { RoomAccess } from '../model/room-access.ts';
import type { CommandProcessor } from '../room/command-processor.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { SuggestionVoteCounter } from '../room/suggestion-vote-counter.ts';
import { mapRedisErrors, rethrowLimit } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import { suggestionOf, type StoredSuggestion } from '../store/suggestion-repository.ts';

interface SuggestionsDeps extends Pick<Stores, 'deltas' | 'repository' | 'suggestions'> {
  readonly loader: RoomStateLoader;
  readonly commands: Pick<CommandProcessor, 'addSuggested'>;
  readonly tracks: TrackDirectory;
  readonly votes: SuggestionVoteCounter;
  readonly limiter: RateLimiterRedis;
}

const byVotes = (one: StoredSuggestion, other: StoredSuggestion): number => other.votes - one.votes;

const tooMany = (rejection: unknown): never =>
  rethrowLimit(rejection, `The members of a session suggest at most ${limits.suggestionsPerMinute} a minute`);

/** The suggestions of all members of a session have one limit: each is told to all of them. */
export function createSuggestions(
  deps: Omit<SuggestionsDeps, 'votes' | 'limiter'> & Pick<Stores, 'logger'>,
  redis: Redis,
): Suggestions {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: 'listening:suggestions',
    points: limits.suggestionsPerMinute,
    duration: 60,
  });
  return new Suggestions({ ...deps, votes: new SuggestionVoteCounter(deps), limiter });
}

/** A refusal of the queue, as an answer over HTTP. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof MessageError)) return error;
  const { code, message: detail } = error;
  if (code === 'FORBIDDEN') return commonErrors.FORBIDDEN({ detail });
  if (code === 'QUEUE_FULL') return errors.SESSION_LIST_FULL({ detail });
  if (code === 'TRACK_NOT_FOUND') return musicErrors.TRACK_NOT_FOUND();
  return commonErrors.UNAVAILABLE({ detail });
}

/** Tracks that members suggest, and votes for them. Each method also throws SESSION_NOT_FOUND and UNAVAILABLE. */
export class Suggestions {
  readonly #deps: SuggestionsDeps;

  constructor(deps: SuggestionsDeps) {
    this.#deps = deps;
  }

  async list(sessionId: string, userId: string): Promise<TrackSuggestionList> {
    await this.#requireMembership(sessionId, userId);
    const { suggestions, tracks } = this.#deps;
    const all = await suggestions.listOf(sessionId, userId);
    const playable = await tracks.playable(all.map(({ trackId }) => trackId));
    const shown = new Set(playable.filter(({ onlyFor }) => onlyFor === null).map(({ id }) => id));
    // The track of one may have been deleted, or made private, since.
    const found = all.filter(({ trackId }) => shown.has(trackId)).toSorted(byVotes);
    const voted = found.filter(({ hasVoted }) => hasVoted);
    return { items: found.map(suggestionOf), votedIds: voted.map(({ id }) => id) };
  }

  /**
   * Answers with the suggestion of the same track, if there is one, and tells the user's own again: a first try may not have.
   * @throws ProblemError TRACK_NOT_FOUND, SESSION_LIST_FULL, RATE_LIMITED
   */
  async add(
    { id }: Creation,
    sessionId: string,
    author: Principal,
    trackId: string,
  ): Promise<TrackSuggestion> {
    await this.#requireMembership(sessionId, author.userId);
    const { suggestions, tracks, deltas, limiter } = this.#deps;
    const [item] = (await createQueueItems([trackId], author.userId, tracks)).items;
    if (item === undefined) throw musicErrors.TRACK_NOT_FOUND();
    const { title, artistName, durationMs } = item;
    const { userId, displayName } = author;
    const made: StoredSuggestion = {
      ...{ id, trackId, title, artistName, durationMs, userId, displayName },
      suggestedAt: new Date(),
      ...{ votes: 0, hasVoted: false },
    };
    await mapRedisErrors(() => limiter.consume(sessionId).catch(tooMany));
    const isAdded = await suggestions.add(sessionId, made);
    const stored = isAdded ? made : await this.#sameTrack(sessionId, made);
    const suggestion = suggestionOf(stored);
    if (stored.userId === userId)
      await mapRedisErrors(() => deltas.tell(sessionId, { type: 'suggestionAdded', suggestion }));
    return suggestion;
  }

  /** Adds its track to the queue, or not; then the suggestion is gone. @throws ProblemError FORBIDDEN, SUGGESTION_NOT_FOUND */
  async answer(
    sessionId: string,
    userId: string,
    suggestionId: string,
    { decision, place = 'end' }: SuggestionAnswer,
  ): Promise<void> {
    const access = await this.#accessFor(sessionId, userId);
    const isAccepted = decision === 'accept';
    const mayDecline = hasPermission(access, userId, 'reorder');
    if (isAccepted || !mayDecline) requirePermission(access, userId, 'add');
    const found = (await this.#deps.suggestions.listOf(sessionId)).find(({ id }) => id === suggestionId);
    if (found === undefined) throw errors.SUGGESTION_NOT_FOUND();
    if (isAccepted) {
      await mapRedisErrors(() =>
        this.#deps.commands.addSuggested(sessionId, userId, found, place).catch(async (error: unknown) => {
          // It can never be accepted.
          if (error instanceof MessageError && error.code === 'TRACK_NOT_FOUND')
            await this.#end(sessionId, suggestionId, 'declined');
          throw asProblem(error);
        }),
      );
    }
    await this.#end(sessionId, suggestionId, isAccepted ? 'accepted' : 'declined');
  }

  /** @throws ProblemError FORBIDDEN for a suggestion of another user */
  async withdraw(sessionId: string, userId: string, suggestionId: string): Promise<void> {
    await this.#requireMembership(sessionId, userId);
    const found = (await this.#deps.suggestions.listOf(sessionId)).find(({ id }) => id === suggestionId);
    if (found === undefined) return;
    if (found.userId !== userId)
      throw commonErrors.FORBIDDEN({ detail: 'Only the user who made a suggestion may withdraw it' });
    await this.#end(sessionId, suggestionId, 'withdrawn');
  }

  /** @throws ProblemError FORBIDDEN, SUGGESTION_NOT_FOUND */
  async vote(sessionId: string, userId: string, suggestionId: string): Promise<void> {
    requirePermission(await this.#accessFor(sessionId, userId), userId, 'vote');
    const isCounted = await this.#deps.suggestions.addVote(sessionId, suggestionId, userId);
    if (!isCounted) throw errors.SUGGESTION_NOT_FOUND();
    this.#deps.votes.add(sessionId, suggestionId);
  }

  async withdrawVote(sessionId: string, userId: string, suggestionId: string): Promise<void> {
    await this.#requireMembership(sessionId, userId);
    if (await this.#deps.suggestions.removeVote(sessionId, suggestionId, userId))
      this.#deps.votes.add(sessionId, suggestionId);
  }

  /** Of two who answer at the same time, the first one ends it and tells so. */
  async #end(
    sessionId: string,
    suggestionId: string,
    outcome: 'accepted' | 'declined' | 'withdrawn',
  ): Promise<void> {
    const { suggestions, deltas } = this.#deps;
    if (!(await suggestions.remove(sessionId, suggestionId))) return;
    await mapRedisErrors(() => deltas.tell(sessionId, { type: 'suggestionEnded', suggestionId, outcome }));
  }

  /** @throws ProblemError SESSION_LIST_FULL when the track is not why it could not be added */
  async #sameTrack(sessionId: string, { trackId, userId }: StoredSuggestion): Promise<StoredSuggestion> {
    const all = await this.#deps.suggestions.listOf(sessionId);
    const same = all.find((one) => one.trackId === trackId);
    if (same !== undefined) return same;
    const own = all.filter((one) => one.userId === userId).length;
    const detail =
      own >= limits.suggestionsPerUser
        ? `At most ${limits.suggestionsPerUser} suggestions of each user wait`
        : `At most ${limits.suggestions} suggestions wait`;
    throw errors.SESSION_LIST_FULL({ detail });
  }

  async #accessFor(sessionId: string, userId: string): Promise<RoomAccess> {
    await this.#requireMembership(sessionId, userId);
    const state = await mapRedisErrors(() => this.#deps.loader.load(sessionId));
    if (state === null) throw errors.SESSION_NOT_FOUND();
    return state.room.access;
  }

  /** For a user who is not a member, the session does not exist. */
  async #requireMembership(sessionId: string, userId: string): Promise<void> {
    if ((await this.#deps.repository.findForMember(sessionId, userId)) === null)
      throw errors.SESSION_NOT_FOUND();
  }
}

function requirePermission(access: RoomAccess, userId: string, permission: Permission): void {
  if (!hasPermission(access, userId, permission))
    throw commonErrors.FORBIDDEN({ detail: permissionDetail(access, permission) });
}

const limited = <Operation extends { config: object }>(operation: Operation, rateLimit: object) => ({
  ...operation,
  config: { ...operation.config, rateLimit },
});

/** The HTTP routes by which members suggest tracks, vote for them, and decide about them. */
export function suggestionRoutes(app: App, suggestions: Suggestions, rateLimits: RateLimits): void {
  app.route({
    ...operations.listTrackSuggestions,
    handler: async (request) => suggestions.list(request.params.sessionId, requirePrincipal(request).userId),
  });
  app.route({
    ...limited(operations.suggestTrack, rateLimits.change),
    handler: async (request, reply) => {
      const { params, body } = request;
      const author = requirePrincipal(request);
      const made = await suggestions.add(creationOf(request), params.sessionId, author, body.trackId);
      return reply.code(201).send(made);
    },
  });
  app.route({
    ...limited(operations.answerSuggestion, rateLimits.change),
    handler: async (request, reply) => {
      const { sessionId, suggestionId } = request.params;
      await suggestions.answer(sessionId, requirePrincipal(request).userId, suggestionId, request.body);
      return reply.code(204).send();
    },
  });
  app.route({
    ...limited(operations.withdrawSuggestion, rateLimits.change),
    handler: async (request, reply) => {
      const { sessionId, suggestionId } = request.params;
      await suggestions.withdraw(sessionId, requirePrincipal(request).userId, suggestionId);
      return reply.code(204).send();
    },
  });
  suggestionVoteRoutes(app, suggestions, rateLimits);
}

function suggestionVoteRoutes(app: App, suggestions: Suggestions, rateLimits: RateLimits): void {
  app.route({
    ...limited(operations.voteForSuggestion, rateLimits.reaction),
    handler: async (request, reply) => {
      const { sessionId, suggestionId } = request.params;
      await suggestions.vote(sessionId, requirePrincipal(request).userId, suggestionId);
      return reply.code(204).send();
    },
  });
  app.route({
    ...limited(operations.withdrawSuggestionVote, rateLimits.reaction),
    handler: async (request, reply) => {
      const { sessionId, suggestionId } = request.params;
      await suggestions.withdrawVote(sessionId, requirePrincipal(request).userId, suggestionId);
      return reply.code(204).send();
    },
  });
}
