import { setTimeout as delay } from 'node:timers/promises';
import { DownbeatError, type Downbeat } from '@downbeat/sdk';
import { password, someEmail } from '../system/people.ts';
import { type InFlight, startWorkers } from './workers.ts';

/** What a load of registrations has done so far. */
export interface Tally extends InFlight {
  attempted: number;
  acknowledged: number;
  /** Calls that failed and were made again, by code. */
  retried: Record<string, number>;
  unexpected: string[];
}

/** A person whose browser gives up on an answer after this long, and tries again. */
const CALL_TIMEOUT_MS = 10_000;
const RETRY_PAUSE_MS = 250;
/** Codes that say nothing of whether the account was made: the same call again will tell. */
const PASSING_CODES = new Set([
  'NETWORK_ERROR',
  'TIMEOUT',
  'UNAVAILABLE',
  'UNEXPECTED_RESPONSE',
  'INTERNAL',
  'RATE_LIMITED',
]);

/** Registers people until it is stopped; each of them tries until the service has said yes. */
export class RegistrationLoad {
  readonly tally: Tally = { attempted: 0, acknowledged: 0, inFlight: 0, retried: {}, unexpected: [] };
  readonly emails: string[] = [];
  readonly #client: () => Downbeat;
  /** Lets everybody who has begun finish. */
  readonly stop: () => Promise<void>;

  constructor(client: () => Downbeat, workers: number) {
    this.#client = client;
    this.stop = startWorkers(workers, this.tally, () => this.#register(someEmail('load')));
  }

  async #register(email: string): Promise<boolean> {
    this.emails.push(email);
    this.tally.attempted += 1;
    for (let tries = 0; ; tries += 1) {
      const code = await this.#try(email);
      // Taken, by our own earlier call whose answer was lost.
      if (code === null || (code === 'EMAIL_TAKEN' && tries > 0)) {
        this.tally.acknowledged += 1;
        return true;
      }
      if (!PASSING_CODES.has(code)) {
        this.tally.unexpected.push(code);
        return false;
      }
      this.tally.retried[code] = (this.tally.retried[code] ?? 0) + 1;
      await delay(RETRY_PAUSE_MS);
    }
  }

  async #try(email: string): Promise<string | null> {
    try {
      await this.#client().auth.register(
        { email, password, displayName: 'Load' },
        { timeoutMs: CALL_TIMEOUT_MS },
      );
      return null;
    } catch (error) {
      return error instanceof DownbeatError ? (error as DownbeatError).code : String(error);
    }
  }
}
