// The documents of listening sessions in MongoDB, and the filters of their changes.
import type { Filter } from 'mongodb';
import type { Outputs, PlaybackControl, RepeatMode } from '../../generated/listening.schemas.gen.ts';
import { limits } from '../model/limits.ts';
import type { RoomAccess, StoredAccess } from '../model/room-access.ts';
import type { ListeningSessionHead, ListeningSessionRecord } from '../model/room-state.ts';

export const COLLECTION = 'listeningSessions';

/** A session without its members, bans and queue. */
export type HeadRow = Omit<ListeningSessionHead, 'id' | 'access' | 'repeat' | 'outputs'> & {
  _id: string;
  ownerId: string;
  /** What versions before roles read. */
  playbackControl: PlaybackControl;
  /** Missing in documents of versions before roles. */
  access?: StoredAccess<AccessRecord>;
  slot?: number;
  /** Missing in documents of versions without it, as the next one. */
  repeat?: RepeatMode;
  outputs?: Outputs;
};
/** The owner has a field of its own, which the quota needs. */
export type AccessRecord = Omit<RoomAccess, 'ownerId' | 'actingHostId'>;
export type ReadRow = HeadRow & Pick<ListeningSessionRecord, 'queue'>;
/** A session with its members and bans. */
export type SessionRow = ReadRow & {
  /** Users who joined by the invite code; the devices that listen now are live state. */
  members: MemberRow[];
  /** Missing until the first ban. */
  bans?: BanRow[];
  /** The number of the last chat message; missing until the first one. */
  chatCount?: number;
};

export interface MemberRow {
  readonly userId: string;
  readonly joinedAt: Date;
  /** Missing for members who joined in versions before roles. */
  readonly displayName?: string;
  /** Of a guest: until when it may be here, and where it joined from (a hash). */
  readonly guestUntil?: Date;
  readonly network?: string;
}

/** A user who is banned from a session. */
export interface BanRow {
  readonly userId: string;
  readonly displayName: string | null;
  readonly bannedAt: Date;
  /** Of a guest: no other guest joins from there, or stays. */
  readonly network?: string;
}

/** How a user stands to a session. */
export interface Standing {
  readonly isMember: boolean;
  readonly isBanned: boolean;
  readonly displayName: string | null;
  /** Of a guest. */
  readonly network?: string | undefined;
}

/** What changes with the access of a session. */
export interface FurtherChange {
  readonly newMember?: { readonly userId: string; readonly displayName: string };
  readonly removedMember?: string;
  readonly ban?: BanRow;
  readonly unbanned?: string;
  /** Whether guests are members no longer. */
  readonly endsGuests?: boolean;
  readonly inviteCode?: string;
  /** The slot of the new owner. */
  readonly slot?: number;
}

/** The document of a session whose access has this version. */
export function atVersion(sessionId: string, version: number): Filter<SessionRow> {
  return { _id: sessionId, 'access.version': version === 0 ? { $in: [0, null] } : version };
}

/** Matches a session of which a user is no member, and which has a place for one. */
export function placeFor(userId: string): Filter<SessionRow> {
  return {
    'members.userId': { $ne: userId },
    [`members.${limits.membersPerSession - 1}`]: { $exists: false },
  };
}

/** What MongoDB's `$pull` takes out of a session with a change of its access. */
export function pulledBy({ removedMember, endsGuests, ban, unbanned }: FurtherChange): object {
  return {
    ...(removedMember !== undefined && { members: { userId: removedMember } }),
    ...(ban?.network !== undefined && { members: { network: ban.network } }),
    ...(endsGuests === true && { members: { guestUntil: { $exists: true } } }),
    ...(unbanned !== undefined && { bans: { userId: unbanned } }),
  };
}
