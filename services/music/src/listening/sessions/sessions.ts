import { commonErrors } from '@downbeat/shared/errors';
import type { Principal } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import type {
  ListeningSession,
  ListeningSessionPage,
  ListeningSessionSummary,
  NewListeningSession,
  Ticket,
} from '../../generated/schemas.gen.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import type { TrackDirectory } from '../model/members.ts';
import type { ListeningSessionRecord } from '../model/room-state.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import type { InviteThrottle } from '../store/invite-throttle.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { RoomStore } from '../store/room-store.ts';
import type { SessionRepository } from '../store/session-repository.ts';
import type { TicketStore } from '../store/ticket-store.ts';
import type { Timebase } from '../store/timebase.ts';
import { newInviteCode, newSession } from './new-session.ts';

export interface SessionsDeps {
  readonly repository: SessionRepository;
  readonly tracks: TrackDirectory;
  readonly cursors: Cursors;
  readonly store: RoomStore;
  readonly tickets: TicketStore;
  readonly throttle: InviteThrottle;
  readonly loader: RoomStateLoader;
  readonly timebase: Timebase;
}

const MAX_INVITE_TRIES = 3;
const LIST = 'sessions';

function summaryOf({
  id,
  name,
  ownerId,
  playbackControl,
  createdAt,
}: ListeningSessionRecord): ListeningSessionSummary {
  return { id, name, ownerId, playbackControl, createdAt: createdAt.toISOString() };
}

/** What users do with listening sessions over HTTP: create, list, join, end, and ask for a ticket. */
export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  async create(request: NewListeningSession, owner: Principal): Promise<ListeningSession> {
    const { tracks, timebase } = this.#deps;
    if (!timebase.ready) throw commonErrors.UNAVAILABLE({ detail: 'The timebase is not known yet' });
    const session = await this.#insert(await newSession(request, owner, tracks, timebase));
    await this.#createLive(session);
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

  async join(inviteCode: string, userId: string): Promise<ListeningSession> {
    const { repository } = this.#deps;
    const session = await this.#findByInvite(inviteCode, userId);
    const known = session.members.some((member) => member.userId === userId);
    if (!known && !(await repository.addMember(session.id, userId, limits.membersPerSession))) {
      // Either the session is full, or the same user has joined in parallel.
      if ((await repository.findForMember(session.id, userId)) === null) throw errors.SESSION_FULL();
    }
    return this.#present(session);
  }

  async end(sessionId: string, userId: string): Promise<void> {
    const session = await this.#requireMember(sessionId, userId);
    if (session.ownerId !== userId)
      throw commonErrors.FORBIDDEN({ detail: 'Only the owner may end the session' });
    // The live state goes first: if Redis or MongoDB fails, the session stays and the request can be repeated. It goes
    // again afterwards, because a member who connects in between restores it.
    await mapRedisErrors(() => this.#deps.store.end(sessionId));
    await this.#deps.repository.remove(sessionId);
    await mapRedisErrors(() => this.#deps.store.end(sessionId));
  }

  async createTicket(sessionId: string, deviceId: string, principal: Principal): Promise<Ticket> {
    await this.#requireMember(sessionId, principal.userId);
    const ticket = await mapRedisErrors(() => this.#deps.tickets.issue({ sessionId, deviceId, principal }));
    return {
      ticket,
      socketPath: `/api/music/sessions/${sessionId}/socket?ticket=${ticket}`,
      expiresAt: new Date(Date.now() + limits.ticketSeconds * 1000).toISOString(),
    };
  }

  async #insert(session: ListeningSessionRecord): Promise<ListeningSessionRecord> {
    for (let tries = 0; tries < MAX_INVITE_TRIES; tries += 1) {
      const candidate = { ...session, inviteCode: newInviteCode() };
      const outcome = await this.#deps.repository.insert(candidate, limits.sessionsPerOwner);
      if (outcome === 'limit reached') throw errors.SESSION_LIMIT_REACHED();
      if (outcome === 'inserted') return candidate;
    }
    throw commonErrors.UNAVAILABLE({ detail: 'No free invite code was found' });
  }

  /** A session whose creation failed must not count for the owner's limit. */
  async #createLive(session: ListeningSessionRecord): Promise<void> {
    try {
      await mapRedisErrors(() => this.#deps.loader.create(session));
    } catch (error) {
      await this.#deps.repository.remove(session.id).catch(() => undefined);
      throw error;
    }
  }

  /** For a user who is not a member, the session does not exist. */
  async #requireMember(sessionId: string, userId: string): Promise<ListeningSessionRecord> {
    const session = await this.#deps.repository.findForMember(sessionId, userId);
    if (session === null) throw errors.SESSION_NOT_FOUND();
    return session;
  }

  /** A try counts as wrong until the code is found, so that parallel tries cannot exceed the limit. */
  async #findByInvite(inviteCode: string, userId: string): Promise<ListeningSessionRecord> {
    const { repository, throttle } = this.#deps;
    const tryId = newId();
    await this.#requireTry(userId, tryId);
    let isWrong = false;
    try {
      const session = await repository.findByInvite(inviteCode);
      isWrong = session === null;
      if (session === null) throw errors.INVITE_INVALID();
      return session;
    } finally {
      if (!isWrong) await mapRedisErrors(() => throttle.refund(userId, tryId));
    }
  }

  async #requireTry(userId: string, tryId: string): Promise<void> {
    const seconds = await mapRedisErrors(() => this.#deps.throttle.consume(userId, tryId));
    if (seconds > 0) {
      throw commonErrors.RATE_LIMITED({
        detail: 'Too many wrong invite codes',
        headers: { 'retry-after': String(seconds) },
      });
    }
  }

  async #present(session: ListeningSessionRecord): Promise<ListeningSession> {
    const live = await mapRedisErrors(() => this.#live(session.id));
    return {
      ...summaryOf(session),
      inviteCode: session.inviteCode,
      queue: [...session.queue],
      timeline: live.timeline,
      members: live.members,
    };
  }

  async #live(sessionId: string): Promise<Pick<ListeningSession, 'timeline' | 'members'>> {
    await this.#deps.loader.load(sessionId);
    const { state, members } = await this.#deps.store.readWithMembers(sessionId);
    if (state === null) throw errors.SESSION_NOT_FOUND();
    return { timeline: state.timeline, members };
  }
}
