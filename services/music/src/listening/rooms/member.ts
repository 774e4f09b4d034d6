import type { Member } from '../messages/types.ts';
import { roleOf } from '../rules/permissions.ts';
import type { ConnectionIdentity } from '../socket/connection.ts';
import type { RoomInfo } from '../state/room-state.ts';

/** A member is a user on a device: two tabs are two devices. */
export function memberIdOf(userId: string, deviceId: string): string {
  return `${userId}:${deviceId}`;
}

export function memberOf({ memberId, deviceId, principal }: ConnectionIdentity, room: RoomInfo): Member {
  return {
    memberId,
    userId: principal.userId,
    deviceId,
    displayName: principal.displayName,
    role: roleOf(room, principal.userId),
  };
}
