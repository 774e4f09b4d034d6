import type { Principal } from '@downbeat/shared/http';
import type { Member } from '../../generated/listening.schemas.gen.ts';
import { roleOf } from './room-access.ts';
import type { RoomInfo } from './room-state.ts';

/** Which member, on which device, a socket belongs to. */
export interface ConnectionIdentity {
  /** The number of its ticket: of two sockets of a device, the one with the higher number keeps the seat. */
  readonly ticket: number;
  readonly sessionId: string;
  readonly memberId: string;
  readonly deviceId: string;
  /** What its user calls the device; missing for a client that does not say it. */
  readonly deviceName?: string | undefined;
  readonly principal: Principal;
}

/** A track as a queue shows it. */
export interface PlayableTrack {
  readonly id: string;
  readonly title: string;
  readonly artistName: string;
  readonly durationMs: number;
  /** Of a private track, the only user who may put it into a queue and play it there. */
  readonly onlyFor: string | null;
}

/** What listening sessions need to know of tracks; the tracks feature provides it. */
export interface TrackDirectory {
  /** The tracks that exist, of those asked for, in any order. Every signed-in user may hear every track that is not private. */
  playable(trackIds: readonly string[]): Promise<PlayableTrack[]>;
  /**
   * What a client without an account sees of a track: the URL of its cover, relative and signed, or null without a cover.
   * Null for a track that is private or does not exist.
   */
  shownToAll(trackId: string): Promise<{ coverUrl: string | null } | null>;
}

/** A member is a user on a device: two tabs are two devices. */
export function memberIdOf(userId: string, deviceId: string): string {
  return `${userId}:${deviceId}`;
}

export function userOf(memberId: string): string {
  return memberId.slice(0, memberId.indexOf(':'));
}

export function memberOf(
  { memberId, deviceId, deviceName, principal }: ConnectionIdentity,
  { access }: Pick<RoomInfo, 'access'>,
): Member {
  return {
    memberId,
    userId: principal.userId,
    deviceId,
    displayName: principal.displayName,
    ...(deviceName === undefined ? {} : { deviceName }),
    // The last field: scripts replace it there.
    role: roleOf(access, principal.userId),
  };
}
