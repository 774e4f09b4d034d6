import { applyQueueChanges, isNewer, type Microseconds } from '@downbeat/timing';
import { Emitter } from '../emitter.ts';
import type { ConnectionStatus } from './connection.ts';
import { ChangeOrder } from './change-order.ts';
import type {
  Change,
  ChatMessage,
  CloseCause,
  Member,
  MemberRole,
  PresenceCounts,
  QueueItem,
  RepeatMode,
  RequestToJoin,
  ServerMessage,
  SessionSettings,
  SkipVotes,
  Snapshot,
  Timeline,
} from './messages.ts';
import { PlaybackSchedule, type PlaybackStatus } from './schedule.ts';

/** What a page shows of a room. Each change makes a new object. */
export interface RoomState {
  status: ConnectionStatus;
  /** Why the socket is not open, in words; null while it is open, or when no reason is known. */
  reason: string | null;
  /**
   * The server's reason for that, by its name in the contract, e.g. `tooManySockets` while the client waits for another
   * socket of its user to end; null when the server gave none.
   */
  closeReason: CloseCause['closeReason'];
  /** This client's own; null until the first snapshot, as are the fields below. */
  memberId: string | null;
  /** The newest one; its anchor may lie in the future. */
  timeline: Timeline | null;
  /** The item to show as playing: that of the timeline, but an item that still sounds until the timeline's anchor. */
  currentItem: QueueItem | null;
  /**
   * Whether that item plays. `ended` once the last item has played to its end and nothing follows, while the state of
   * `timeline` is still `playing`; `stopped` before anything was played.
   */
  playback: PlaybackStatus | null;
  queue: readonly QueueItem[];
  /** What follows the end of an item. */
  repeat: RepeatMode;
  /** The first who joined, and this client's own; `listMembers` gives all. */
  members: readonly Member[];
  /** How many members are connected. */
  memberCount: number;
  /** How many of them are away or buffering, as `presence` of each of `members`; null until the first snapshot. */
  presence: PresenceCounts | null;
  playbackControl: Snapshot['playbackControl'] | null;
  /** This user's own; null until the first snapshot. */
  role: MemberRole | null;
  /** Who may do what. `room.can` says what this user may do. */
  settings: SessionSettings | null;
  ownerId: string | null;
  /** The user who has the owner's permissions while the owner is away for long. */
  actingHostId: string | null;
  /** Users who ask to join; empty unless this user decides about them. */
  requests: readonly RequestToJoin[];
  /** What members have written since this client came, the oldest first; `room.chat.loadEarlier` reads what is before. */
  chat: readonly ChatMessage[];
  /** The votes to skip the item of `timeline`; null while no one has voted. */
  skipVotes: SkipVotes | null;
}

/** A server of a version before roles does not send all. */
type ReceivedSnapshot = Omit<Snapshot, LaterField> & Partial<Pick<Snapshot, LaterField>>;
type LaterField = 'settings' | 'ownerId' | 'actingHostId' | 'presence';

type PresenceChanged = Extract<ServerMessage, { type: 'presenceChanged' }>;
type SkipVotesChanged = Extract<ServerMessage, { type: 'skipVotes' }>;

/** A member of `RoomState.members` came or went. */
export interface PresenceChange {
  type: 'joined' | 'left';
  member: Member;
}

const initialState: RoomState = {
  status: 'connecting',
  reason: null,
  closeReason: null,
  memberId: null,
  timeline: null,
  currentItem: null,
  playback: null,
  queue: [],
  repeat: 'off',
  members: [],
  memberCount: 0,
  presence: null,
  playbackControl: null,
  role: null,
  settings: null,
  ownerId: null,
  actingHostId: null,
  requests: [],
  chat: [],
  skipVotes: null,
};

/** Holds a room's state and its playback schedule, and tells listeners of changes. */
export class RoomStore {
  readonly schedule = new PlaybackSchedule();
  readonly order = new ChangeOrder();
  /** Whether the server itself has made the newest timeline, at the end of an item. */
  isAdvance = false;
  readonly #nowUs: () => Microseconds | null;
  readonly #changes = new Emitter<RoomState>();
  readonly #presence = new Emitter<PresenceChange>();
  #state = initialState;
  #changeTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param nowUs the session's time, null while it is not known */
  constructor(nowUs: () => Microseconds | null) {
    this.#nowUs = nowUs;
  }

  get state(): RoomState {
    return this.#state;
  }

  onChange(listener: (state: RoomState) => void): () => void {
    return this.#changes.on(listener);
  }

  onPresence(listener: (change: PresenceChange) => void): () => void {
    return this.#presence.on(listener);
  }

  /** @param cause not given while a lost socket is tried again, since the cause is the same */
  setStatus(status: ConnectionStatus, cause?: CloseCause): void {
    if (status === 'closed') clearTimeout(this.#changeTimer);
    const none = status === 'open' ? { reason: null, closeReason: null } : {};
    this.#update({ status, ...(cause ?? none) });
  }

  /** Takes all but the timeline, which `applyTimeline` takes only when it is newer. */
  applySnapshot(snapshot: ReceivedSnapshot): void {
    const { memberId, queue, repeat, members, memberCount, playbackControl, requests = [] } = snapshot;
    const { presence = null } = snapshot;
    const isFirst = this.#state.memberId === null;
    const before = this.#state.members;
    this.schedule.queueChanged({ queue, repeat });
    const role = members.find((member) => member.memberId === memberId)?.role ?? null;
    const { settings = null, ownerId = null, actingHostId = null, skipVotes = null } = snapshot;
    const access = { role, settings, ownerId, actingHostId, requests, skipVotes };
    this.#update({ memberId, queue, repeat, members, memberCount, presence, playbackControl, ...access });
    // Those who came and went while the socket was lost; at first they are all there already.
    if (!isFirst) this.#tellPresence(before);
  }

  /** Takes a timeline; false when it is not newer than the one that is known. */
  applyTimeline(timeline: Timeline): boolean {
    const known = this.#state.timeline;
    if (known !== null && !isNewer(timeline, known)) return false;
    const nowUs = this.#nowUs();
    this.schedule.add(timeline, this.#state, nowUs);
    const { skipVotes: votes } = this.#state;
    const goOn = timeline.state === 'playing' && votes?.queueItemId === timeline.queueItemId;
    const skipVotes = goOn ? votes : null;
    this.#update({ timeline, skipVotes, ...this.#shownAt(nowUs) });
    this.#awaitChange(nowUs);
    return true;
  }

  /**
   * Takes an edit of the queue; its timeline is taken by `applyTimeline`.
   * @returns whether it brings the item of the newest timeline
   */
  applyEdit(change: Extract<Change, { type: 'queueChanged' }>): boolean {
    const queue = applyQueueChanges(this.#state.queue, change.changes);
    const { repeat } = change;
    const isFound = this.schedule.queueChanged({ queue, repeat });
    const nowUs = this.#nowUs();
    this.#update({ queue, repeat, ...this.#shownAt(nowUs) });
    this.#awaitChange(nowUs);
    return isFound;
  }

  /** The session's time is known now, or better than before. */
  clockUpdated(): void {
    this.#showNow();
  }

  setMember(member: Member, memberCount: number): void {
    const before = this.#state.members;
    this.#update({ members: [...this.#membersExcept(member.memberId), member], memberCount });
    this.#tellPresence(before);
  }

  setPresence({ counts, members }: PresenceChanged): void {
    const others = new Map(members.map((one) => [one.memberId, one.presence]));
    this.#update({
      presence: counts,
      members: this.#state.members.map((member) => ({
        ...member,
        presence: others.get(member.memberId) ?? 'listening',
      })),
    });
  }

  setRole(userId: string, role: MemberRole): void {
    const members = this.#state.members.map((member) =>
      member.userId === userId ? { ...member, role } : member,
    );
    this.#update(this.#userId() === userId ? { members, role } : { members });
  }

  setSettings(settings: SessionSettings, playbackControl: RoomState['playbackControl']): void {
    this.#update({ settings, playbackControl });
  }

  setHost(ownerId: string, actingHostId: string | null): void {
    this.#update({ ownerId, actingHostId });
  }

  setRequests(requests: readonly RequestToJoin[]): void {
    this.#update({ requests });
  }

  setChat(chat: readonly ChatMessage[]): void {
    this.#update({ chat });
  }

  /** Takes the votes for the current item. @param vote of which user a vote has changed */
  setSkipVotes({ queueItemId, count, needed, vote }: Omit<SkipVotesChanged, 'type'>): void {
    const { skipVotes, timeline } = this.#state;
    if (queueItemId !== timeline?.queueItemId) return;
    const isOwn = vote !== undefined && vote.userId === this.#userId();
    const hasVoted = isOwn ? vote.isCounted : skipVotes?.hasVoted === true;
    this.#update({ skipVotes: { queueItemId, count, needed, hasVoted } });
  }

  addRequest(request: RequestToJoin): void {
    this.setRequests([...this.#requestsExcept(request.userId), request]);
  }

  removeRequest(userId: string): void {
    this.setRequests(this.#requestsExcept(userId));
  }

  setMemberCount(memberCount: number): void {
    this.#update({ memberCount });
  }

  removeMember(memberId: string, memberCount: number): void {
    const before = this.#state.members;
    this.#update({ members: this.#membersExcept(memberId), memberCount });
    this.#tellPresence(before);
  }

  #tellPresence(before: readonly Member[]): void {
    const after = this.#state.members;
    for (const member of missingIn(after, before)) this.#presence.emit({ type: 'left', member });
    for (const member of missingIn(before, after)) this.#presence.emit({ type: 'joined', member });
  }

  #shownAt(nowUs: Microseconds | null): Pick<RoomState, 'currentItem' | 'playback'> {
    const currentItem = this.schedule.shownAt(nowUs)?.item ?? null;
    return { currentItem, playback: this.schedule.statusAt(nowUs) };
  }

  #showNow(): void {
    const nowUs = this.#nowUs();
    const shown = this.#shownAt(nowUs);
    const { currentItem, playback } = this.#state;
    if (shown.currentItem !== currentItem || shown.playback !== playback) this.#update(shown);
    this.#awaitChange(nowUs);
  }

  /** Shows the next item once its anchor has come, and the end of the queue. */
  #awaitChange(nowUs: Microseconds | null): void {
    clearTimeout(this.#changeTimer);
    const changeUs = nowUs === null ? null : this.schedule.nextChangeUs(nowUs);
    if (nowUs === null || changeUs === null) return;
    this.#changeTimer = setTimeout(() => this.#showNow(), Math.ceil((changeUs - nowUs) / 1000));
  }

  #userId(): string | undefined {
    const { members, memberId } = this.#state;
    return members.find((member) => member.memberId === memberId)?.userId;
  }

  #requestsExcept(userId: string): RequestToJoin[] {
    return this.#state.requests.filter((request) => request.userId !== userId);
  }

  #membersExcept(memberId: string): Member[] {
    return this.#state.members.filter((member) => member.memberId !== memberId);
  }

  #update(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changes.emit(this.#state);
  }
}

/** The members of `all` that `some` does not have. */
function missingIn(some: readonly Member[], all: readonly Member[]): Member[] {
  const ids = new Set(some.map(({ memberId }) => memberId));
  return all.filter(({ memberId }) => !ids.has(memberId));
}
