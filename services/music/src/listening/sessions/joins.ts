import { commonErrors, type ProblemError } from '@downbeat/shared/errors';
import type { Principal } from '@downbeat/shared/http';
import { afterJoin, afterRequest, isWaiting } from '../model/access-changes.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import type { Removal } from '../model/room-access.ts';
import type { ListeningSessionHead } from '../model/room-state.ts';
import type { AccessPublisher } from '../room/access-publisher.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import type { InviteCodes } from '../store/invite-codes.ts';

interface JoinsDeps extends Pick<Stores, 'repository'> {
  readonly inviteCodes: InviteCodes<ListeningSessionHead>;
  readonly publisher: AccessPublisher;
}

type Joining = Pick<Principal, 'userId' | 'displayName'>;

/** How often a join begins again because the session has changed. */
const MAX_TRIES = 10;

/** Users become members by an invite code, or of a public session without one; at once or after a decision. */
export class Joins {
  readonly #deps: JoinsDeps;

  constructor(deps: JoinsDeps) {
    this.#deps = deps;
  }

  /**
   * @throws ProblemError INVITE_INVALID, RATE_LIMITED, SESSION_FULL, SESSION_LOCKED, BANNED, INVITATION_WITHDRAWN,
   *   JOIN_PENDING, JOIN_REFUSED, SESSION_LIST_FULL or UNAVAILABLE
   */
  async join(inviteCode: string, { userId, displayName }: Joining): Promise<ListeningSessionHead> {
    const session = await this.#deps.inviteCodes.findForUser(inviteCode, userId);
    const isInvited = (current: ListeningSessionHead) => current.inviteCode === session.inviteCode;
    return this.#join(session, { userId, displayName }, isInvited, errors.INVITE_INVALID);
  }

  /** @throws ProblemError SESSION_NOT_FOUND for a session that is private; the others as {@link join} */
  async joinPublic(sessionId: string, joining: Joining): Promise<ListeningSessionHead> {
    const { repository } = this.#deps;
    const session = await repository.findHead(sessionId);
    if (session === null) throw errors.SESSION_NOT_FOUND();
    const isPublic = ({ access }: ListeningSessionHead) => access.visibility === 'public';
    // For members nothing changes.
    if (!isPublic(session) && !(await this.#isMember(sessionId, joining.userId)))
      throw errors.SESSION_NOT_FOUND();
    return this.#join(session, joining, isPublic, errors.SESSION_NOT_FOUND);
  }

  /** @param isOpen whether the session, as it is then, can be joined in this way; otherwise it is `notOpen` */
  async #join(
    found: ListeningSessionHead,
    { userId, displayName }: Joining,
    isOpen: (session: ListeningSessionHead) => boolean,
    notOpen: () => ProblemError,
  ): Promise<ListeningSessionHead> {
    const { repository } = this.#deps;
    let session = found;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const standing = await repository.standingOf(session.id, userId);
      if (standing === null) throw notOpen();
      if (standing.isMember) return session;
      if (standing.isBanned) throw errors.BANNED();
      const joined = await this.#tryJoin(session, { userId, displayName });
      if (joined !== null) return joined;
      const { version } = session.access;
      const current = await repository.findHead(session.id);
      if (current === null || !isOpen(current)) throw notOpen();
      session = current;
      if (session.access.version === version && !(await this.#isMember(session.id, userId)))
        throw errors.SESSION_FULL();
    }
    throw commonErrors.UNAVAILABLE({ detail: 'The session changes too often; try again' });
  }

  /** @returns the session; null when it has changed, is full, or has this member already */
  async #tryJoin(
    session: ListeningSessionHead,
    { userId, displayName }: Joining,
  ): Promise<ListeningSessionHead | null> {
    const { repository } = this.#deps;
    const { id, access } = session;
    requireInvited(session, userId);
    if (access.requiresApproval) return this.#request(session, { userId, displayName });
    const leavesTraces = [...access.removals, ...access.requests].some((other) => other.userId === userId);
    if (!leavesTraces)
      return (await repository.addMember(id, access.version, { userId, displayName })) ? session : null;
    const next = { ...session, access: afterJoin(access, userId) };
    const newMember = { userId, displayName };
    if (!(await repository.replaceAccess(id, next.access, { newMember }))) return null;
    // Before the answer: until the live state knows it, the user's tickets are refused.
    await this.#publish(next);
    return next;
  }

  /** @returns null when the session has changed */
  async #request(session: ListeningSessionHead, joining: Joining): Promise<null> {
    const { access, id } = session;
    const nowMs = Date.now();
    const isKnown = access.requests.some(
      (other) => other.userId === joining.userId && isWaiting(other, nowMs),
    );
    if (!isKnown) {
      const request = { ...joining, requestedAt: new Date(nowMs).toISOString() };
      const next = { ...session, access: afterRequest(access, request, nowMs) };
      if (!(await this.#deps.repository.replaceAccess(id, next.access))) return null;
      await this.#publish(next);
    }
    throw errors.JOIN_PENDING({ headers: { 'retry-after': String(limits.joinRetrySeconds) } });
  }

  async #publish({ id, access }: ListeningSessionHead): Promise<void> {
    await mapRedisErrors(() => this.#deps.publisher.publish(id, access));
  }

  async #isMember(sessionId: string, userId: string): Promise<boolean> {
    return (await this.#deps.repository.standingOf(sessionId, userId))?.isMember === true;
  }
}

/** @throws ProblemError JOIN_REFUSED or INVITATION_WITHDRAWN until there is a new invite code; SESSION_LOCKED */
function requireInvited({ access, inviteCode }: ListeningSessionHead, userId: string): void {
  const isLast = (other: Removal) => other.userId === userId && other.inviteCode === inviteCode;
  const reason = access.removals.find(isLast)?.reason;
  if (reason === 'refused') throw errors.JOIN_REFUSED();
  if (reason === 'removed') throw errors.INVITATION_WITHDRAWN();
  if (access.isLocked) throw errors.SESSION_LOCKED();
}
