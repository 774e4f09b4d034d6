import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { commonErrors } from './errors.ts';

const MAC_CHARACTERS = 16;

/** Writes and reads cursors: the position in a list, opaque to clients, which cannot forge one (HMAC-SHA-256, 96 bits). */
export class Cursors {
  readonly #key: Uint8Array;

  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'downbeat cursors v1', 32));
  }

  /** @param list names the list and its order; the cursor of another list is refused */
  write(list: string, position: readonly string[]): string {
    const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
    return this.#mac(list, payload) + payload;
  }

  /** @throws ProblemError MALFORMED_CURSOR for anything that `write` did not return for the same list */
  read(list: string, cursor: string): string[] {
    const payload = cursor.slice(MAC_CHARACTERS);
    const given = Buffer.from(cursor.slice(0, MAC_CHARACTERS));
    const expected = Buffer.from(this.#mac(list, payload));
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw commonErrors.MALFORMED_CURSOR();
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
  }

  #mac(list: string, payload: string): string {
    return createHmac('sha256', this.#key)
      .update(`${list}\n${payload}`)
      .digest('base64url')
      .slice(0, MAC_CHARACTERS);
  }
}

/** One page of a list, and the row after which the next page begins; null at the end of the list. */
export interface Page<Row> {
  rows: Row[];
  last: Row | null;
}

/**
 * Cuts a page out of the found rows. Fetch limit + 1: the extra row means another page.
 * @param found at most `limit + 1` rows
 */
export function cutPage<Row>(found: readonly Row[], limit: number): Page<Row> {
  const rows = found.slice(0, limit);
  return { rows, last: found.length > limit ? (rows.at(-1) ?? null) : null };
}
