import type { Playlist, Visibility } from '../generated/models.gen.ts';
import type { Command, QueueItem, QueueOperation } from './messages.ts';
import type { RoomState } from './room-state.ts';

/** The most tracks and items that one operation names. */
const LARGEST_OPERATION = 100;

/**
 * Where items are put: after the item with this id, or after the `current` one when the server gets to it; null is the
 * beginning, and without a value it is the end.
 */
export interface QueuePlace {
  after?: string | null;
}

/** The playlists of the user, as far as a queue needs them. */
export interface QueueLibrary {
  trackIdsOf(playlistId: string): Promise<string[]>;
  createPlaylist(input: { name: string; visibility?: Visibility; trackIds: string[] }): Promise<Playlist>;
}

interface QueueOptions extends QueueLibrary {
  state(): RoomState;
  run(command: Command): Promise<void>;
}

/**
 * The queue of a room, which its members share. Edits name items by their ids, so they fit also when others have edited the
 * queue at the same time. All reject with a DownbeatError: FORBIDDEN, QUEUE_ITEM_NOT_FOUND, TRACK_NOT_FOUND, QUEUE_FULL,
 * and the codes of every command.
 */
export class RoomQueue {
  readonly #options: QueueOptions;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** The items in their order, as `room.state.queue`. */
  get items(): readonly QueueItem[] {
    return this.#options.state().queue;
  }

  /** Adds tracks, in parts of at most 100; of a long list, the parts before one that is refused stay. */
  async add(trackIds: readonly string[], { after }: QueuePlace = {}): Promise<void> {
    const parts = partsOf(trackIds);
    if (after === undefined) for (const part of parts) await this.edit([{ op: 'add', trackIds: part }]);
    // From the last part to the first, each is put after the same item.
    else for (const part of parts.toReversed()) await this.edit([{ op: 'add', trackIds: part, after }]);
  }

  /** Adds the tracks of a playlist, as `add` does. */
  async addPlaylist(playlistId: string, place: QueuePlace = {}): Promise<void> {
    await this.add(await this.#options.trackIdsOf(playlistId), place);
  }

  /** Removes items. When the current one is among them, the next one starts. */
  remove(itemIds: readonly string[]): Promise<void> {
    return this.edit(partsOf(itemIds).map((part) => ({ op: 'remove', itemIds: part })));
  }

  /** Puts items elsewhere, in the order in which they are named; at most 100. */
  move(itemIds: readonly string[], { after }: QueuePlace = {}): Promise<void> {
    return this.edit([{ op: 'move', itemIds: [...itemIds], ...(after === undefined ? {} : { after }) }]);
  }

  /** Removes all items but the current one. STALE_REVISION when others have edited the queue just now. */
  clear(): Promise<void> {
    return this.edit([{ op: 'clear' }]);
  }

  /** Mixes what comes after the current item, for every member alike. STALE_REVISION as for `clear`. */
  shuffle(): Promise<void> {
    return this.edit([{ op: 'shuffle' }]);
  }

  /** Replaces all items; while the room plays, the first new one starts. STALE_REVISION as for `clear`. */
  async replace(trackIds: readonly string[]): Promise<void> {
    const [first = [], ...rest] = partsOf(trackIds);
    await this.edit([{ op: 'replace', trackIds: first }]);
    await this.add(rest.flat());
  }

  /** Makes several operations at once: all take effect, or none. */
  edit(operations: QueueOperation[]): Promise<void> {
    return this.#options.run({ type: 'queue', operations });
  }

  /** Saves the tracks of the queue as a playlist of the user. */
  saveAsPlaylist(name: string, visibility?: Visibility): Promise<Playlist> {
    const trackIds = this.items.map(({ trackId }) => trackId);
    return this.#options.createPlaylist({
      name,
      trackIds,
      ...(visibility === undefined ? {} : { visibility }),
    });
  }
}

function partsOf(ids: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let at = 0; at < ids.length; at += LARGEST_OPERATION)
    parts.push(ids.slice(at, at + LARGEST_OPERATION));
  return parts;
}
