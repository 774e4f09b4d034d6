import {
  milliseconds,
  positionAt,
  timelineFrom,
  type Microseconds,
  type Timeline,
  type WireTimeline,
} from '@downbeat/timing';
import type {
  Member,
  Outputs,
  PlaceInTrack,
  PresenceCounts,
  QueueItem,
  RepeatMode,
  SkipVotes,
  Snapshot,
} from '../../generated/listening.schemas.gen.ts';
import { limits } from './limits.ts';
import { memberOf, type ConnectionIdentity } from './members.ts';
import {
  initialAccess,
  managingRole,
  accessFrom,
  playbackControlOf,
  settingsOf,
  type RoomAccess,
  type StoredAccess,
} from './room-access.ts';

/** What a listening session is, apart from where its playback is. */
export interface RoomInfo {
  readonly name: string;
  readonly access: RoomAccess;
  readonly queue: readonly QueueItem[];
  readonly repeat: RepeatMode;
  readonly outputs: Outputs;
}

/** What sessions have at first, and those of versions without outputs. */
export const allOutputs: Outputs = { devices: null, fromServerTimeUs: 0 };

/** The revisions that changed something last. A command that depends on it is stale when it is based on an earlier one. */
export interface ChangedAt {
  readonly playback: number;
  readonly queue: number;
  readonly outputs: number;
}

/** A session's live state, as Redis holds it. */
export interface RoomState {
  readonly epoch: number;
  readonly revision: number;
  /** Counts deltas within an epoch. */
  readonly sequence: number;
  /** The reference clock in which the timeline's anchor is written. */
  readonly reference: string;
  readonly timeline: Timeline;
  readonly changedAt: ChangedAt;
  readonly room: RoomInfo;
}

/** The votes to skip an item. */
export interface SkipPoll {
  readonly queueItemId: string;
  readonly count: number;
  readonly needed: number;
  readonly voterIds: ReadonlySet<string>;
}

/** A session's live state with its first members. */
export interface LiveRoom {
  readonly state: RoomState;
  /** After the first ones, those of the chosen outputs that are connected. */
  readonly members: readonly Member[];
  readonly memberCount: number;
  /** Null when no one has voted. */
  readonly skipPoll: SkipPoll | null;
  readonly presence: PresenceCounts;
}

/** What must not be lost with Redis: the timeline, the reference clock in which its anchor is written, and the room. */
export type SavedState = Pick<RoomState, 'timeline' | 'reference' | 'room'>;

/** The newest state of a session that an instance has read. */
export interface KnownState extends SavedState {
  readonly position: DeltaPosition;
}

/** The last live state that reached MongoDB. */
export interface LiveSnapshot {
  readonly timeline: WireTimeline;
  readonly reference: string;
  readonly writtenAt: Date;
}

/** A listening session as MongoDB keeps it, without its queue. */
export interface ListeningSessionHead extends Omit<RoomInfo, 'queue'> {
  readonly id: string;
  readonly inviteCode: string;
  readonly live: LiveSnapshot;
  readonly createdAt: Date;
}

export type ListeningSessionRecord = ListeningSessionHead & RoomInfo;

/** A position in the order of a session's deltas. */
export interface DeltaPosition {
  readonly epoch: number;
  readonly sequence: number;
}

export type DeltaKind =
  ('timeline' | 'memberJoined' | 'memberLeft' | 'replaced') | ('access' | 'rebased' | 'ended');

/** One change of a session, in order. */
export interface Delta extends DeltaPosition {
  /** The timeline's revision at that time. */
  readonly revision: number;
  readonly kind: DeltaKind;
  /** JSON; for the kinds that members receive, the message itself. */
  readonly body: string;
  /** What the trail of the session has of it, apart from the body; missing when it is no part of the trail. */
  readonly recorded?: { readonly atUs: number; readonly changedAt: string };
}

export function isAfter(one: DeltaPosition, other: DeltaPosition): boolean {
  return one.epoch === other.epoch ? one.sequence > other.sequence : one.epoch > other.epoch;
}

/** Reads the state hash of Redis; null when it is empty. */
export function parseRoomState(hash: Readonly<Record<string, string>>): RoomState | null {
  const { epoch, revision, sequence, reference, timeline, changedAt, room } = hash;
  if (epoch === undefined || timeline === undefined || room === undefined) return null;
  return {
    epoch: Number(epoch),
    revision: Number(revision),
    sequence: Number(sequence),
    reference: reference ?? '',
    timeline: timelineFrom(JSON.parse(timeline) as WireTimeline),
    changedAt: parseChangedAt(changedAt, Number(revision)),
    room: parseRoom(room, hash),
  };
}

/**
 * The text begins with the revision that it was written for: an earlier version changes the state without it, or writes less
 * of it.
 */
export function parseChangedAt(text: string | undefined, revision: number): ChangedAt {
  const [writtenFor, playback, queue, outputs] = (text ?? '').split(' ').map(Number);
  if (writtenFor !== revision) return { playback: revision, queue: revision, outputs: revision };
  return { playback: playback ?? revision, queue: queue ?? revision, outputs: outputs ?? revision };
}

/** As the state hash has it. */
export function formatChangedAt({ playback, queue, outputs }: ChangedAt, revision: number): string {
  return `${revision} ${playback} ${queue} ${outputs}`;
}

/** An earlier version wrote who may do what into the room itself. */
function parseRoom(
  text: string,
  { access, actingHost = '', outputs }: Readonly<Record<string, string>>,
): RoomInfo {
  // What an earlier version has written has no repeat mode.
  const {
    name,
    queue,
    repeat = 'off',
    ...earlier
  } = JSON.parse(text) as Pick<RoomInfo, 'name' | 'queue'> &
    Partial<RoomInfo> &
    Parameters<typeof initialAccess>[0];
  const stored = access === undefined ? initialAccess(earlier) : (JSON.parse(access) as StoredAccess);
  const actingHostId = actingHost === '' ? null : actingHost;
  return {
    name,
    queue,
    repeat,
    access: { ...accessFrom(stored), actingHostId },
    outputs: outputs === undefined ? allOutputs : (JSON.parse(outputs) as Outputs),
  };
}

/** The queue item that the timeline is in, if the queue has it. */
export function currentItem({ room, timeline }: Pick<RoomState, 'room' | 'timeline'>): QueueItem | undefined {
  return room.queue.find(({ id }) => id === timeline.queueItemId);
}

/** Where in which track playback is; null without a current item. */
export function placeInTrack(state: RoomState, nowUs: Microseconds): PlaceInTrack | null {
  const item = currentItem(state);
  if (item === undefined) return null;
  const { id: queueItemId, trackId, title, durationMs } = item;
  const positionMs = Math.round(positionAt(state.timeline, nowUs, milliseconds(durationMs)));
  return { queueItemId, trackId, title, positionMs };
}

/** Over how long the members spread their first tries when an instance is lost. */
export function reconnectSpreadMs(members: number): number {
  return Math.min(members * limits.reconnectMsPerMember, limits.reconnectSpreadMs);
}

/** Writes the snapshot of one member, the message that tells it everything. */
export type WriteSnapshot = (identity: ConnectionIdentity, serverTimeUs: number) => string;

/** A returning crowd gets its snapshots from few views, so what all of them have in common is written once per view. */
const writers = new WeakMap<LiveRoom, WriteSnapshot>();

export function snapshotWriter(view: LiveRoom): WriteSnapshot {
  const writer = writers.get(view) ?? createSnapshotWriter(view);
  writers.set(view, writer);
  return writer;
}

function createSnapshotWriter({ state, members, memberCount, skipPoll, presence }: LiveRoom): WriteSnapshot {
  const { access } = state.room;
  const common: Omit<
    Snapshot,
    'type' | 'sessionId' | 'memberId' | 'serverTimeUs' | 'members' | 'requests' | 'skipVotes'
  > = {
    timeline: state.timeline,
    queue: [...state.room.queue],
    repeat: state.room.repeat,
    outputs: state.room.outputs,
    memberCount,
    presence,
    playbackControl: playbackControlOf(access),
    settings: settingsOf(access),
    ownerId: access.ownerId,
    actingHostId: access.actingHostId,
    reconnectSpreadMs: reconnectSpreadMs(memberCount),
  };
  const commonText = JSON.stringify(common).slice(1);
  const membersText = JSON.stringify(members);
  const ids = new Set(members.map(({ memberId }) => memberId));
  return (identity, serverTimeUs) => {
    const { sessionId, memberId } = identity;
    const isManager = managingRole(access, identity.principal.userId) !== null;
    const own = {
      type: 'snapshot',
      sessionId,
      memberId,
      serverTimeUs,
      ...(isManager && { requests: [...access.requests] }),
      ...(skipPoll !== null && { skipVotes: votesFor(skipPoll, identity.principal.userId) }),
    } satisfies Partial<Snapshot>;
    // The receiver is among them, also when it joined later than those that are shown.
    const shown = ids.has(memberId)
      ? membersText
      : JSON.stringify(withReceiver(members, identity, state.room));
    return `${JSON.stringify(own).slice(0, -1)},"members":${shown},${commonText}`;
  };
}

function votesFor({ voterIds, ...votes }: SkipPoll, userId: string): SkipVotes {
  return { ...votes, hasVoted: voterIds.has(userId) };
}

function withReceiver(members: readonly Member[], identity: ConnectionIdentity, room: RoomInfo): Member[] {
  const [first, others] = [members.slice(0, limits.membersShown - 1), members.slice(limits.membersShown)];
  return [...first, memberOf(identity, room), ...others];
}
