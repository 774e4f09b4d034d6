import type { WireTimeline } from '@downbeat/timing';
import type { RoomInfo } from '../state/room-state.ts';

/** Someone whom an invite has let in; which devices listen is live state. */
export interface Membership {
  readonly userId: string;
  readonly joinedAt: Date;
}

/** The last live state that reached MongoDB. */
export interface LiveSnapshot {
  readonly timeline: WireTimeline;
  /** The reference clock in which the timeline's anchor is written. */
  readonly reference: string;
  readonly writtenAt: Date;
}

/** A session as MongoDB keeps it. */
export interface SessionRecord extends RoomInfo {
  readonly id: string;
  readonly inviteCode: string;
  readonly members: readonly Membership[];
  readonly live: LiveSnapshot;
  readonly createdAt: Date;
}
