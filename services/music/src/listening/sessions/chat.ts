import { commonErrors } from '@downbeat/shared/errors';
import type { Creation, Principal } from '@downbeat/shared/http';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { isGuestId } from '@downbeat/shared/ids';
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { ChatMessage, Reaction } from '../../generated/listening.schemas.gen.ts';
import type { ChatMessagePage } from '../../generated/schemas.gen.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { hasPermission, permissionDetail } from '../model/permissions.ts';
import { managingRole } from '../model/room-access.ts';
import { placeInTrack, type RoomState } from '../model/room-state.ts';
import type { ReactionCounter } from '../room/reaction-counter.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { mapRedisErrors, rethrowLimit } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';

interface SessionChatDeps extends Pick<Stores, 'chat' | 'deltas' | 'repository' | 'timebase'> {
  readonly cursors: Cursors;
  readonly loader: RoomStateLoader;
  readonly limiter: RateLimiterRedis;
  readonly reactions: ReactionCounter;
}

const tooManyMessages = (rejection: unknown): never =>
  rethrowLimit(rejection, `The members of a session write at most ${limits.chatPerMinute} messages a minute`);

/** Limits the messages of all members of a session together. */
export function createChatLimiter(redis: Redis): RateLimiterRedis {
  const keyPrefix = 'listening:chat';
  return new RateLimiterRedis({ storeClient: redis, keyPrefix, points: limits.chatPerMinute, duration: 60 });
}

/** What members write to one another. Each method also throws SESSION_NOT_FOUND and UNAVAILABLE. */
export class SessionChat {
  readonly #deps: SessionChatDeps;

  constructor(deps: SessionChatDeps) {
    this.#deps = deps;
  }

  /** The newest first. @throws ProblemError MALFORMED_CURSOR */
  async list(
    sessionId: string,
    userId: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<ChatMessagePage> {
    const { chat, cursors, repository } = this.#deps;
    if ((await repository.findForMember(sessionId, userId)) === null) throw errors.SESSION_NOT_FOUND();
    const list = `chat ${sessionId}`;
    const [before = Number.MAX_SAFE_INTEGER] =
      cursor === undefined ? [] : cursors.read(list, cursor).map(Number);
    const { rows, last } = cutPage(await chat.page(sessionId, before, limit + 1), limit);
    return { items: rows, nextCursor: last && cursors.write(list, [String(last.number)]) };
  }

  /**
   * Stores a message, then tells it to the members. A further try of the same request tells it again.
   * @throws ProblemError FORBIDDEN, RATE_LIMITED
   */
  async post(
    { id, repeated }: Creation,
    sessionId: string,
    author: Principal,
    text: string,
  ): Promise<ChatMessage> {
    const state = await this.#requirePermission(sessionId, author.userId);
    const made = repeated ? await this.#deps.chat.find(sessionId, id) : null;
    const message = made ?? (await this.#insert(id, state, sessionId, author, text));
    await mapRedisErrors(() => this.#deps.deltas.tell(sessionId, { type: 'chatPosted', message }));
    return message;
  }

  /** @throws ProblemError FORBIDDEN for a member who is neither its author nor manages the members */
  async delete(sessionId: string, userId: string, messageId: string): Promise<void> {
    const { chat, deltas } = this.#deps;
    const { room } = await this.#loadForMember(sessionId, userId);
    const message = await chat.find(sessionId, messageId);
    if (message !== null && message.userId !== userId && managingRole(room.access, userId) === null)
      throw commonErrors.FORBIDDEN({
        detail: 'Only its author, the owner and co-hosts may delete a message',
      });
    await chat.remove(sessionId, messageId);
    // Also for a message that is gone: an earlier try may not have told the members.
    await mapRedisErrors(() => deltas.tell(sessionId, { type: 'chatDeleted', messageId }));
  }

  /** @throws ProblemError FORBIDDEN */
  async react(sessionId: string, userId: string, reaction: Reaction): Promise<void> {
    await this.#requirePermission(sessionId, userId);
    this.#deps.reactions.add(sessionId, reaction);
  }

  async #insert(
    id: string,
    state: RoomState,
    sessionId: string,
    { userId, displayName }: Principal,
    text: string,
  ): Promise<ChatMessage> {
    const { chat, limiter, repository, timebase } = this.#deps;
    const at = placeInTrack(state, timebase.nowUs());
    const postedAt = new Date().toISOString();
    await mapRedisErrors(() => limiter.consume(sessionId).catch(tooManyMessages));
    const number = await repository.nextChatNumber(sessionId, userId);
    if (number === null) throw errors.SESSION_NOT_FOUND();
    const isGuest = isGuestId(userId) && { isGuest: true };
    const message = { id, number, userId, displayName, ...isGuest, text, postedAt, at };
    await chat.insert(sessionId, message);
    return message;
  }

  async #requirePermission(sessionId: string, userId: string): Promise<RoomState> {
    const state = await this.#loadForMember(sessionId, userId);
    const { access } = state.room;
    if (hasPermission(access, userId, 'chat')) return state;
    throw commonErrors.FORBIDDEN({ detail: permissionDetail(access, 'chat') });
  }

  /** For a user who is not a member, the session does not exist. */
  async #loadForMember(sessionId: string, userId: string): Promise<RoomState> {
    const { loader, repository } = this.#deps;
    const isMember = (await repository.findForMember(sessionId, userId)) !== null;
    const state = isMember ? await mapRedisErrors(() => loader.load(sessionId)) : null;
    if (state === null) throw errors.SESSION_NOT_FOUND();
    return state;
  }
}
