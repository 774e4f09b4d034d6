import type { Channel } from 'amqplib';

/**
 * A channel that opens when first needed, is shared by everybody who asks meanwhile, and is opened anew after it
 * has closed. Nobody ever sees one whose setup has not finished.
 */
export class LazyChannel<C extends Channel> {
  readonly #open: () => Promise<C>;
  #current: Promise<C> | null = null;

  constructor(open: () => Promise<C>) {
    this.#open = open;
  }

  /** The open channel, of this or an earlier call. Rejects as opening does; the next call then tries again. */
  get(): Promise<C> {
    this.#current ??= this.#openWatched();
    return this.#current;
  }

  /** The next `get` opens another one. */
  forget(): void {
    this.#current = null;
  }

  #openWatched(): Promise<C> {
    const opening = this.#open();
    const forgetThis = () => {
      if (this.#current === opening) this.#current = null;
    };
    opening.then((channel) => channel.once('close', forgetThis), forgetThis);
    return opening;
  }
}
