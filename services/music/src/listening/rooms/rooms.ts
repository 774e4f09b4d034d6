import type { Redis } from 'ioredis';
import { reasonOf, type Log } from '@downbeat/shared/backing';
import { limits } from '../limits.ts';
import { repeat } from '../repeat.ts';
import type { ListeningKeys } from '../state/keys.ts';
import { isAfter } from '../state/delta-log.ts';
import type { RoomStore } from '../state/room-store.ts';
import { Room } from './room.ts';

/** Told when a room may have news: a wake-up arrived, or Redis and the room disagree. */
export interface RoomNews {
  catchUp(room: Room): Promise<void>;
  /** The live state is gone. */
  reopen(room: Room): Promise<void>;
}

interface Entry {
  readonly room: Room;
  readonly subscribed: Promise<unknown>;
  users: number;
  /** One reading at a time; another wake-up in the meantime means one more. */
  reading: Promise<void> | undefined;
  again: boolean;
}

/** The sessions that have members on this instance, and what wakes them. */
export class Rooms {
  readonly #subscriber: Redis;
  readonly #keys: ListeningKeys;
  readonly #store: RoomStore;
  readonly #log: Log;
  readonly #entries = new Map<string, Entry>();
  #news: RoomNews | undefined;
  #stop: () => void = () => undefined;

  /** @param subscriber a connection of its own, since one that subscribes can do nothing else */
  constructor(subscriber: Redis, keys: ListeningKeys, store: RoomStore, log: Log) {
    this.#subscriber = subscriber;
    this.#keys = keys;
    this.#store = store;
    this.#log = log;
  }

  start(news: RoomNews): void {
    this.#news = news;
    this.#subscriber.on('message', (channel: string) => void this.wake(this.#keys.sessionOf(channel)));
    this.#stop = repeat(limits.reconcileMs, () => this.reconcile());
  }

  stop(): void {
    this.#stop();
  }

  all(): Room[] {
    return [...this.#entries.values()].map(({ room }) => room);
  }

  /** The room of a session, kept until each user has released it. Its wake-ups arrive from here on. */
  async acquire(sessionId: string): Promise<Room> {
    const entry = this.#entries.get(sessionId) ?? this.#begin(sessionId);
    entry.users += 1;
    try {
      await entry.subscribed;
    } catch (error) {
      this.release(sessionId);
      throw error;
    }
    return entry.room;
  }

  release(sessionId: string): void {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    this.#entries.delete(sessionId);
    this.#subscriber.unsubscribe(this.#keys.wake(sessionId)).catch(() => undefined);
  }

  /** Reads a room's news, one reading at a time and in order. */
  async wake(sessionId: string): Promise<void> {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined || this.#news === undefined) return;
    entry.again = true;
    entry.reading ??= this.#readUntilQuiet(entry, this.#news).finally(() => {
      entry.reading = undefined;
    });
    await entry.reading;
  }

  /** Wake-ups are only a hint, so every room is compared with Redis now and then, all in one go. */
  async reconcile(): Promise<void> {
    const rooms = this.all().filter(({ timeline }) => timeline !== undefined);
    if (rooms.length === 0 || this.#news === undefined) return;
    try {
      const positions = await this.#store.positions(rooms.map(({ sessionId }) => sessionId));
      await Promise.all(rooms.map((room, index) => this.#compare(room, positions[index] ?? null)));
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, 'sessions could not be compared with Redis');
    }
  }

  async #compare(room: Room, position: { epoch: number; sequence: number } | null): Promise<void> {
    const lost = position === null || position.epoch < room.position.epoch;
    if (lost) await this.#news?.reopen(room);
    else if (isAfter(position, room.position)) await this.wake(room.sessionId);
  }

  #begin(sessionId: string): Entry {
    const subscribed = this.#subscriber.subscribe(this.#keys.wake(sessionId));
    const entry: Entry = {
      room: new Room(sessionId),
      subscribed,
      users: 0,
      reading: undefined,
      again: false,
    };
    this.#entries.set(sessionId, entry);
    return entry;
  }

  async #readUntilQuiet(entry: Entry, news: RoomNews): Promise<void> {
    while (entry.again) {
      entry.again = false;
      try {
        await news.catchUp(entry.room);
      } catch (error) {
        this.#log.warn(
          { sessionId: entry.room.sessionId, reason: reasonOf(error) },
          'a session could not be read',
        );
      }
    }
  }
}
