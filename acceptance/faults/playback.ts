import type { Downbeat } from '@downbeat/sdk';
import { type InFlight, startWorkers } from './workers.ts';

/** What a load of playback has done so far. */
export interface PlaybackTally extends InFlight {
  /** Whole files heard. */
  heard: number;
  /** Tries that broke off or were refused while something was down. */
  broken: number;
}

const CALL_TIMEOUT_MS = 10_000;

/** Streams a track over and over until it is stopped, as a player does that tries again when the sound breaks off. */
export class PlaybackLoad {
  readonly tally: PlaybackTally = { inFlight: 0, heard: 0, broken: 0 };
  readonly #client: Downbeat;
  readonly #trackId: string;
  /** Lets every file that has begun end. */
  readonly stop: () => Promise<void>;

  constructor(client: Downbeat, trackId: string, workers: number) {
    this.#client = client;
    this.#trackId = trackId;
    this.stop = startWorkers(workers, this.tally, () => this.#try());
  }

  async #try(): Promise<boolean> {
    const heard = await this.#hear().catch(() => false);
    this.tally[heard ? 'heard' : 'broken'] += 1;
    return heard;
  }

  async #hear(): Promise<boolean> {
    const { streamUrl, bytes } = await this.#client.music.getTrack({ trackId: this.#trackId });
    const response = await fetch(this.#client.mediaUrl(streamUrl), {
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    return response.ok && (await response.arrayBuffer()).byteLength === bytes;
  }
}
