import type { Microseconds } from '@downbeat/timing';
import { closeCodes, type CloseReason } from '../generated/listening.close-codes.gen.ts';

/** After the first try, each waits a random part of a time that doubles from the first to the longest. */
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 5000;
/** A socket that held for this long ends the backoff. One that opens and closes at once counts as a failure. */
const STABLE_US = 5_000_000;
/** For how long a user with too many sockets asks for another one. */
const REFUSED_US = 60_000_000;
/** A socket that was given up can arrive at a slow server, and replace a newer one, for this long. */
const GIVEN_UP_US = 60_000_000;
/** How often the client comes back after it was replaced, until a socket has held for `GIVEN_UP_US`. */
const MAX_RETURNS = 3;

/** Decides whether a client whose socket is lost connects again, and when. All instants are on the local clock. */
export class ReconnectPolicy {
  #spreadMs = 0;
  #failures = 0;
  #openedUs = -Infinity;
  #isAdmitted = false;
  #refusedSinceUs: number | null = null;
  #givenUpUs: number[] = [];
  #returns = 0;

  opened(nowUs: Microseconds): void {
    this.#openedUs = nowUs;
    this.#isAdmitted = false;
  }

  /**
   * The server has sent its snapshot.
   * @param spreadMs over which the members of a lost instance spread their first tries; an older server names none
   */
  admitted(spreadMs: number | undefined): void {
    this.#spreadMs = spreadMs ?? 0;
    this.#isAdmitted = true;
    this.#refusedSinceUs = null;
  }

  /** The client does not wait any more for a socket that the server may still take for open, or open later. */
  gaveUp(nowUs: Microseconds): void {
    this.#givenUpUs = [...this.#givenUpUs, nowUs].slice(-MAX_RETURNS);
  }

  /**
   * The client gives up an open socket because its instance does not answer. The members of such an instance notice it
   * one after the other, so they need no spread.
   */
  silent(nowUs: Microseconds): void {
    this.gaveUp(nowUs);
    if (this.#isAdmitted) this.#forgetBefore(nowUs);
    this.#failures = Math.max(this.#failures, 1);
  }

  /** Takes the end of an open socket; false when the client must not connect again. */
  mayReturn(closeReason: CloseReason | null, nowUs: Microseconds): boolean {
    this.#forgetBefore(nowUs);
    // Refusals count only in a row.
    if (closeReason !== 'tooManySockets') this.#refusedSinceUs = null;
    if (closeReason === null) return true;
    if (closeReason === 'replaced') return this.#mayReturnReplaced(nowUs);
    if (closeReason === 'tooManySockets') return this.#mayReturnRefused(nowUs);
    return closeCodes[closeReason].reconnect;
  }

  #forgetBefore(nowUs: Microseconds): void {
    const heldUs = nowUs - this.#openedUs;
    if (heldUs >= STABLE_US) this.#failures = 0;
    if (heldUs >= GIVEN_UP_US) this.#returns = 0;
  }

  /** How long to wait before the next try. */
  nextDelayMs(): number {
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (this.#failures - 1), LONGEST_BACKOFF_MS);
    // Most sockets are lost to a restart of their instance, while another instance can take the next one at once.
    const longestMs = this.#failures === 0 ? this.#spreadMs : backoffMs;
    this.#failures += 1;
    return Math.random() * longestMs;
  }

  /**
   * The server does not say which socket took the place. Each one that this client gave up allows one return, and the
   * returns are counted: so two tabs of one device never throw each other out in turns.
   */
  #mayReturnReplaced(nowUs: Microseconds): boolean {
    const [cause, ...others] = this.#givenUpUs.filter((atUs) => nowUs - atUs < GIVEN_UP_US);
    if (cause === undefined || this.#returns >= MAX_RETURNS) return false;
    this.#givenUpUs = others;
    this.#returns += 1;
    this.#failures = Math.max(this.#failures, 1);
    return true;
  }

  #mayReturnRefused(nowUs: Microseconds): boolean {
    this.#refusedSinceUs ??= nowUs;
    this.#failures = Math.max(this.#failures, 1);
    return nowUs - this.#refusedSinceUs < REFUSED_US;
  }
}
