import { commonErrors } from '@downbeat/shared/errors';
import type { Creation, Principal } from '@downbeat/shared/http';
import { runInTurn } from '@downbeat/shared/keyed-bulkhead';
import { type Cursors, cutPage } from '@downbeat/shared/paging';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type {
  ListeningSession,
  ListeningSessionPage,
  ListeningSessionSummary,
  MemberPage,
  NewListeningSession,
  PreviewedTrack,
  SessionPreview,
  Ticket,
  TicketRequest,
} from '../../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../../quota.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import type { QueueItem } from '../../generated/listening.schemas.gen.ts';
import { memberIdOf, type TrackDirectory } from '../model/members.ts';
import { hasPermission } from '../model/permissions.ts';
import { playbackControlOf, roleOf, settingsOf, takesGuests } from '../model/room-access.ts';
import {
  currentItem,
  type ListeningSessionHead,
  type ListeningSessionRecord,
  type LiveRoom,
} from '../model/room-state.ts';
import type { AccessPublisher } from '../room/access-publisher.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import type { InviteCodes } from '../store/invite-codes.ts';
import type { Joins } from './joins.ts';
import { newSession } from './new-session.ts';
import { newInviteCode } from '../model/invite-code.ts';

interface SessionsDeps extends Pick<
  Stores,
  | 'chat'
  | 'endedSessions'
  | 'repository'
  | 'store'
  | 'suggestions'
  | 'presence'
  | 'sync'
  | 'syncSummaries'
  | 'tickets'
  | 'timebase'
> {
  readonly tracks: TrackDirectory;
  readonly quotasOf: QuotasOf;
  readonly cursors: Cursors;
  readonly inviteCodes: InviteCodes<ListeningSessionHead>;
  readonly joins: Joins;
  readonly publisher: AccessPublisher;
  readonly loader: RoomStateLoader;
}

const MAX_INVITE_TRIES = 3;
const CROWD_RETRY_SECONDS = '1';
const LIST = 'sessions';

function summaryOf(session: ListeningSessionHead): ListeningSessionSummary {
  const { id, name, access, createdAt } = session;
  const { ownerId } = access;
  return {
    id,
    name,
    ownerId,
    playbackControl: playbackControlOf(access),
    createdAt: createdAt.toISOString(),
  };
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
    if (made !== null) return this.#present(made, owner.userId);
    if (!timebase.ready) throw commonErrors.UNAVAILABLE({ detail: 'The timebase is not known yet' });
    const { sessions: limit } = this.#deps.quotasOf(owner.role);
    const planned = await newSession(id, request, owner, tracks, timebase);
    const session = await this.#insert(planned, owner.displayName, limit);
    try {
      await mapRedisErrors(() => this.#deps.loader.create(session));
    } catch (error) {
      // A session whose creation failed must not count for the owner's limit.
      await repository.remove(session.id).catch(() => undefined);
      throw error;
    }
    return this.#present(session, owner.userId);
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
    return this.#present(await this.#requireMember(sessionId, userId), userId);
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

  /** @throws ProblemError those of {@link Joins.join} */
  async join(inviteCode: string, principal: Principal): Promise<ListeningSession> {
    return this.#present(await this.#deps.joins.join(inviteCode, principal), principal.userId);
  }

  /** @throws ProblemError those of {@link Joins.joinPublic} */
  async joinPublic(sessionId: string, principal: Principal): Promise<ListeningSession> {
    return this.#present(await this.#deps.joins.joinPublic(sessionId, principal), principal.userId);
  }

  /**
   * What a client with the code may know, without an account.
   * @param ip of the client, whose wrong codes are limited; those with right ones may be many behind one IP
   * @throws ProblemError INVITE_INVALID, SESSION_NOT_FOUND for a session that has just ended, RATE_LIMITED, UNAVAILABLE
   */
  async preview(inviteCode: string, ip: string): Promise<SessionPreview> {
    const session = await this.#deps.inviteCodes.findForIp(inviteCode, ip);
    const { id, name } = session;
    const { state, members, memberCount } = await this.#readLive(id);
    const item = currentItem(state);
    return {
      name,
      ownerName: members.find(({ role }) => role === 'owner')?.displayName ?? null,
      isPlaying: state.timeline.state === 'playing',
      track: item === undefined ? null : await this.#previewTrack(item),
      memberCount,
      allowsGuests: takesGuests(session.access),
    };
  }

  /** Null for a track that has been deleted or hidden since it was added, whose title the item still has. */
  async #previewTrack({ trackId, title, artistName }: QueueItem): Promise<PreviewedTrack | null> {
    const shown = await this.#deps.tracks.shownToAll(trackId);
    return shown && { title, artistName, coverUrl: shown.coverUrl };
  }

  async end(sessionId: string, userId: string): Promise<void> {
    const session = await this.#requireMember(sessionId, userId);
    if (session.access.ownerId !== userId)
      throw commonErrors.FORBIDDEN({ detail: 'Only the owner may end the session' });
    const totals = await mapRedisErrors(() => this.#deps.sync.totals(sessionId));
    if (totals !== null) await this.#deps.syncSummaries.keep(sessionId, userId, totals);
    // Delete the live state first: if Redis or MongoDB fails, the session stays and the request can be repeated. Delete
    // it again afterwards, because a member who connects in between restores it.
    await mapRedisErrors(() => this.#deps.store.end(sessionId));
    await this.#keepEnded(session);
    await this.#deps.repository.remove(sessionId);
    await this.#deps.chat.removeAll(sessionId);
    await this.#deps.suggestions.removeAll(sessionId);
    await mapRedisErrors(() => this.#deps.store.end(sessionId));
  }

  /** For those who may read the trail from now on. */
  async #keepEnded({ id, name, access, createdAt }: ListeningSessionHead): Promise<void> {
    const memberIds = await this.#deps.repository.accountsOf(id);
    const { ownerId } = access;
    await this.#deps.endedSessions.keep({ id, name, ownerId, memberIds, createdAt, endedAt: new Date() });
  }

  /** @throws ProblemError SESSION_NOT_FOUND, or UNAVAILABLE also when too many ask at once */
  async createTicket(sessionId: string, device: TicketRequest, principal: Principal): Promise<Ticket> {
    try {
      return await runInTurn(this.#ticketTurns, () => this.#issueTicket(sessionId, device, principal));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw commonErrors.UNAVAILABLE({
        detail: 'Too many members come back at once; try again',
        headers: { 'retry-after': CROWD_RETRY_SECONDS },
      });
    }
  }

  async #issueTicket(sessionId: string, device: TicketRequest, principal: Principal): Promise<Ticket> {
    const { presence, tickets } = this.#deps;
    // A device that comes back has a seat still, so a crowd of them does not ask MongoDB.
    const memberId = memberIdOf(principal.userId, device.deviceId);
    if (!(await mapRedisErrors(() => presence.hasSeat(sessionId, memberId))))
      await this.#requireMember(sessionId, principal.userId);
    const ticket = await mapRedisErrors(() => tickets.issue({ sessionId, ...device, principal }));
    return {
      ticket,
      socketPath: `/api/music/sessions/${sessionId}/socket?ticket=${ticket}`,
      expiresAt: new Date(Date.now() + limits.ticketSeconds * 1000).toISOString(),
    };
  }

  async #insert(
    session: ListeningSessionRecord,
    ownerName: string,
    limit: number,
  ): Promise<ListeningSessionRecord> {
    for (let tries = 0; tries < MAX_INVITE_TRIES; tries += 1) {
      const candidate = { ...session, inviteCode: newInviteCode() };
      const outcome = await this.#deps.repository.insert(candidate, ownerName, limit);
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

  async #present(session: ListeningSessionHead, userId: string): Promise<ListeningSession> {
    const live = await this.#readLive(session.id);
    // A change that Redis did not take when it was made.
    if (live.state.room.access.version < session.access.version)
      await mapRedisErrors(() => this.#deps.publisher.publish(session.id, session.access));
    const { actingHostId } = live.state.room.access;
    const access = { ...session.access, actingHostId };
    return {
      ...summaryOf(session),
      actingHostId,
      role: roleOf(access, userId),
      inviteCode: hasPermission(access, userId, 'invite') ? session.inviteCode : '',
      settings: settingsOf(access),
      queue: [...live.state.room.queue],
      timeline: live.state.timeline,
      members: [...live.members],
      memberCount: live.memberCount,
    };
  }
}
