import { commonErrors } from '@downbeat/shared/errors';
import { type Creation, networkOf, type Principal } from '@downbeat/shared/http';
import { runInTurn } from '@downbeat/shared/keyed-bulkhead';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type {
  ListeningSession,
  ListeningSessionPage,
  ListeningSessionSummary,
  MemberPage,
  NewListeningSession,
  SessionPreview,
  Ticket,
} from '../../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../../quota.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { memberIdOf, type TrackDirectory } from '../model/members.ts';
import {
  currentItem,
  type ListeningSessionHead,
  type ListeningSessionRecord,
  type LiveRoom,
} from '../model/room-state.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import { newInviteCode, newSession, readInviteCode } from './new-session.ts';

interface SessionsDeps extends Pick<Stores, 'repository' | 'store' | 'presence' | 'tickets' | 'timebase'> {
  readonly tracks: TrackDirectory;
  readonly quotasOf: QuotasOf;
  readonly cursors: Cursors;
  readonly inviteLimiter: RateLimiterRedis;
  readonly loader: RoomStateLoader;
}

const MAX_INVITE_TRIES = 3;
const CROWD_RETRY_SECONDS = '1';
const LIST = 'sessions';

/** Limits the wrong invite codes per minute of a user, or of an IP where there is no user. */
export function createInviteLimiter(redis: Redis): RateLimiterRedis {
  const keyPrefix = 'listening:wrong-invites';
  return new RateLimiterRedis({ storeClient: redis, keyPrefix, points: limits.wrongInvites, duration: 60 });
}

function summaryOf(session: ListeningSessionHead): ListeningSessionSummary {
  const { id, name, ownerId, playbackControl, createdAt } = session;
  return { id, name, ownerId, playbackControl, createdAt: createdAt.toISOString() };
}

/** What users do with listening sessions over HTTP: create, list, join, end, and ask for a ticket. */
export class Sessions {
  readonly #deps: SessionsDeps;
  readonly #ticketTurns = bulkhead(limits.ticketsAtOnce, limits.ticketsWaiting);

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  async create(
    { id, repeated }: Creation,
    request: NewListeningSession,
    owner: Principal,
  ): Promise<ListeningSession> {
    const { tracks, timebase, repository } = this.#deps;
    const made = repeated ? await repository.findForMember(id, owner.userId) : null;
    if (made !== null) return this.#present(made);
    if (!timebase.ready) throw commonErrors.UNAVAILABLE({ detail: 'The timebase is not known yet' });
    const { sessions: limit } = this.#deps.quotasOf(owner.role);
    const session = await this.#insert(await newSession(id, request, owner, tracks, timebase), limit);
    try {
      await mapRedisErrors(() => this.#deps.loader.create(session));
    } catch (error) {
      // A session whose creation failed must not count for the owner's limit.
      await repository.remove(session.id).catch(() => undefined);
      throw error;
    }
    return this.#present(session);
  }

  /**
   * Newest first. Ids begin with the time of their creation, so the last id of a page is the start of the next.
   * @throws ProblemError MALFORMED_CURSOR
   */
  async list(userId: string, cursor: string | undefined, limit: number): Promise<ListeningSessionPage> {
    const { repository, cursors } = this.#deps;
    const [before] = cursor === undefined ? [] : cursors.read(LIST, cursor);
    const found = await repository.pageForMember(userId, before, limit + 1);
    const { rows, last } = cutPage(found, limit);
    return { items: rows.map(summaryOf), nextCursor: last && cursors.write(LIST, [last.id]) };
  }

  async get(sessionId: string, userId: string): Promise<ListeningSession> {
    return this.#present(await this.#requireMember(sessionId, userId));
  }

  /**
   * The connected members, in the order in which they joined.
   * @throws ProblemError SESSION_NOT_FOUND, MALFORMED_CURSOR, UNAVAILABLE
   */
  async listMembers(
    sessionId: string,
    userId: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<MemberPage> {
    const { store, cursors } = this.#deps;
    await this.#requireMember(sessionId, userId);
    const list = `members ${sessionId}`;
    const [after] = cursor === undefined ? [] : cursors.read(list, cursor);
    const { members, last } = await mapRedisErrors(() => store.readMembers(sessionId, limit, after));
    return {
      items: [...members],
      nextCursor: members.length < limit ? null : cursors.write(list, [last]),
    };
  }

  async join(inviteCode: string, userId: string): Promise<ListeningSession> {
    const { repository } = this.#deps;
    const session = await this.#findByInvite(inviteCode, userId);
    if (!(await repository.addMember(session.id, userId, limits.membersPerSession))) {
      // Either the user is a member already, or the session is full.
      if ((await repository.findForMember(session.id, userId)) === null) throw errors.SESSION_FULL();
    }
    return this.#present(session);
  }

  /**
   * What a client with the code may know, without an account.
   * @param ip of the client, whose wrong codes are limited; those with right ones may be many behind one IP
   * @throws ProblemError INVITE_INVALID, SESSION_NOT_FOUND for a session that has just ended, RATE_LIMITED, UNAVAILABLE
   */
  async preview(inviteCode: string, ip: string): Promise<SessionPreview> {
    const { repository, inviteLimiter } = this.#deps;
    const network = networkOf(ip);
    const wrong = await mapRedisErrors(() => inviteLimiter.get(network));
    if (wrong !== null && wrong.remainingPoints <= 0) rethrowInviteLimit(wrong);
    const session = await repository.findByInvite(readInviteCode(inviteCode));
    if (session === null) {
      await mapRedisErrors(() => inviteLimiter.penalty(network));
      throw errors.INVITE_INVALID();
    }
    const { id, name } = session;
    const { state, members, memberCount } = await this.#readLive(id);
    const item = currentItem(state);
    return {
      name,
      ownerName: members.find(({ role }) => role === 'owner')?.displayName ?? null,
      isPlaying: state.timeline.state === 'playing',
      track: item === undefined ? null : { title: item.title, artistName: item.artistName },
      memberCount,
    };
  }

  async end(sessionId: string, userId: string): Promise<void> {
    const session = await this.#requireMember(sessionId, userId);
    if (session.ownerId !== userId)
      throw commonErrors.FORBIDDEN({ detail: 'Only the owner may end the session' });
    // Delete the live state first: if Redis or MongoDB fails, the session stays and the request can be repeated. Delete
    // it again afterwards, because a member who connects in between restores it.
    await mapRedisErrors(() => this.#deps.store.end(sessionId));
    await this.#deps.repository.remove(sessionId);
    await mapRedisErrors(() => this.#deps.store.end(sessionId));
  }

  /** @throws ProblemError SESSION_NOT_FOUND, or UNAVAILABLE also when too many ask at once */
  async createTicket(sessionId: string, deviceId: string, principal: Principal): Promise<Ticket> {
    try {
      return await runInTurn(this.#ticketTurns, () => this.#issueTicket(sessionId, deviceId, principal));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw commonErrors.UNAVAILABLE({
        detail: 'Too many members come back at once; try again',
        headers: { 'retry-after': CROWD_RETRY_SECONDS },
      });
    }
  }

  async #issueTicket(sessionId: string, deviceId: string, principal: Principal): Promise<Ticket> {
    const { presence, tickets } = this.#deps;
    // A device that comes back has a seat still, so a crowd of them does not ask MongoDB.
    const memberId = memberIdOf(principal.userId, deviceId);
    if (!(await mapRedisErrors(() => presence.hasSeat(sessionId, memberId))))
      await this.#requireMember(sessionId, principal.userId);
    const ticket = await mapRedisErrors(() => tickets.issue({ sessionId, deviceId, principal }));
    return {
      ticket,
      socketPath: `/api/music/sessions/${sessionId}/socket?ticket=${ticket}`,
      expiresAt: new Date(Date.now() + limits.ticketSeconds * 1000).toISOString(),
    };
  }

  async #insert(session: ListeningSessionRecord, limit: number): Promise<ListeningSessionRecord> {
    for (let tries = 0; tries < MAX_INVITE_TRIES; tries += 1) {
      const candidate = { ...session, inviteCode: newInviteCode() };
      const outcome = await this.#deps.repository.insert(candidate, limit);
      if (outcome === 'inserted') return candidate;
      if (outcome !== 'invite taken')
        throw quotaProblem(errors.SESSION_LIMIT_REACHED, 'sessions', { used: outcome, limit });
    }
    throw commonErrors.UNAVAILABLE({ detail: 'No free invite code was found' });
  }

  /** For a user who is not a member, the session does not exist. */
  async #requireMember(sessionId: string, userId: string): Promise<ListeningSessionHead> {
    const session = await this.#deps.repository.findForMember(sessionId, userId);
    if (session === null) throw errors.SESSION_NOT_FOUND();
    return session;
  }

  /** A try counts as wrong until the code is found, so that parallel tries cannot exceed the limit. */
  async #findByInvite(inviteCode: string, userId: string): Promise<ListeningSessionHead> {
    const { repository, inviteLimiter } = this.#deps;
    await mapRedisErrors(() => inviteLimiter.consume(userId).catch(rethrowInviteLimit));
    let isWrong = false;
    try {
      const session = await repository.findByInvite(readInviteCode(inviteCode));
      isWrong = session === null;
      if (session === null) throw errors.INVITE_INVALID();
      return session;
    } finally {
      if (!isWrong) await mapRedisErrors(() => inviteLimiter.reward(userId));
    }
  }

  /** @throws ProblemError SESSION_NOT_FOUND for a session that has just ended, UNAVAILABLE */
  async #readLive(sessionId: string): Promise<LiveRoom> {
    const { loader, store } = this.#deps;
    const live = await mapRedisErrors(async () => {
      await loader.load(sessionId);
      return store.readLive(sessionId);
    });
    if (live === null) throw errors.SESSION_NOT_FOUND();
    return live;
  }

  async #present(session: ListeningSessionHead): Promise<ListeningSession> {
    const live = await this.#readLive(session.id);
    return {
      ...summaryOf(session),
      inviteCode: session.inviteCode,
      queue: [...live.state.room.queue],
      timeline: live.state.timeline,
      members: [...live.members],
      memberCount: live.memberCount,
    };
  }
}

/** The limiter rejects with its counter when the limit is exceeded, and with an error when Redis is away. */
function rethrowInviteLimit(rejection: unknown): never {
  if (!(rejection instanceof RateLimiterRes)) throw rejection;
  throw commonErrors.RATE_LIMITED({
    detail: 'Too many wrong invite codes',
    headers: { 'retry-after': String(Math.ceil(rejection.msBeforeNext / 1000)) },
  });
}
