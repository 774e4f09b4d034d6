import type { Microseconds } from '@downbeat/timing';
import { Emitter } from '../emitter.ts';
import type { MusicRoomOperations } from '../generated/music.operations.gen.ts';
import type { ErrorCode } from '../http/error-code.ts';
import { DownbeatError } from '../http/errors.ts';
import type { LocalClock, PlayableTrack, Player } from '../players/player.ts';
import { RoomChat } from './chat.ts';
import { ClockSync } from './clock-sync.ts';
import { CommandQueue } from './commands.ts';
import { Connection, type ConnectionStatus, type WebSocketFactory } from './connection.ts';
import type {
  ClientMessage,
  CloseCause,
  Presence,
  QueueItem,
  RepeatMode,
  ServerMessage,
} from './messages.ts';
import { devicesOf, outputsWithThis, type RoomDevice } from './outputs.ts';
import { PlaybackController } from './playback-controller.ts';
import { RoomQueue, type QueueLibrary } from './queue.ts';
import { createManagement, mayDo, type RoomAction, type RoomManagement } from './room-access.ts';
import { dispatch } from './room-messages.ts';
import { RoomStore, type PresenceChange, type RoomState } from './room-state.ts';
import { scheduledPositionMs } from './schedule.ts';
import { readQuality, reportOf, type SyncQuality } from './sync-quality.ts';

/** How often a member reports its sync quality to the server. */
const REPORT_INTERVAL_MS = 5000;
/** How often a member looks whether its presence has changed; so often it may tell it. */
const PRESENCE_INTERVAL_MS = 1000;
/** How long the snapshot and the first burst of probes may take. */
const OPEN_DEADLINE_MS = 15_000;

export interface RoomOptions {
  player: Player;
  clock: LocalClock;
  createSocket: WebSocketFactory | undefined;
  socketUrl(): Promise<string>;
  locate(item: QueueItem): Promise<PlayableTrack>;
  newCommandId(): string;
  library: QueueLibrary;
  sessionId: string;
  operations: MusicRoomOperations;
  /** Whether this device plays nothing until it is chosen. */
  isRemote?: boolean;
  /** What the next ticket calls this device. */
  setDeviceName?(name: string): void;
}

/** Membership of a listening session: plays what every member hears, and gives the commands that this member may give. */
export class ListeningRoom {
  /** The queue, to edit it. */
  readonly queue: RoomQueue;
  /** What the members write to one another, and how they react. */
  readonly chat: RoomChat;
  readonly #options: RoomOptions;
  readonly #management: RoomManagement;
  readonly #connection: Connection;
  readonly #sync: ClockSync;
  readonly #store: RoomStore;
  readonly #playback: PlaybackController;
  readonly #commands: CommandQueue;
  readonly #problems = new Emitter<unknown>();
  readonly #messages = new Emitter<ServerMessage>();
  readonly #ready = Promise.withResolvers<null>();
  #opening: Promise<void> | undefined;
  #reporter: ReturnType<typeof setInterval> | undefined;
  #presenceTeller: ReturnType<typeof setInterval> | undefined;
  #isAway = false;
  /** What the server knows; null when it may have forgotten it. */
  #toldPresence: Presence | null = 'listening';

  /** @internal `downbeat.listen` makes rooms. */
  constructor(options: RoomOptions) {
    this.#options = options;
    const { clock } = options;
    const send = (message: ClientMessage): void => this.#connection.send(message);
    const onProblem = (error: unknown): void => this.#problems.emit(error);
    this.#sync = new ClockSync({
      clock,
      send,
      onBurst: () => this.#clockUpdated(),
      onSilence: () => this.#connection.replaceSilent(),
    });
    this.#store = new RoomStore(() => this.#nowUs(), options.isRemote);
    this.#management = createManagement(options.operations, options.sessionId, this.#store);
    this.chat = new RoomChat({ ...options, store: this.#store, onProblem });
    this.#commands = new CommandQueue({
      send,
      toMessage: (command) => ({
        ...command,
        commandId: options.newCommandId(),
        revision: this.state.timeline?.revision ?? 0,
      }),
    });
    this.queue = new RoomQueue({
      ...options.library,
      state: () => this.state,
      run: (command) => this.#commands.run(command),
    });
    const { schedule } = this.#store;
    this.#playback = new PlaybackController({ ...options, sync: this.#sync, schedule, onProblem });
    const targets = {
      store: this.#store,
      sync: this.#sync,
      playback: this.#playback,
      commands: this.#commands,
      chat: this.chat,
      send,
      onProblem,
      onMessage: (message: ServerMessage) => this.#messages.emit(message),
    };
    this.#connection = new Connection({
      clock,
      createSocket: options.createSocket,
      socketUrl: () => options.socketUrl(),
      onMessage: (message, receivedUs) => {
        if (message.type === 'snapshot') this.#forgetToldPresence();
        dispatch(targets, message, receivedUs);
      },
      onStatus: (status, cause) => this.#statusChanged(status, cause),
    });
  }

  /** A new socket begins as listening, and a restart of Redis loses what was said before. */
  #forgetToldPresence(): void {
    if (this.#toldPresence !== 'listening') this.#toldPresence = null;
  }

  /** What is known of the room now; the same object until something changes. */
  get state(): RoomState {
    return this.#store.state;
  }

  /** Changes roles, removes members and bans users. `state.members` has the members. */
  get members(): RoomManagement['members'] {
    return this.#management.members;
  }

  /** Changes who may do what, and replaces the invite code. */
  get settings(): RoomManagement['settings'] {
    return this.#management.settings;
  }

  /** Decides about users who ask to join. */
  get requests(): RoomManagement['requests'] {
    return this.#management.requests;
  }

  /** Makes another member the owner; this user becomes a co-host. */
  transferOwnership(userId: string): Promise<void> {
    return this.#management.transferOwnership(userId);
  }

  /**
   * Votes to skip the current item, for all devices of this user; `state.skipVotes` follows. With enough votes the server goes
   * on. @throws DownbeatError SKIP_NOT_POSSIBLE, e.g. while nothing plays or nothing follows; FORBIDDEN unless `can('vote')`.
   */
  voteToSkip(): Promise<void> {
    return this.#management.voteToSkip();
  }

  withdrawSkipVote(): Promise<void> {
    return this.#management.withdrawSkipVote();
  }

  /** Whether this user may do something here, e.g. to show a button; the service decides in the end. */
  can(action: RoomAction): boolean {
    return mayDo(this.state, action);
  }

  /** How well this device is synchronised, measured now. It changes all the time, so `onChange` does not report it. */
  get quality(): SyncQuality {
    return readQuality(this.#sync, this.#playback, this.#options.clock);
  }

  /** The session's time now, in microseconds of its timebase. Only after `open` has resolved. */
  sessionTimeUs(): Microseconds {
    return this.#sync.nowUs();
  }

  /**
   * The position in `state.currentItem` by the session's time, in milliseconds, for display. It does not move while
   * nothing plays, while the clock is not known, and at the end of the track.
   */
  positionMs(): number {
    const nowUs = this.#nowUs();
    const shown = this.#store.schedule.shownAt(nowUs);
    if (shown === null) return 0;
    return nowUs === null ? shown.timeline.anchorPositionMs : scheduledPositionMs(shown, nowUs);
  }

  /** Calls back with the new state at every change; returns a function that unsubscribes. */
  onChange(listener: (state: RoomState) => void): () => void {
    return this.#store.onChange(listener);
  }

  /**
   * Calls back when a member of `state.members` joins or leaves, also for changes while the socket was lost, but not for those
   * who are there at the beginning. Returns a function that unsubscribes.
   */
  onPresence(listener: (change: PresenceChange) => void): () => void {
    return this.#store.onPresence(listener);
  }

  /**
   * Calls back with errors that no call of yours caused: a track that could not be loaded, a message that was refused.
   * Returns a function that unsubscribes.
   */
  onProblem(listener: (error: unknown) => void): () => void {
    return this.#problems.on(listener);
  }

  /**
   * Calls back with messages of the server that are in no field of the state, e.g. `inviteCodeChanged`. Returns a function that
   * unsubscribes.
   */
  onMessage(listener: (message: ServerMessage) => void): () => void {
    return this.#messages.on(listener);
  }

  /** Resolves when the snapshot has come and the clock is synchronised. `listen` has called it. */
  open(): Promise<void> {
    return (this.#opening ??= this.#open());
  }

  async #open(): Promise<void> {
    const late = (): void => {
      const text = this.state.reason ?? 'the clock was not synchronised in time';
      this.#ready.reject(new DownbeatError('TIMEOUT', text));
    };
    const deadline = setTimeout(late, OPEN_DEADLINE_MS);
    // A room that is closed does not wait for its ticket and its socket.
    this.#connection.open().catch((error: unknown) => this.#ready.reject(error));
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(deadline);
    }
    if (this.state.status === 'closed') throw this.#closedError();
    this.#reporter = setInterval(() => {
      this.#report();
      this.#playback.window.rotate();
    }, REPORT_INTERVAL_MS);
    this.#presenceTeller = setInterval(() => this.#tellPresence(), PRESENCE_INTERVAL_MS);
  }

  /**
   * Starts or resumes playback for every member, at a moment that all of them can meet.
   * @throws DownbeatError with the refusal's code, e.g. FORBIDDEN, STALE_REVISION, QUEUE_ITEM_NOT_FOUND.
   */
  play(from: { queueItemId?: string; positionMs?: number } = {}): Promise<void> {
    return this.#commands.run({ type: 'play', ...from });
  }

  /** Pauses for every member, at the same sample. */
  pause(): Promise<void> {
    return this.#commands.run({ type: 'pause' });
  }

  /**
   * Goes to a position of the track, for every member. May be called at each move of a slider: while an earlier command
   * is unanswered, only the last of several seeks is kept.
   */
  seek(positionMs: number): Promise<void> {
    return this.#commands.run({ type: 'seek', positionMs });
  }

  /**
   * Starts the item that follows, for every member. @throws DownbeatError END_OF_QUEUE when none follows; STALE_REVISION when
   * playback has changed just now, e.g. because another member pressed the same button.
   */
  next(): Promise<void> {
    return this.#commands.run({ type: 'next', ...this.#heardItem() });
  }

  /** Starts the item before; more than three seconds in an item, it starts the item again. */
  previous(): Promise<void> {
    return this.#commands.run({ type: 'previous', ...this.#heardItem() });
  }

  /** Starts an item of the queue from its beginning. */
  jumpTo(queueItemId: string): Promise<void> {
    return this.play({ queueItemId, positionMs: 0 });
  }

  setRepeat(mode: RepeatMode): Promise<void> {
    return this.#commands.run({ type: 'repeat', mode });
  }

  /** The devices that are known here, of all members, and which of them sound. */
  get devices(): RoomDevice[] {
    return devicesOf(this.state);
  }

  /**
   * Chooses the devices that sound, by their ids in `devices`, at most 10; null for all. Every other one is a remote. They change
   * over at one moment, which leaves a device that begins time to load what plays.
   * @throws DownbeatError DEVICE_NOT_FOUND for one that is not connected, FORBIDDEN unless `can('playback')`, STALE_REVISION when
   *   another member chose just now; UNKNOWN_MESSAGE from a server of an earlier version.
   */
  async setOutputs(memberIds: readonly string[] | null): Promise<void> {
    if (!this.#store.hasOutputs)
      throw new DownbeatError<ErrorCode>('UNKNOWN_MESSAGE', 'All devices sound here');
    // It is one of all, also when it was quiet until now.
    if (memberIds === null) this.#release();
    await this.#commands.run({ type: 'outputs', memberIds: memberIds && [...memberIds] });
  }

  /**
   * Moves the sound to this device, from the other devices of this user: without a gap, because it loads the track first. In a room
   * in which all sound, with other users, it only lets this device sound. Call it from a click. @throws as `setOutputs`.
   */
  async playHere(): Promise<void> {
    // Without the track it begins late, but it does begin.
    await this.#playback.prepare().catch((error: unknown) => this.#problems.emit(error));
    const memberIds = outputsWithThis(this.state);
    if (memberIds !== undefined && this.#store.hasOutputs) return this.setOutputs(memberIds);
    this.#release();
  }

  #release(): void {
    this.#store.release();
    this.#playback.scheduleChanged();
  }

  /** Gives this device another name, which all members see; at most 40 characters. */
  async rename(deviceName: string): Promise<void> {
    this.#options.setDeviceName?.(deviceName);
    await this.#connection.renew();
  }

  /** Loads what plays, e.g. when a menu with `playHere` opens: the sound moves faster then. Rejects when it cannot be loaded. */
  prepare(): Promise<void> {
    return this.#playback.prepare();
  }

  /**
   * Says that this user is away, e.g. while the page is hidden and nothing plays, or back. Told within a second; that the
   * player has not got the track yet is told by itself.
   */
  setAway(isAway: boolean): void {
    this.#isAway = isAway;
  }

  /** Call when the page comes back to the foreground: its timers and its audio may have been suspended. */
  reanchor(): void {
    if (this.state.status === 'open') this.#sync.start();
    this.#playback.reanchor();
  }

  /** Disconnects and falls silent; the other members see this one leave. The user may join again later. */
  close(): void {
    this.#connection.close();
  }

  /** The item that is still heard while the server has announced the next one: the buttons go on from it. */
  #heardItem(): { queueItemId?: string } {
    const { currentItem, timeline, queue } = this.state;
    const isHeard = this.#store.isAdvance && currentItem?.id !== timeline?.queueItemId;
    const item = isHeard ? queue.find(({ id }) => id === currentItem?.id) : undefined;
    return item === undefined ? {} : { queueItemId: item.id };
  }

  #nowUs(): Microseconds | null {
    return this.#sync.synchronised ? this.#sync.nowUs() : null;
  }

  #statusChanged(status: ConnectionStatus, cause?: CloseCause): void {
    this.#store.setStatus(status, cause);
    if (status === 'waiting') this.#sync.stop();
    if (status === 'closed') this.#end();
  }

  #end(): void {
    clearInterval(this.#reporter);
    clearInterval(this.#presenceTeller);
    this.#sync.stop();
    this.#playback.close();
    const error = this.#closedError();
    this.#commands.close(error.message);
    this.#ready.reject(error);
  }

  #clockUpdated(): void {
    this.#store.clockUpdated();
    this.#ready.resolve(null);
    this.#report();
    this.#playback.clockUpdated();
  }

  #closedError(): DownbeatError {
    return new DownbeatError('ROOM_CLOSED', this.state.reason ?? 'the room was closed');
  }

  #tellPresence(): void {
    const presence = this.#isAway ? 'away' : this.#playback.isBuffering ? 'buffering' : 'listening';
    // A server of an earlier version has no presence, and takes the message for a malformed one.
    const isKnown = this.state.status === 'open' && this.state.presence !== null;
    if (presence === this.#toldPresence || !isKnown) return;
    this.#toldPresence = presence;
    this.#connection.send({ type: 'presence', presence });
  }

  #report(): void {
    const report = reportOf(this.quality, this.#options.player.outputDelayMs, this.#playback.window.facts);
    if (report !== null) this.#connection.send(report);
  }
}
