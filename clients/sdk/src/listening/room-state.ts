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
  Outputs,
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
import { isHeld, isOnlyDevice, type ChosenOutput } from './outputs.ts';
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
  /** The devices that were chosen to sound, all others are remotes; null when all sound. `room.devices` names all. */
  outputs: readonly ChosenOutput[] | null;
  /** Whether this device sounds, or will within seconds; a remote shows and controls what others play. */
  isOutput: boolean;
}

/** A server of a version before roles does not send all. */
type ReceivedSnapshot = Omit<Snapshot, LaterField> & Partial<Pick<Snapshot, LaterField>>;
type LaterField = 'settings' | 'ownerId' | 'actingHostId' | 'presence' | 'outputs';

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
  outputs: null,
  isOutput: true,
};

/** As of a server of a version without outputs. */
const allOutputs: Outputs = { devices: null, fromServerTimeUs: 0 };

/** Holds a room's state and its playback schedule, and tells listeners of changes. */
export class RoomStore {
  readonly schedule = new PlaybackSchedule();
  readonly order = new ChangeOrder();
  /** Whether the server itself has made the newest timeline, at the end of an item. */
  isAdvance = false;
  /** Whether the server knows outputs; one of an earlier version does not. */
  hasOutputs = false;
  readonly #nowUs: () => Microseconds | null;
  readonly #changes = new Emitter<RoomState>();
  readonly #presence = new Emitter<PresenceChange>();
  #state = initialState;
  #changeTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether this device is quiet while all sound. */
  #isHeld: boolean;
  /** Whether it came so: then it stays quiet also when no other device of its user is left. */
  #isRemote: boolean;
  /** The newest version of the room whose outputs are known. */
  #outputsOf: Timeline | null = null;

  /**
   * @param nowUs the session's time, null while it is not known
   * @param isRemote whether this device plays nothing until it is chosen
   */
  constructor(nowUs: () => Microseconds | null, isRemote = false) {
    this.#nowUs = nowUs;
    this.#isHeld = isRemote;
    this.#isRemote = isRemote;
    this.#state = { ...initialState, isOutput: !isRemote };
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

  /**
   * Takes the outputs of a version of the room, unless newer ones are known.
   * @param outputs undefined from a server of an earlier version
   * @param isComplete whether all chosen outputs that are connected are among the members: in a snapshot
   * @returns whether this device begins or ends to sound
   */
  applyOutputs(outputs: Outputs = allOutputs, timeline: Timeline, isComplete = false): boolean {
    this.hasOutputs = outputs !== allOutputs;
    const known = this.#outputsOf;
    if (known !== null && isNewer(known, timeline)) return false;
    this.#outputsOf = timeline;
    const { memberId, members } = this.#state;
    const { devices, fromServerTimeUs } = outputs;
    this.#hold(outputs);
    const isOutput = devices?.some((device) => device.memberId === memberId) ?? !this.#isHeld;
    const ids = new Set(members.map((member) => member.memberId));
    // A change names only devices that are connected, and such as were chosen already.
    const chosenBefore = this.#state.outputs?.find.bind(this.#state.outputs);
    const isConnected = (id: string): boolean =>
      isComplete ? ids.has(id) : (chosenBefore?.((one) => one.memberId === id)?.isConnected ?? true);
    const chosen =
      devices?.map((device) => ({ ...device, isConnected: isConnected(device.memberId) })) ?? null;
    this.#update({ outputs: chosen, isOutput });
    const gate = this.schedule.outputs;
    if (known !== null) return gate.change(isOutput, fromServerTimeUs);
    gate.begin(isOutput, fromServerTimeUs);
    return true;
  }

  #hold(outputs: Outputs): void {
    this.#isHeld = isHeld(this.#isHeld, outputs, this.#state.memberId ?? '');
    this.#isRemote &&= this.#isHeld;
    if (outputs.devices === null && this.#isLeftAlone()) this.#isHeld = false;
  }

  /** Lets a device that was quiet sound while all do. */
  release(): void {
    this.#isHeld = false;
    this.#isRemote = false;
    if (this.#state.outputs !== null) return;
    this.schedule.outputs.change(true, this.#nowUs() ?? 0);
    this.#update({ isOutput: true });
  }

  /** The session's time is known now, or better than before. */
  clockUpdated(): void {
    this.#showNow();
  }

  setMember(member: Member, memberCount: number): void {
    const before = this.#state.members;
    const members = [...this.#membersExcept(member.memberId), member];
    this.#update({ members, memberCount, outputs: this.#outputsWith(member.memberId, true) });
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

  /** @returns whether this device begins to sound, because the one that it was quiet for has left */
  removeMember(memberId: string, memberCount: number): boolean {
    const before = this.#state.members;
    const members = this.#membersExcept(memberId);
    this.#update({ members, memberCount, outputs: this.#outputsWith(memberId, false) });
    this.#tellPresence(before);
    if (this.#state.outputs !== null || !this.#isLeftAlone()) return false;
    this.release();
    return true;
  }

  /** Whether this device is quiet for another one of its user, and none is there. */
  #isLeftAlone(): boolean {
    const { members, memberCount, memberId } = this.#state;
    return this.#isHeld && !this.#isRemote && isOnlyDevice(members, memberCount, memberId ?? '');
  }

  #outputsWith(memberId: string, isConnected: boolean): RoomState['outputs'] {
    const { outputs } = this.#state;
    if (outputs?.some((output) => output.memberId === memberId) !== true) return outputs;
    return outputs.map((output) => (output.memberId === memberId ? { ...output, isConnected } : output));
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
