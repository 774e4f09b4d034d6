import { isNewer, type Microseconds } from '@downbeat/timing';
import { DownbeatError } from '../http/errors.ts';
import { ClockSync } from './clock-sync.ts';
import { Conductor } from './conductor.ts';
import { Connection, type ConnectionStatus } from './connection.ts';
import { Emitter } from './emitter.ts';
import type { WebSocketFactory } from './link.ts';
import type { LocalClock } from './local-clock.ts';
import type {
  ClientMessage,
  Command,
  Member,
  QueueItem,
  ServerMessage,
  Snapshot,
  Timeline,
} from './messages.ts';
import { errorFromMessage, PendingCommands } from './pending-commands.ts';
import type { PlayableTrack, Player } from './player.ts';

/** How often a member tells the server how well it keeps time. */
const REPORT_INTERVAL_MS = 5000;
/** How long the snapshot and the first burst may take. */
const OPEN_DEADLINE_MS = 15_000;

/** What a page shows of a room. A new object at each change. */
export interface RoomState {
  status: ConnectionStatus;
  reason: string | null;
  memberId: string | null;
  timeline: Timeline | null;
  queue: readonly QueueItem[];
  members: readonly Member[];
  playbackControl: Snapshot['playbackControl'] | null;
}

/** How well this member keeps time, now. */
export interface SyncQuality {
  synchronised: boolean;
  /** One standard deviation of the clock estimate. */
  clockErrorMs: number | null;
  driftPpm: number;
  roundTripP95Ms: number | null;
  /** Heard minus due. */
  playbackErrorMs: number | null;
  resyncs: number;
}

export interface RoomOptions {
  player: Player;
  clock: LocalClock;
  create: WebSocketFactory;
  socketUrl(): Promise<string>;
  locate(item: QueueItem): Promise<PlayableTrack>;
  newCommandId(): string;
}

const nobody: RoomState = {
  status: 'connecting',
  reason: null,
  memberId: null,
  timeline: null,
  queue: [],
  members: [],
  playbackControl: null,
};

/** A seat in a listening session: hears what everyone hears, and may say what comes next. */
export class ListeningRoom {
  readonly #options: RoomOptions;
  readonly #connection: Connection;
  readonly #sync: ClockSync;
  readonly #conductor: Conductor;
  readonly #commands = new PendingCommands();
  readonly #changes = new Emitter<RoomState>();
  readonly #problems = new Emitter<unknown>();
  #state: RoomState = nobody;
  #reporter: ReturnType<typeof setInterval> | undefined;
  #ready = Promise.withResolvers<null>();

  constructor(options: RoomOptions) {
    this.#options = options;
    const { clock, player } = options;
    const locate = (item: QueueItem): Promise<PlayableTrack> => options.locate(item);
    this.#sync = new ClockSync(clock, (message) => this.#send(message), {
      onBurst: () => this.#clockLearnt(),
      onSilence: () => this.#connection.replace('the server does not answer'),
    });
    const onProblem = (error: unknown): void => this.#problems.emit(error);
    this.#conductor = new Conductor({ player, clock, sync: this.#sync, locate, onProblem });
    this.#connection = new Connection({
      clock,
      create: options.create,
      socketUrl: () => options.socketUrl(),
      onMessage: (message, receivedUs) => this.#receive(message, receivedUs),
      onStatus: (status, reason) => this.#statusChanged(status, reason ?? null),
    });
  }

  get state(): RoomState {
    return this.#state;
  }

  get quality(): SyncQuality {
    const { estimator, synchronised } = this.#sync;
    return {
      synchronised,
      clockErrorMs: synchronised ? estimator.uncertaintyUs(this.#options.clock.nowUs()) / 1000 : null,
      driftPpm: estimator.driftPpm,
      roundTripP95Ms: estimator.roundTripP95Ms ?? null,
      playbackErrorMs: this.#conductor.errorMs,
      resyncs: this.#conductor.resyncs,
    };
  }

  /** The session's time now, in microseconds of its timebase. Only once `open` has resolved. */
  sessionTimeUs(): Microseconds {
    return this.#sync.nowUs();
  }

  onChange(listener: (state: RoomState) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Faults that no call of yours caused: a track that could not be loaded, a message that was refused. */
  onProblem(listener: (error: unknown) => void): () => void {
    return this.#problems.on(listener);
  }

  /** Resolves when the snapshot is there and the clock is synchronised. */
  async open(): Promise<void> {
    const late = (): void =>
      this.#ready.reject(new DownbeatError('TIMEOUT', 'The clock was not learnt in time'));
    const deadline = setTimeout(late, OPEN_DEADLINE_MS);
    // Whoever waits below hears of it; a room that is closed before needs no second, unhandled word.
    this.#ready.promise.catch(() => undefined);
    try {
      await this.#connection.open();
      await this.#ready.promise;
    } finally {
      clearTimeout(deadline);
    }
    if (this.#state.status === 'closed') throw this.#closedError();
    this.#reporter = setInterval(() => this.#report(), REPORT_INTERVAL_MS);
  }

  /**
   * Starts, or goes on, together: at a moment that every member can meet.
   * @throws DownbeatError with the refusal's code, e.g. FORBIDDEN, STALE_REVISION, QUEUE_ITEM_NOT_FOUND.
   */
  play(from: { queueItemId?: string; positionMs?: number } = {}): Promise<void> {
    return this.#command({ type: 'play', ...from });
  }

  /** Pauses for everyone, at the same sample. */
  pause(): Promise<void> {
    return this.#command({ type: 'pause' });
  }

  /** Goes to a position of the track, for everyone. */
  seek(positionMs: number): Promise<void> {
    return this.#command({ type: 'seek', positionMs });
  }

  /** Call when the page comes back to the foreground, where timers and audio may have slept. */
  reanchor(): void {
    if (this.#state.status === 'open') this.#sync.start();
    this.#conductor.reanchor();
  }

  /** Leaves the socket; the seat is kept for a while. */
  close(): void {
    this.#connection.close();
  }

  #command(command: Command): Promise<void> {
    const commandId = this.#options.newCommandId();
    const revision = this.#state.timeline?.revision ?? 0;
    return this.#commands.track(commandId, () => this.#send({ ...command, commandId, revision }));
  }

  #send(message: ClientMessage): void {
    this.#connection.send(message);
  }

  #statusChanged(status: ConnectionStatus, reason: string | null): void {
    this.#update({ status, reason });
    if (status === 'waiting') this.#sync.stop();
    if (status === 'closed') {
      clearInterval(this.#reporter);
      this.#sync.stop();
      this.#conductor.close();
      const error = this.#closedError();
      this.#commands.abandonAll(error.message);
      this.#ready.reject(error);
    }
  }

  #receive(message: ServerMessage, receivedUs: Microseconds): void {
    switch (message.type) {
      case 'probeReply':
        this.#sync.receive(message, receivedUs);
        break;
      case 'snapshot':
        this.#takeSnapshot(message);
        break;
      case 'timeline':
        this.#takeTimeline(message.timeline, message.commandId);
        break;
      case 'ack':
        this.#commands.accepted(message.commandId);
        break;
      case 'memberJoined':
        this.#update({ members: [...this.#others(message.member.memberId), message.member] });
        break;
      case 'memberLeft':
        this.#update({ members: this.#others(message.memberId) });
        break;
      case 'problem':
        this.#takeProblem(message);
        break;
    }
  }

  #takeSnapshot(snapshot: Snapshot): void {
    const { memberId, timeline, queue, members, playbackControl } = snapshot;
    this.#sync.useEpoch(timeline.epoch);
    this.#update({ memberId, queue, members, playbackControl });
    this.#takeTimeline(timeline, null);
    this.#sync.start();
    this.#commands.resendAll();
  }

  #takeTimeline(timeline: Timeline, commandId: string | null): void {
    const known = this.#state.timeline;
    const newer = known === null || isNewer(timeline, known);
    const missed =
      known?.epoch === timeline.epoch && timeline.revision > known.revision + 1 && commandId !== null;
    if (missed) this.#send({ type: 'resume', epoch: known.epoch, revision: known.revision });
    if (newer) {
      this.#sync.useEpoch(timeline.epoch);
      this.#update({ timeline });
      this.#conductor.follow(
        timeline,
        this.#state.queue.find(({ id }) => id === timeline.queueItemId) ?? null,
      );
    }
    if (commandId !== null) this.#commands.accepted(commandId);
  }

  #takeProblem(problem: Extract<ServerMessage, { type: 'problem' }>): void {
    if (problem.commandId === undefined) this.#problems.emit(errorFromMessage(problem));
    else this.#commands.refused(problem.commandId, problem);
  }

  #clockLearnt(): void {
    this.#ready.resolve(null);
    this.#report();
    this.#conductor.clockLearnt();
  }

  #closedError(): DownbeatError {
    return new DownbeatError('NETWORK_ERROR', this.#state.reason ?? 'the room was closed');
  }

  #report(): void {
    const { roundTripP95Ms, clockErrorMs, driftPpm, playbackErrorMs } = this.quality;
    if (roundTripP95Ms === null) return;
    this.#send({
      type: 'report',
      roundTripP95Ms,
      outputDelayMs: this.#options.player.outputDelayMs,
      driftPpm,
      ...(clockErrorMs === null ? {} : { offsetErrorMs: clockErrorMs }),
      ...(playbackErrorMs === null ? {} : { playbackErrorMs }),
    });
  }

  #others(memberId: string): Member[] {
    return this.#state.members.filter((member) => member.memberId !== memberId);
  }

  #update(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changes.emit(this.#state);
  }
}
