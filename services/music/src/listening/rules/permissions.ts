import type { MemberRole } from '../../generated/listening.schemas.gen.ts';
import { Refusal } from '../messages/refusal.ts';
import type { RoomInfo } from '../state/room-state.ts';

/** What a role may do, unless the session's own switches say more. */
export type Permission = 'playback';

const granted: Readonly<Record<MemberRole, ReadonlySet<Permission>>> = {
  owner: new Set(['playback']),
  listener: new Set(),
};

export function roleOf(room: Pick<RoomInfo, 'ownerId'>, userId: string): MemberRole {
  return room.ownerId === userId ? 'owner' : 'listener';
}

/** What a session's own switches allow to everyone. */
const switchedOn: Readonly<Record<Permission, (room: RoomInfo) => boolean>> = {
  playback: ({ playbackControl }) => playbackControl === 'everyone',
};

/** @throws Refusal FORBIDDEN when neither the role nor a switch of the session allows it */
export function requirePermission(room: RoomInfo, userId: string, permission: Permission): void {
  if (granted[roleOf(room, userId)].has(permission) || switchedOn[permission](room)) return;
  throw new Refusal('FORBIDDEN', { detail: 'In this session only the owner may play, pause and seek' });
}
