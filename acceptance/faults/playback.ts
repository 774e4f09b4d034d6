import type { Downbeat } from '@downbeat/sdk';

/** What a load of playback has done so far. */
export interface PlaybackTally {
  inFlight: number;
  /** Whole files heard. */
  heard: number;
  /** Tries that broke off or were refused while something was down. */
  broken: number;
}

const CALL_TIMEOUT_MS = 10_000;
const RETRY_PAUSE_MS = 100;

/** Streams a track over and over until it is stopped, as a player does that tries again when the sound breaks off. */
export class PlaybackLoad {
  readonly tally: PlaybackTally = { inFlight: 0, heard: 0, broken: 0 };
  readonly #client: Downbeat;
  readonly #trackId: string;
  readonly #workers: Promise<void>[];
  #stopping = false;

  constructor(client: Downbeat, trackId: string, workers: number) {
    this.#client = client;
    this.#trackId = trackId;
    this.#workers = Array.from({ length: workers }, () => this.#work());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      this.tally.inFlight += 1;
      const heard = await this.#hear().catch(() => false);
      this.tally.inFlight -= 1;
      if (heard) this.tally.heard += 1;
      else {
        this.tally.broken += 1;
        await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
      }
    }
  }

  async #hear(): Promise<boolean> {
    const { streamUrl, bytes } = await this.#client.music.getTrack({ trackId: this.#trackId });
    const response = await fetch(this.#client.mediaUrl(streamUrl), {
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    return response.ok && (await response.arrayBuffer()).byteLength === bytes;
  }
}
