import type { PlayableTrack, Player } from '../players/player.ts';
import type { QueueItem } from './messages.ts';

interface Load {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  ready: boolean;
}

/** Loads queue items into a player and frees them. A load that failed is forgotten, so that it can be tried again. */
export class TrackLoader {
  readonly #player: Player;
  readonly #locate: (item: QueueItem) => Promise<PlayableTrack>;
  readonly #loads = new Map<string, Load>();

  constructor(player: Player, locate: (item: QueueItem) => Promise<PlayableTrack>) {
    this.#player = player;
    this.#locate = locate;
  }

  /** Whether this item is in the player, ready to start. */
  isReady(item: QueueItem): boolean {
    return this.#loads.get(item.id)?.ready === true;
  }

  /** Resolves when the item can be started; joins a load of it that is in progress. */
  load(item: QueueItem): Promise<void> {
    const known = this.#loads.get(item.id);
    if (known !== undefined) return known.done;
    const abort = new AbortController();
    const load: Load = { abort, ready: false, done: this.#run(item, abort.signal) };
    this.#loads.set(item.id, load);
    load.done.then(
      () => (load.ready = true),
      () => this.#forget(item.id, load),
    );
    return load.done;
  }

  /** Frees every other item, and aborts loads of them. */
  keepOnly(items: readonly (QueueItem | null | undefined)[]): void {
    const kept = new Set(items.map((item) => item?.id));
    for (const [queueItemId, load] of this.#loads)
      if (!kept.has(queueItemId)) this.#forget(queueItemId, load);
  }

  #forget(queueItemId: string, load: Load): void {
    if (this.#loads.get(queueItemId) !== load) return;
    this.#loads.delete(queueItemId);
    load.abort.abort();
    this.#player.unload(queueItemId);
  }

  async #run(item: QueueItem, signal: AbortSignal): Promise<void> {
    const track = await this.#locate(item);
    signal.throwIfAborted();
    await this.#player.load(track, signal);
    signal.throwIfAborted();
  }
}
