import type { QueueItem } from './messages.ts';
import type { PlayableTrack, Player } from './player.ts';

interface Loading {
  queueItemId: string;
  abort: AbortController;
  done: Promise<void>;
  ready: boolean;
}

/** Loads one track at a time into a player: another one asked for aborts the last, and one that failed is forgotten. */
export class TrackLoader {
  readonly #player: Player;
  readonly #locate: (item: QueueItem) => Promise<PlayableTrack>;
  #loading: Loading | null = null;

  constructor(player: Player, locate: (item: QueueItem) => Promise<PlayableTrack>) {
    this.#player = player;
    this.#locate = locate;
  }

  /** Whether this very item is in the player, ready to start. */
  has(item: QueueItem): boolean {
    return this.#loading?.ready === true && this.#loading.queueItemId === item.id;
  }

  /** Resolves when the item can be started; joins a load of it that is under way. */
  load(item: QueueItem): Promise<void> {
    if (this.#loading?.queueItemId === item.id) return this.#loading.done;
    this.#loading?.abort.abort();
    const abort = new AbortController();
    const loading: Loading = {
      queueItemId: item.id,
      abort,
      ready: false,
      done: this.#run(item, abort.signal),
    };
    this.#loading = loading;
    loading.done = loading.done.then(
      () => void (loading.ready = true),
      (error: unknown) => {
        if (this.#loading === loading) this.#loading = null;
        throw error;
      },
    );
    return loading.done;
  }

  abort(): void {
    this.#loading?.abort.abort();
    this.#loading = null;
  }

  async #run(item: QueueItem, signal: AbortSignal): Promise<void> {
    const track = await this.#locate(item);
    signal.throwIfAborted();
    await this.#player.load(track, signal);
    signal.throwIfAborted();
  }
}
