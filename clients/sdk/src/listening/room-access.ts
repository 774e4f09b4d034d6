import type { MusicRoomOperations } from '../generated/music.operations.gen.ts';
import type { RequestToJoin, MemberRole, Permissions, SessionSettings, SettingsChange } from './messages.ts';
import type { RoomState, RoomStore } from './room-state.ts';

/** What `room.can` answers: a permission of the settings, or to manage the members. */
export type RoomAction = keyof Permissions | 'manage';

/** From the lowest to the highest. */
const ranks: readonly MemberRole[] = ['guest', 'listener', 'dj', 'coHost', 'owner'];

/** Whether a user may do something, by what is known of the room; the service decides in the end. */
export function mayDo(
  { role, settings, actingHostId, members, memberId }: RoomState,
  action: RoomAction,
): boolean {
  if (role === null || settings === null) return false;
  const isActingHost =
    actingHostId !== null && members.some((one) => one.memberId === memberId && one.userId === actingHostId);
  const rank = ranks.indexOf(isActingHost ? 'owner' : role);
  return rank >= ranks.indexOf(action === 'manage' ? 'coHost' : settings.permissions[action]);
}

/** The calls by which members with a role manage a room. Each fails with a DownbeatError, e.g. FORBIDDEN. */
export function createManagement(operations: MusicRoomOperations, sessionId: string, store: RoomStore) {
  return {
    /** By the id of the user, `userId` of a member: all its devices together. */
    members: {
      /** For the owner; a co-host can make listeners DJs, and DJs listeners. */
      setRole: async (userId: string, role: 'coHost' | 'dj' | 'listener'): Promise<void> => {
        await operations.setMemberRole({ sessionId, userId, role });
      },
      /** The user can come back by a new invite code only. With the own id: leaves the room for good. */
      kick: async (userId: string): Promise<void> => {
        await operations.removeMember({ sessionId, userId });
      },
      /** No invite code lets the user in until `unban`. */
      ban: async (userId: string): Promise<void> => {
        await operations.banUser({ sessionId, userId });
      },
      unban: async (userId: string): Promise<void> => {
        await operations.unbanUser({ sessionId, userId });
      },
      /** The users who are banned. */
      bans: async () => (await operations.listBans({ sessionId })).items,
    },
    settings: {
      /** Changes what is given; `state.settings` follows. */
      set: async (change: SettingsChange): Promise<SessionSettings> =>
        operations.updateSessionSettings({ sessionId, ...change }),
      /** Replaces the invite code, and returns the new one. */
      rotateInviteCode: async (): Promise<string> =>
        (await operations.rotateInviteCode({ sessionId })).inviteCode,
    },
    /** Users who ask to join; `state.requests` has them. */
    requests: {
      /** Reads them again, e.g. after this user has become a co-host. */
      list: async (): Promise<readonly RequestToJoin[]> => {
        const { items } = await operations.listJoinRequests({ sessionId });
        store.setRequests(items);
        return items;
      },
      approve: async (userId: string): Promise<void> => {
        await operations.answerJoinRequest({ sessionId, userId, decision: 'approve' });
      },
      refuse: async (userId: string): Promise<void> => {
        await operations.answerJoinRequest({ sessionId, userId, decision: 'refuse' });
      },
    },
    voteToSkip: async (): Promise<void> => {
      const queueItemId = store.state.timeline?.queueItemId;
      if (queueItemId) await operations.voteToSkip({ sessionId, queueItemId });
    },
    withdrawSkipVote: async (): Promise<void> => {
      await operations.withdrawSkipVote({ sessionId });
    },
    transferOwnership: async (userId: string): Promise<void> => {
      await operations.transferSession({ sessionId, userId });
    },
  };
}

export type RoomManagement = ReturnType<typeof createManagement>;
