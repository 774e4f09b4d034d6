import { commonErrors, type ProblemError } from '@downbeat/shared/errors';
import { isGuestId } from '@downbeat/shared/ids';
import { isDuplicateKey } from '@downbeat/shared/mongo';
import type {
  RequestToJoin,
  SessionSettings,
  SettingsChange,
} from '../../generated/listening.schemas.gen.ts';
import type { Ban } from '../../generated/schemas.gen.ts';
import type { QuotasOf } from '../../quota.ts';
import {
  afterJoin,
  afterRemoval,
  afterRole,
  afterSettings,
  afterTransfer,
  type GivenRole,
  isWaiting,
  requireManager,
} from '../model/access-changes.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { settingsOf, type RoomAccess } from '../model/room-access.ts';
import type { ListeningSessionHead } from '../model/room-state.ts';
import type { AccessPublisher } from '../room/access-publisher.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { FurtherChange, Standing } from '../store/session-rows.ts';
import type { Stores } from '../store/stores.ts';
import { newInviteCode } from '../model/invite-code.ts';

interface ManagementDeps extends Pick<Stores, 'deltas' | 'guestRows' | 'repository' | 'store'> {
  readonly publisher: AccessPublisher;
  readonly quotasOf: QuotasOf;
}

interface Change {
  readonly access: RoomAccess;
  readonly further?: FurtherChange;
  /** What is wrong when the change cannot be made, although the access has not changed. */
  readonly otherwise?: ProblemError;
  /** How the change is written, unless by `replaceAccess`. */
  readonly write?: () => Promise<boolean>;
}

/** How often a change begins again because another one was made at the same time. */
const MAX_TRIES = 10;

/**
 * What members with a role do to others, and to the settings. The record decides, by compare-and-set on the version of its
 * access; the live state follows before the answer. Each method also throws SESSION_NOT_FOUND, FORBIDDEN and UNAVAILABLE.
 */
export class SessionManagement {
  readonly #deps: ManagementDeps;

  constructor(deps: ManagementDeps) {
    this.#deps = deps;
  }

  async updateSettings(sessionId: string, actorId: string, change: SettingsChange): Promise<SessionSettings> {
    const { access } = await this.#change(sessionId, actorId, async ({ access }) => {
      const after = afterSettings(access, actorId, change);
      return { access: after, further: { endsGuests: access.allowsGuests && !after.allowsGuests } };
    });
    return settingsOf(access);
  }

  /** @throws ProblemError MEMBER_NOT_FOUND, SESSION_LIST_FULL */
  async setRole(sessionId: string, actorId: string, userId: string, role: GivenRole): Promise<void> {
    await this.#change(sessionId, actorId, async ({ access }) => {
      const after = afterRole(access, actorId, userId, role);
      await this.#requireMembership(sessionId, userId);
      return { access: after };
    });
  }

  /** @throws ProblemError MEMBER_NOT_FOUND, OWNER_CANNOT_LEAVE */
  async removeMember(sessionId: string, actorId: string, userId: string): Promise<void> {
    await this.#change(sessionId, actorId, async ({ access, inviteCode }) => {
      const reason = actorId === userId ? 'left' : 'removed';
      const standing = await this.#deps.repository.standingOf(sessionId, userId);
      const removal = { userId, reason, inviteCode, network: standing?.network } as const;
      const after = afterRemoval(access, actorId, removal);
      requireMember(standing);
      return { access: after, further: { removedMember: userId } };
    });
  }

  /**
   * Of a guest: all guests of its network are removed with it, also when it has left before.
   * @throws ProblemError SESSION_LIST_FULL; MEMBER_NOT_FOUND for a guest of whom no network is known
   */
  async banUser(sessionId: string, actorId: string, userId: string): Promise<void> {
    await this.#change(sessionId, actorId, async ({ access, inviteCode }) => {
      const standing = await this.#deps.repository.standingOf(sessionId, userId);
      const network = standing?.network ?? networkOfRemoved(access, userId);
      const guestIds = await this.#guestsFrom(sessionId, network);
      const removal = { userId, reason: 'banned', inviteCode, network, guestIds } as const;
      const after = afterRemoval(access, actorId, removal);
      if (standing?.isBanned === true) return { access: after };
      // Without a network the ban of a guest has no effect.
      if (isGuestId(userId) && network === undefined) throw errors.MEMBER_NOT_FOUND();
      await this.#requirePlaceForBan(sessionId);
      const displayName = standing?.displayName ?? nameOfWaiting(access, userId);
      const ban = { userId, displayName, bannedAt: new Date(), ...(network !== undefined && { network }) };
      return { access: after, further: { removedMember: userId, ban } };
    });
  }

  async unbanUser(sessionId: string, actorId: string, userId: string): Promise<void> {
    await this.#change(sessionId, actorId, async ({ access }) => {
      requireManager(access, actorId);
      return { access: afterJoin(access, userId), further: { unbanned: userId } };
    });
  }

  async listBans(sessionId: string, actorId: string): Promise<Ban[]> {
    requireManager((await this.#read(sessionId, actorId)).access, actorId);
    const bans = await this.#deps.repository.bansOf(sessionId);
    return bans.map(({ userId, displayName, bannedAt }) => ({
      userId,
      displayName,
      bannedAt: bannedAt.toISOString(),
    }));
  }

  async listRequests(sessionId: string, actorId: string): Promise<RequestToJoin[]> {
    const { access } = await this.#read(sessionId, actorId);
    requireManager(access, actorId);
    return access.requests.filter((request) => isWaiting(request, Date.now()));
  }

  /** @throws ProblemError JOIN_REQUEST_NOT_FOUND, SESSION_FULL */
  async answerRequest(
    sessionId: string,
    actorId: string,
    userId: string,
    decision: 'approve' | 'refuse',
  ): Promise<void> {
    await this.#change(sessionId, actorId, async ({ access, inviteCode }) => {
      requireManager(access, actorId);
      const request = access.requests.find((other) => other.userId === userId);
      if (request === undefined || !isWaiting(request, Date.now())) throw errors.JOIN_REQUEST_NOT_FOUND();
      if (decision === 'refuse')
        return { access: afterRemoval(access, actorId, { userId, reason: 'refused', inviteCode }) };
      const newMember = { userId, displayName: request.displayName };
      return {
        access: afterJoin(access, userId),
        further: { newMember },
        otherwise: errors.SESSION_FULL(),
      };
    });
  }

  /** @throws ProblemError MEMBER_NOT_FOUND, OWNER_LIMIT_REACHED */
  async transfer(sessionId: string, actorId: string, userId: string): Promise<void> {
    const { repository, quotasOf } = this.#deps;
    await this.#change(sessionId, actorId, async ({ access }) => {
      const after = afterTransfer(access, actorId, userId);
      await this.#requireMembership(sessionId, userId);
      // The role of the other account is not known here, so the least limit counts.
      const { sessions: max } = quotasOf('listener');
      const write = async () => {
        const isReplaced = await repository.replaceOwner(sessionId, after, max);
        if (isReplaced === undefined) throw errors.OWNER_LIMIT_REACHED();
        return isReplaced;
      };
      return actorId === userId ? { access: after } : { access: after, write };
    });
  }

  async rotateInviteCode(sessionId: string, actorId: string): Promise<string> {
    const { inviteCode } = await this.#change(sessionId, actorId, async ({ access }) => {
      requireManager(access, actorId);
      const next = { ...access, version: access.version + 1 };
      const further = { inviteCode: newInviteCode() };
      const write = async () => {
        try {
          return await this.#deps.repository.replaceAccess(sessionId, next, further);
        } catch (error) {
          // Another session has this code; the next try takes another one.
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      };
      return { access: next, further, write };
    });
    await mapRedisErrors(() => this.#deps.deltas.tell(sessionId, { type: 'inviteCodeChanged' }));
    return inviteCode;
  }

  /** Decides on what is read, and begins again when it has changed until it is written. */
  async #change(
    sessionId: string,
    actorId: string,
    decide: (session: ListeningSessionHead) => Promise<Change>,
  ): Promise<ListeningSessionHead> {
    const { repository, publisher } = this.#deps;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const session = await this.#read(sessionId, actorId);
      const { access, further = {}, otherwise, write } = await decide(session);
      const replace = write ?? (() => repository.replaceAccess(sessionId, access, further));
      if (await replace()) {
        await mapRedisErrors(() => publisher.publish(sessionId, access));
        return { ...session, access, inviteCode: further.inviteCode ?? session.inviteCode };
      }
      const current = await repository.find(sessionId);
      const isSame = current?.access.version === session.access.version;
      if (isSame && otherwise !== undefined) throw otherwise;
    }
    throw commonErrors.UNAVAILABLE({ detail: 'The session changes too often; try again' });
  }

  /** Who stands in for the owner is part of the live state. For a user who is not a member, the session does not exist. */
  async #read(sessionId: string, actorId: string): Promise<ListeningSessionHead> {
    const { repository, store } = this.#deps;
    const session = await repository.findForMember(sessionId, actorId);
    if (session === null) throw errors.SESSION_NOT_FOUND();
    const live = await mapRedisErrors(() => store.read(sessionId));
    const actingHostId = live?.room.access.actingHostId ?? null;
    return { ...session, access: { ...session.access, actingHostId } };
  }

  async #guestsFrom(sessionId: string, network: string | undefined): Promise<string[]> {
    return network === undefined ? [] : this.#deps.guestRows.idsFrom(sessionId, network);
  }

  async #requirePlaceForBan(sessionId: string): Promise<void> {
    const bans = await this.#deps.repository.bansOf(sessionId);
    if (bans.length >= limits.bans)
      throw errors.SESSION_LIST_FULL({ detail: `At most ${limits.bans} users are banned` });
  }

  async #requireMembership(sessionId: string, userId: string): Promise<void> {
    requireMember(await this.#deps.repository.standingOf(sessionId, userId));
  }
}

/** @throws ProblemError MEMBER_NOT_FOUND */
function requireMember(standing: Standing | null): void {
  if (standing?.isMember !== true) throw errors.MEMBER_NOT_FOUND();
}

function networkOfRemoved({ removals }: RoomAccess, userId: string): string | undefined {
  return removals.find((removal) => removal.userId === userId)?.network;
}

function nameOfWaiting({ requests }: RoomAccess, userId: string): string | null {
  return requests.find((request) => request.userId === userId)?.displayName ?? null;
}
