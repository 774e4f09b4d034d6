import { reasonOf } from '@downbeat/shared/logging';
import { setNonOverlappingInterval } from '@downbeat/shared/timers';
import type { Redis } from 'ioredis';
import { limits } from '../model/limits.ts';
import { isAfter, type DeltaPosition } from '../model/room-state.ts';
import type { Stores } from '../store/stores.ts';
import { Room } from './room.ts';

/** Is called when a room may have changed: a wake-up arrived, or Redis and the room differ. */
export interface RoomListener {
  /** There may be new deltas. */
  catchUp(room: Room): Promise<void>;
  /** The live state is lost. */
  reopen(room: Room): Promise<void>;
}

interface RoomRegistryDeps extends Pick<Stores, 'keys' | 'store' | 'logger'> {
  /** A connection of its own, since a connection that subscribes can do nothing else. */
  readonly subscriber: Redis;
}

interface Entry {
  readonly room: Room;
  readonly subscribed: Promise<void>;
  holders: number;
  /** One catch-up at a time; a wake-up during it causes one more. */
  catchingUp: Promise<void> | undefined;
  again: boolean;
}

/** The sessions that have members on this instance. */
export class RoomRegistry {
  readonly #deps: RoomRegistryDeps;
  readonly #entries = new Map<string, Entry>();
  #listener: RoomListener | undefined;
  #stops: (() => void)[] = [];

  constructor(deps: RoomRegistryDeps) {
    this.#deps = deps;
  }

  start(listener: RoomListener): void {
    const { subscriber, keys } = this.#deps;
    this.#listener = listener;
    subscriber.on('message', (channel: string) => void this.wake(keys.sessionOf(channel)));
    subscriber.on('ready', () => void this.#subscribe([...this.#entries.keys()]));
    // Only a connection that is waited for can be found silent.
    const ping = async (): Promise<void> => {
      await subscriber.ping().catch(() => undefined);
    };
    this.#stops = [
      setNonOverlappingInterval(limits.reconcileMs, () => this.reconcile()),
      setNonOverlappingInterval(limits.subscriptionPingMs, ping),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  all(): Room[] {
    return [...this.#entries.values()].map(({ room }) => room);
  }

  find(sessionId: string): Room | undefined {
    return this.#entries.get(sessionId)?.room;
  }

  /** The room of a session, kept until each user has released it. Wake-ups arrive from here on, unless Redis is silent. */
  async acquire(sessionId: string): Promise<Room> {
    const entry = this.#entries.get(sessionId) ?? this.#create(sessionId);
    entry.holders += 1;
    await entry.subscribed;
    return entry.room;
  }

  release(sessionId: string): void {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined) return;
    entry.holders -= 1;
    if (entry.holders > 0) return;
    this.#entries.delete(sessionId);
    this.#deps.subscriber.unsubscribe(this.#deps.keys.wake(sessionId)).catch(() => undefined);
  }

  /** Lets the listener catch up with a room, one catch-up at a time. */
  async wake(sessionId: string): Promise<void> {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined || this.#listener === undefined) return;
    entry.again = true;
    entry.catchingUp ??= this.#catchUp(entry, this.#listener).finally(() => {
      entry.catchingUp = undefined;
    });
    await entry.catchingUp;
  }

  /** Wake-ups can be lost, so all rooms are compared with Redis at intervals, in one round trip. */
  async reconcile(): Promise<void> {
    const rooms = this.all().filter(({ known }) => known !== undefined);
    if (rooms.length === 0) return;
    const asked = rooms.map((room) => ({ room, expected: room.position }));
    try {
      const found = await this.#deps.store.positions(rooms.map(({ sessionId }) => sessionId));
      await Promise.all(
        asked.map(({ room, expected }, at) => this.#compare(room, expected, found[at] ?? null)),
      );
    } catch (error) {
      this.#deps.logger.warn({ reason: reasonOf(error) }, 'sessions could not be compared with Redis');
    }
  }

  /** @param expected where the room was before Redis was asked; Redis is never behind that, unless it lost writes */
  async #compare(room: Room, expected: DeltaPosition, found: DeltaPosition | null): Promise<void> {
    if (found === null || isAfter(expected, found) || room.isStale) await this.#listener?.reopen(room);
    else if (isAfter(found, room.position)) await this.wake(room.sessionId);
  }

  #create(sessionId: string): Entry {
    const entry: Entry = {
      room: new Room(sessionId),
      subscribed: this.#subscribe([sessionId]),
      holders: 0,
      catchingUp: undefined,
      again: false,
    };
    this.#entries.set(sessionId, entry);
    return entry;
  }

  /** Never rejects: until the next connection, the comparison with Redis finds what the wake-ups do not tell. */
  async #subscribe(sessionIds: readonly string[]): Promise<void> {
    const { subscriber, keys } = this.#deps;
    if (sessionIds.length === 0) return;
    await subscriber.subscribe(...sessionIds.map((id) => keys.wake(id))).catch(() => undefined);
  }

  async #catchUp(entry: Entry, listener: RoomListener): Promise<void> {
    const { room } = entry;
    while (entry.again) {
      entry.again = false;
      try {
        await listener.catchUp(room);
      } catch (error) {
        const { sessionId } = room;
        this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a session could not be read');
      }
    }
  }
}
