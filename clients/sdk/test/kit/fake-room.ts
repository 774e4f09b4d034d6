// A room whose server is the test: sockets without a network, and a clock and timers that the test moves.
import { mock } from 'node:test';
import type { Test } from 'tap';
import type { LocalClock, Player, QueueItem, Timeline } from '../../src/index.ts';
import { microseconds, SimulatedPlayer } from '../../src/listening.ts';
import type { MusicRoomOperations } from '../../src/generated/music.operations.gen.ts';
import type { ClientMessage, ServerMessage, Snapshot } from '../../src/listening/messages.ts';
import type { QueueLibrary } from '../../src/listening/queue.ts';
import { ListeningRoom } from '../../src/listening/room.ts';

/** Session time minus local time, in the first epoch. */
export const OFFSET_US = 7_000_000_000;

/** One socket, as the server sees it. */
export class FakeSocket {
  readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: ClientMessage[] = [];
  /** Whether probes are answered, at once and with the exact time. */
  answersProbes = true;
  readonly #serverTimeUs: () => number;
  readonly #epoch: () => number;

  constructor(serverTimeUs: () => number, epoch: () => number) {
    this.#serverTimeUs = serverTimeUs;
    this.#epoch = epoch;
  }

  /** What was sent, without probes, reports and presence. */
  get commands(): ClientMessage[] {
    return this.sent.filter(({ type }) => !['probe', 'report', 'presence'].includes(type));
  }

  get probes(): number {
    return this.sent.filter(({ type }) => type === 'probe').length;
  }

  send(text: string): void {
    const message = JSON.parse(text) as ClientMessage;
    this.sent.push(message);
    if (message.type !== 'probe' || !this.answersProbes) return;
    const { probeId, clientSendTimeUs } = message;
    const serverTimeUs = this.#serverTimeUs();
    this.deliver({
      type: 'probeReply',
      probeId,
      clientSendTimeUs,
      serverReceiveTimeUs: serverTimeUs,
      serverSendTimeUs: serverTimeUs,
      epoch: this.#epoch(),
    });
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = this.OPEN;
    this.onopen?.();
  }

  deliver(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The server closes the socket. */
  closeByServer(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export const item: QueueItem = {
  id: 'item-1',
  trackId: 'track-1',
  title: 'Harbour Lights',
  artistName: 'Ada',
  durationMs: 600_000,
  addedBy: 'ada',
};

/** A room, its sockets in the order in which they were opened, and the problems that it reported. */
export class RoomHarness<P extends Player = SimulatedPlayer> {
  localUs = 1_000_000;
  offsetUs = OFFSET_US;
  epoch = 1;
  readonly sockets: FakeSocket[] = [];
  readonly problems: unknown[] = [];
  queue: QueueItem[] = [item];
  readonly library: QueueLibrary = {
    trackIdsOf: async () => ['track-7', 'track-8'],
    createPlaylist: async () => {
      throw new Error('not in this test');
    },
  };
  /** The calls of the room over HTTP, by the name of the operation. */
  readonly calls: [name: string, input: unknown][] = [];
  readonly operations = new Proxy({} as MusicRoomOperations, {
    get: (_, name) => async (input: unknown) => {
      this.calls.push([String(name), input]);
      return { items: [], inviteCode: 'K7QW2MXR' };
    },
  });
  readonly player: P;
  readonly room: ListeningRoom;
  /** Runs at each step of `pass`. */
  onPass: (ms: number) => void = () => undefined;
  #commands = 0;

  constructor(
    createPlayer = (clock: LocalClock) => new SimulatedPlayer({ clock }) as Player as P,
    more: { isRemote?: boolean } = {},
  ) {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const clock = { nowUs: () => microseconds(this.localUs) };
    this.player = createPlayer(clock);
    this.room = new ListeningRoom({
      player: this.player,
      clock,
      createSocket: () => this.#newSocket(),
      socketUrl: async () => 'ws://music/',
      locate: async ({ id: queueItemId, trackId, durationMs }) => ({
        queueItemId,
        trackId,
        durationMs,
        url: `http://music/${trackId}`,
      }),
      newCommandId: () => `command-${(this.#commands += 1)}`,
      library: this.library,
      sessionId: 'session-1',
      operations: this.operations,
      ...more,
    });
    this.room.onProblem((problem) => this.problems.push(problem));
  }

  /** The socket that was opened last. */
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  get sessionUs(): number {
    return this.localUs + this.offsetUs;
  }

  heard(): number | null {
    return this.player.heardPositionMs(microseconds(this.localUs));
  }

  timeline(change: Partial<Timeline> = {}): Timeline {
    return {
      epoch: this.epoch,
      revision: 0,
      queueItemId: item.id,
      anchorServerTimeUs: this.sessionUs,
      anchorPositionMs: 0,
      rate: 1,
      state: 'paused',
      ...change,
    };
  }

  snapshot(change: Partial<Timeline> = {}): Snapshot {
    return {
      type: 'snapshot',
      sessionId: 'session-1',
      memberId: 'ada:laptop',
      serverTimeUs: this.sessionUs,
      timeline: this.timeline(change),
      queue: this.queue,
      repeat: 'off',
      members: [],
      memberCount: 0,
      presence: { away: 0, buffering: 0 },
      playbackControl: 'owner',
      settings: {
        permissions: {
          playback: 'coHost',
          add: 'coHost',
          reorder: 'coHost',
          invite: 'listener',
          chat: 'listener',
          vote: 'listener',
        },
        preset: 'radio',
        isLocked: false,
        requiresApproval: false,
        skipSharePercent: 50,
        visibility: 'private',
        fairTurns: false,
        allowsGuests: false,
      },
      ownerId: 'ada',
      actingHostId: null,
      reconnectSpreadMs: 0,
      outputs: { devices: null, fromServerTimeUs: 0 },
    };
  }

  /** Opens the socket that the room waits for, sends a snapshot, and answers the first burst. */
  async admit(change: Partial<Timeline> = {}): Promise<void> {
    await settled();
    this.socket.open();
    this.socket.deliver(this.snapshot(change));
    await this.pass(200);
  }

  async open(change: Partial<Timeline> = {}): Promise<void> {
    const opening = this.room.open();
    await this.admit(change);
    await opening;
  }

  /** Moves the clock in steps of 5 ms, and lets promises settle after each. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 5) {
      this.localUs += 5000;
      this.onPass(5);
      mock.timers.tick(5);
      await settled();
    }
  }

  end(): void {
    this.room.close();
    mock.timers.reset();
  }

  #newSocket(): WebSocket {
    const socket = new FakeSocket(
      () => this.sessionUs,
      () => this.epoch,
    );
    this.sockets.push(socket);
    return socket as Partial<WebSocket> as WebSocket;
  }
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

/** A room that ends with its test. */
export function createHarness(t: Test): RoomHarness {
  const harness = new RoomHarness();
  t.teardown(() => harness.end());
  return harness;
}

/** The error of a promise that fails, caught at once, so that it never counts as unhandled. */
export function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
}
