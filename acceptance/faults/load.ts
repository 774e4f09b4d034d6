// Load that goes on while services are killed: it counts what it attempts, what is acknowledged and what fails.
import { setTimeout as delay } from 'node:timers/promises';
import { DownbeatError, type Downbeat } from '@downbeat/sdk';
import { password, uniqueEmail } from '../system/clients.ts';

interface InFlight {
  inFlight: number;
}

export interface RegistrationTally extends InFlight {
  attempted: number;
  acknowledged: number;
  /** The calls that failed and were repeated, by error code. */
  retried: Record<string, number>;
  /** The error codes that are no consequence of a killed process. */
  unexpected: string[];
}

export interface PlaybackTally extends InFlight {
  /** Files that were received completely. */
  completed: number;
  /** Requests that were refused or broke off. */
  interrupted: number;
}

const CALL_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 250;
const PAUSE_AFTER_FAILURE_MS = 100;
/** After these errors the caller cannot know whether the account exists, so it repeats the call. */
const RETRYABLE_CODES = new Set([
  'NETWORK_ERROR',
  'TIMEOUT',
  'UNAVAILABLE',
  'UNEXPECTED_RESPONSE',
  'INTERNAL',
  'RATE_LIMITED',
]);

/**
 * Runs `task` over and over in `count` loops, and counts the running ones in `tally`. A task returns false when it
 * failed; a short pause follows. Returns a function that stops the loops and resolves after their last tasks.
 */
export function startLoops(
  count: number,
  tally: InFlight,
  task: () => Promise<boolean>,
): () => Promise<void> {
  let stopping = false;
  const loop = async (): Promise<void> => {
    while (!stopping) {
      tally.inFlight += 1;
      const succeeded = await task();
      tally.inFlight -= 1;
      if (!succeeded) await delay(PAUSE_AFTER_FAILURE_MS);
    }
  };
  const loops = Array.from({ length: count }, loop);
  return async () => {
    stopping = true;
    await Promise.all(loops);
  };
}

/** Registers accounts until it is stopped; each registration is repeated until auth acknowledges it. */
export class RegistrationLoad {
  readonly tally: RegistrationTally = {
    attempted: 0,
    acknowledged: 0,
    inFlight: 0,
    retried: {},
    unexpected: [],
  };
  readonly emails: string[] = [];
  readonly #createClient: () => Downbeat;
  /** Resolves when all begun registrations have ended. */
  readonly stop: () => Promise<void>;

  /** When each of the e-mail addresses was acknowledged, on `Date.now()`. */
  readonly acknowledgedAt = new Map<string, number>();

  /** @param pauseMs after each registration of a loop */
  constructor(createClient: () => Downbeat, loops: number, pauseMs = 0) {
    this.#createClient = createClient;
    this.stop = startLoops(loops, this.tally, async () => {
      const succeeded = await this.#register(uniqueEmail('load'));
      if (pauseMs > 0) await delay(pauseMs);
      return succeeded;
    });
  }

  async #register(email: string): Promise<boolean> {
    this.emails.push(email);
    this.tally.attempted += 1;
    for (let retries = 0; ; retries += 1) {
      const code = await this.#attempt(email);
      // On a retry EMAIL_TAKEN means that the first call succeeded and only its response was lost.
      if (code === null || (code === 'EMAIL_TAKEN' && retries > 0)) {
        this.tally.acknowledged += 1;
        this.acknowledgedAt.set(email, Date.now());
        return true;
      }
      if (!RETRYABLE_CODES.has(code)) {
        this.tally.unexpected.push(code);
        return false;
      }
      this.tally.retried[code] = (this.tally.retried[code] ?? 0) + 1;
      await delay(RETRY_DELAY_MS);
    }
  }

  async #attempt(email: string): Promise<string | null> {
    try {
      const account = { email, password, displayName: 'Load' };
      await this.#createClient().auth.register(account, { timeoutMs: CALL_TIMEOUT_MS });
      return null;
    } catch (error) {
      return error instanceof DownbeatError ? (error as DownbeatError).code : String(error);
    }
  }
}

/** Streams a track over and over until it is stopped, and tries again after each interruption, as a player does. */
export class PlaybackLoad {
  readonly tally: PlaybackTally = { inFlight: 0, completed: 0, interrupted: 0 };
  readonly #client: Downbeat;
  readonly #trackId: string;
  /** Resolves when all begun streams have ended. */
  readonly stop: () => Promise<void>;

  constructor(client: Downbeat, trackId: string, loops: number) {
    this.#client = client;
    this.#trackId = trackId;
    this.stop = startLoops(loops, this.tally, () => this.#attempt());
  }

  async #attempt(): Promise<boolean> {
    const completed = await this.#stream().catch(() => false);
    this.tally[completed ? 'completed' : 'interrupted'] += 1;
    return completed;
  }

  async #stream(): Promise<boolean> {
    const { streamUrl, bytes } = await this.#client.music.getTrack({ trackId: this.#trackId });
    const response = await fetch(this.#client.mediaUrl(streamUrl), {
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    return response.ok && (await response.arrayBuffer()).byteLength === bytes;
  }
}
