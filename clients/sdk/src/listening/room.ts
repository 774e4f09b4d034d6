import { milliseconds, positionAt, timelineFrom, type Microseconds } from '@downbeat/timing';
import { DownbeatError } from '../http/errors.ts';
import { ClockSync } from './clock-sync.ts';
import { CommandTurns } from './command-turns.ts';
import { Conductor } from './conductor.ts';
import { Connection, type ConnectionStatus } from './connection.ts';
import { Emitter } from '../emitter.ts';
import type { WebSocketFactory } from './link.ts';
import type { LocalClock } from './local-clock.ts';
import type { ClientMessage, Command, QueueItem } from './messages.ts';
import { PendingCommands } from './pending-commands.ts';
import type { PlayableTrack, Player } from './player.ts';
import { RoomMessages } from './room-messages.ts';
import { KnownRoom, type RoomState } from './room-state.ts';
import { readQuality, reportOf, type SyncQuality } from './sync-quality.ts';

/** How often a member tells the server how well it keeps time. */
const REPORT_INTERVAL_MS = 5000;
/** How long the snapshot and the first burst may take. */
const OPEN_DEADLINE_MS = 15_000;

export interface RoomOptions {
  player: Player;
  clock: LocalClock;
  create: WebSocketFactory;
  socketUrl(): Promise<string>;
  locate(item: QueueItem): Promise<PlayableTrack>;
  newCommandId(): string;
}

/** A seat in a listening session: hears what everyone hears, and may say what comes next. */
export class ListeningRoom {
  readonly #options: RoomOptions;
  readonly #connection: Connection;
  readonly #sync: ClockSync;
  readonly #conductor: Conductor;
  readonly #commands = new PendingCommands();
  readonly #turns = new CommandTurns((command) => this.#command(command));
  readonly #known = new KnownRoom();
  readonly #problems = new Emitter<unknown>();
  readonly #ready = Promise.withResolvers<null>();
  #reporter: ReturnType<typeof setInterval> | undefined;

  constructor(options: RoomOptions) {
    this.#options = options;
    const { clock, player } = options;
    const locate = (item: QueueItem): Promise<PlayableTrack> => options.locate(item);
    const send = (message: ClientMessage): void => this.#connection.send(message);
    const onProblem = (error: unknown): void => this.#problems.emit(error);
    this.#sync = new ClockSync(clock, send, {
      onBurst: () => this.#clockLearnt(),
      onSilence: () => this.#connection.replace('the server does not answer'),
    });
    this.#conductor = new Conductor({ player, clock, sync: this.#sync, locate, onProblem });
    const messages = new RoomMessages({
      known: this.#known,
      sync: this.#sync,
      conductor: this.#conductor,
      commands: this.#commands,
      send,
      onProblem,
    });
    this.#connection = new Connection({
      clock,
      create: options.create,
      socketUrl: () => options.socketUrl(),
      onMessage: (message, receivedUs) => messages.receive(message, receivedUs),
      onStatus: (status, reason) => this.#statusChanged(status, reason ?? null),
    });
  }

  /** What is known of the room now; the same object until something changes. */
  get state(): RoomState {
    return this.#known.state;
  }

  /** How well this device keeps time, measured now: it changes all the time, and `onChange` tells nothing of it. */
  get quality(): SyncQuality {
    return readQuality(this.#sync, this.#conductor, this.#options.clock);
  }

  /** The session's time now, in microseconds of its timebase. Only once `open` has resolved. */
  sessionTimeUs(): Microseconds {
    return this.#sync.nowUs();
  }

  /**
   * Where the track is by the session's time, in milliseconds: for display, sound is not scheduled by this. It rests
   * while nothing plays, while the clock is not known, and at the track's end.
   */
  positionMs(): number {
    const { timeline } = this.state;
    if (timeline === null) return 0;
    if (!this.#sync.synchronised) return timeline.anchorPositionMs;
    const durationMs = this.#known.currentItem?.durationMs;
    const end = durationMs === undefined ? undefined : milliseconds(durationMs);
    return positionAt(timelineFrom(timeline), this.sessionTimeUs(), end);
  }

  /** Calls back with the new state at every change; returns the function that ends this. */
  onChange(listener: (state: RoomState) => void): () => void {
    return this.#known.onChange(listener);
  }

  /**
   * Calls back with faults that no call of yours caused: a track that could not be loaded, a message that was refused.
   * Returns the function that ends this.
   */
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
    if (this.state.status === 'closed') throw this.#closedError();
    this.#reporter = setInterval(() => this.#report(), REPORT_INTERVAL_MS);
  }

  /**
   * Starts, or goes on, together: at a moment that every member can meet.
   * @throws DownbeatError with the refusal's code, e.g. FORBIDDEN, STALE_REVISION, QUEUE_ITEM_NOT_FOUND.
   */
  play(from: { queueItemId?: string; positionMs?: number } = {}): Promise<void> {
    return this.#turns.run({ type: 'play', ...from });
  }

  /** Pauses for everyone, at the same sample. */
  pause(): Promise<void> {
    return this.#turns.run({ type: 'pause' });
  }

  /**
   * Goes to a position of the track, for everyone. May be called as often as a thumb moves: while a command of ours is
   * under way, only the last of several seeks is kept.
   */
  seek(positionMs: number): Promise<void> {
    return this.#turns.run({ type: 'seek', positionMs });
  }

  /** Call when the page comes back to the foreground, where timers and audio may have slept. */
  reanchor(): void {
    if (this.state.status === 'open') this.#sync.start();
    this.#conductor.reanchor();
  }

  /** Leaves: the seat is given up, and the others are told. Membership stays, and with it the way back. */
  close(): void {
    this.#connection.close();
  }

  #command(command: Command): Promise<void> {
    const commandId = this.#options.newCommandId();
    const revision = this.state.timeline?.revision ?? 0;
    return this.#commands.track(commandId, () => this.#connection.send({ ...command, commandId, revision }));
  }

  #statusChanged(status: ConnectionStatus, reason: string | null): void {
    this.#known.takeStatus(status, reason);
    if (status === 'waiting') this.#sync.stop();
    if (status === 'closed') this.#end();
  }

  #end(): void {
    clearInterval(this.#reporter);
    this.#sync.stop();
    this.#conductor.close();
    const error = this.#closedError();
    this.#commands.abandonAll(error.message);
    this.#ready.reject(error);
  }

  #clockLearnt(): void {
    this.#ready.resolve(null);
    this.#report();
    this.#conductor.clockLearnt();
  }

  #closedError(): DownbeatError {
    return new DownbeatError('NETWORK_ERROR', this.state.reason ?? 'the room was closed');
  }

  #report(): void {
    const report = reportOf(this.quality, this.#options.player.outputDelayMs);
    if (report !== null) this.#connection.send(report);
  }
}
