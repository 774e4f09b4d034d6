import type { Principal } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { commonErrors } from '@downbeat/shared/problem';
import type {
  ListeningSession,
  ListeningSessionPage,
  ListeningSessionSummary,
  NewListeningSession,
  Ticket,
} from '../../generated/schemas.gen.ts';
import { errors } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Member } from '../messages/types.ts';
import type { RoomOpener } from '../rooms/room-opener.ts';
import type { InviteThrottle } from '../state/invite-throttle.ts';
import { reachable } from '../state/reachable.ts';
import type { RoomStore } from '../state/room-store.ts';
import type { TicketStore } from '../state/ticket-store.ts';
import type { Timebase } from '../timebase/timebase.ts';
import type { TrackDirectory } from '../tracks.ts';
import { newInviteCode } from './invite-code.ts';
import { newSession } from './new-session.ts';
import type { SessionRepository } from './repository.ts';
import type { SessionRecord } from './session.ts';

export interface SessionsDependencies {
  readonly repository: SessionRepository;
  readonly tracks: TrackDirectory;
  readonly cursors: Cursors;
  readonly store: RoomStore;
  readonly tickets: TicketStore;
  readonly throttle: InviteThrottle;
  readonly opener: RoomOpener;
  readonly timebase: Timebase;
}

const INVITE_TRIES = 3;
const LIST = 'sessions';

function summaryOf({
  id,
  name,
  ownerId,
  playbackControl,
  createdAt,
}: SessionRecord): ListeningSessionSummary {
  return { id, name, ownerId, playbackControl, createdAt: createdAt.toISOString() };
}

/** What people do with sessions outside of them: open, find, join, end, and ask for a ticket. */
export class Sessions {
  readonly #with: SessionsDependencies;

  constructor(dependencies: SessionsDependencies) {
    this.#with = dependencies;
  }

  async create(request: NewListeningSession, owner: Principal): Promise<ListeningSession> {
    const { tracks, timebase } = this.#with;
    if (!timebase.ready) throw commonErrors.UNAVAILABLE({ detail: 'The timebase is not known yet' });
    const session = await this.#insert(await newSession(request, owner, tracks, timebase));
    await this.#begin(session);
    return this.#present(session);
  }

  /**
   * Newest first; ids begin with their time, so a page goes on after the last id of the one before.
   * @throws ProblemError MALFORMED_CURSOR
   */
  async list(userId: string, cursor: string | undefined, limit: number): Promise<ListeningSessionPage> {
    const { repository, cursors } = this.#with;
    const [before] = cursor === undefined ? [] : cursors.read(LIST, cursor);
    const found = await repository.pageForMember(userId, before, limit + 1);
    const { rows, last } = cutPage(found, limit);
    return { items: rows.map(summaryOf), nextCursor: last && cursors.write(LIST, [last.id]) };
  }

  async get(sessionId: string, userId: string): Promise<ListeningSession> {
    return this.#present(await this.#requireMember(sessionId, userId));
  }

  async join(inviteCode: string, userId: string): Promise<ListeningSession> {
    const { repository } = this.#with;
    const session = await this.#invitedTo(inviteCode, userId);
    const known = session.members.some((member) => member.userId === userId);
    if (!known && !(await repository.addMember(session.id, userId, limits.membersPerSession))) {
      // Either it is full, or the same user has joined in parallel.
      if ((await repository.findForMember(session.id, userId)) === null) throw errors.SESSION_FULL();
    }
    return this.#present(session);
  }

  async end(sessionId: string, userId: string): Promise<void> {
    const session = await this.#requireMember(sessionId, userId);
    if (session.ownerId !== userId)
      throw commonErrors.FORBIDDEN({ detail: 'Only the owner may end the session' });
    // Live state first: while it cannot be reached the session stays, and ending it can be tried again (as it can where
    // MongoDB fails after everybody was sent away). Once more afterwards, for who came in between had it restored.
    await reachable(() => this.#with.store.end(sessionId));
    await this.#with.repository.remove(sessionId);
    await reachable(() => this.#with.store.end(sessionId));
  }

  async createTicket(sessionId: string, deviceId: string, principal: Principal): Promise<Ticket> {
    await this.#requireMember(sessionId, principal.userId);
    const ticket = await reachable(() => this.#with.tickets.issue({ sessionId, deviceId, principal }));
    return {
      ticket,
      socketPath: `/api/music/sessions/${sessionId}/socket?ticket=${ticket}`,
      expiresAt: new Date(Date.now() + limits.ticketSeconds * 1000).toISOString(),
    };
  }

  async #insert(session: SessionRecord): Promise<SessionRecord> {
    for (let tries = 0; tries < INVITE_TRIES; tries += 1) {
      const candidate = { ...session, inviteCode: newInviteCode() };
      const outcome = await this.#with.repository.insert(candidate, limits.sessionsPerOwner);
      if (outcome === 'limit reached') throw errors.SESSION_LIMIT_REACHED();
      if (outcome === 'inserted') return candidate;
    }
    throw commonErrors.UNAVAILABLE({ detail: 'No free invite code was found' });
  }

  /** What nobody was told of does not take up one of its owner's places. */
  async #begin(session: SessionRecord): Promise<void> {
    try {
      await reachable(() => this.#with.opener.begin(session));
    } catch (error) {
      await this.#with.repository.remove(session.id).catch(() => undefined);
      throw error;
    }
  }

  /** A session that one is no member of does not exist, whoever asks. */
  async #requireMember(sessionId: string, userId: string): Promise<SessionRecord> {
    const session = await this.#with.repository.findForMember(sessionId, userId);
    if (session === null) throw errors.SESSION_NOT_FOUND();
    return session;
  }

  /** A try counts as wrong until it is known not to be: of many at once no more are judged than may be wrong. */
  async #invitedTo(inviteCode: string, userId: string): Promise<SessionRecord> {
    const { repository, throttle } = this.#with;
    const tryId = newId();
    await this.#requirePatience(userId, tryId);
    let isWrong = false;
    try {
      const session = await repository.findByInvite(inviteCode);
      isWrong = session === null;
      if (session === null) throw errors.INVITE_INVALID();
      return session;
    } finally {
      if (!isWrong) await reachable(() => throttle.giveBack(userId, tryId));
    }
  }

  async #requirePatience(userId: string, tryId: string): Promise<void> {
    const seconds = await reachable(() => this.#with.throttle.take(userId, tryId));
    if (seconds > 0) {
      throw commonErrors.RATE_LIMITED({
        detail: 'Too many wrong invite codes',
        headers: { 'retry-after': String(seconds) },
      });
    }
  }

  async #present(session: SessionRecord): Promise<ListeningSession> {
    const live = await reachable(() => this.#live(session.id));
    return {
      ...summaryOf(session),
      inviteCode: session.inviteCode,
      queue: [...session.queue],
      timeline: live.timeline,
      members: live.members,
    };
  }

  async #live(sessionId: string): Promise<Pick<ListeningSession, 'timeline'> & { members: Member[] }> {
    await this.#with.opener.open(sessionId);
    const { state, members } = await this.#with.store.readWithMembers(sessionId);
    if (state === null) throw errors.SESSION_NOT_FOUND();
    return { timeline: state.timeline, members };
  }
}
