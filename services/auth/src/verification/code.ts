import { randomInt, timingSafeEqual } from 'node:crypto';
import { seal } from '@downbeat/shared/sealing';
import { Binary, type ClientSession } from 'mongodb';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { Config } from '../config.ts';
import { errors } from '../errors.ts';
import type { KeyedHash } from '../tokens.ts';
import type { Codes } from './repository.ts';

const DIGITS = 6;

export interface OneTimeCodeDeps {
  readonly codes: Codes;
  readonly key: KeyedHash;
  readonly config: Config;
}

/** What a code is for, and for whom: a user id, or the digest of an e-mail address. */
export interface CodeSlot {
  readonly purpose: 'verify-email' | 'reset-password';
  readonly owner: string;
}

/** A code that is not stored yet. The code itself is not kept; notification can decrypt `sealed`. */
export interface PreparedCode {
  readonly slot: CodeSlot;
  readonly hash: Buffer;
  readonly sealed: string;
}

/** A code that was right; `consume` uses it up. */
export type CheckedCode = Pick<PreparedCode, 'slot' | 'hash'>;

export type OneTimeCodes = ReturnType<typeof createOneTimeCodes>;

/** Six digits from a cryptographic random source; every code is equally likely. */
export const newCode = (): string =>
  randomInt(10 ** DIGITS)
    .toString()
    .padStart(DIGITS, '0');

const idOf = ({ purpose, owner }: CodeSlot): string => `${purpose}:${owner}`;

/** The stored form of a code: keyed, because all codes can be tried in a moment, and bound to purpose and owner. */
export const codeHash = (key: KeyedHash, code: string, slot: CodeSlot): Buffer =>
  key(`${idOf(slot)}:${code}`);

export const hashesMatch = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

function waitMs(issuedAt: readonly Date[], config: Config, now: number): number {
  const times = issuedAt.map((date) => date.getTime()).sort((a, b) => b - a);
  const [last] = times;
  const oldest = times[config.CODES_PER_HOUR - 1];
  const untilResend = last === undefined ? 0 : last + config.CODE_RESEND_SECONDS * SECOND_MS - now;
  const untilHourIsOver = oldest === undefined ? 0 : oldest + HOUR_MS - now;
  return Math.max(untilResend, untilHourIsOver, 0);
}

const tooManyCodes = (ms: number) =>
  errors.RATE_LIMITED({
    detail: 'A code was mailed a moment ago, or too many within the hour.',
    headers: { 'retry-after': String(Math.ceil(ms / SECOND_MS)) },
  });

/** One-time codes, for each slot one a minute and five an hour. A new code replaces the one before. */
export function createOneTimeCodes({ codes, key, config }: OneTimeCodeDeps) {
  return {
    /** Generates and seals a code. Runs before the transaction, which may be repeated. */
    prepare: async (slot: CodeSlot): Promise<PreparedCode> => {
      const code = newCode();
      const sealed = await seal(config.MAIL_SEAL_PUBLIC_KEY, code);
      return { slot, hash: codeHash(key, code, slot), sealed };
    },

    /**
     * Stores a code and returns when it expires. The caller adds the event that mails it.
     * @throws RATE_LIMITED with Retry-After
     */
    issue: async ({ slot, hash }: PreparedCode, mongoSession: ClientSession): Promise<Date> => {
      const { lockedAt, issuedAt = [] } = await codes.lockForUpdate(idOf(slot), mongoSession);
      const now = lockedAt.getTime();
      const recent = issuedAt.filter((date) => date.getTime() > now - HOUR_MS);
      const ms = waitMs(recent, config, now);
      if (ms > 0) throw tooManyCodes(ms);
      const expiresAt = new Date(now + config.CODE_MINUTES * MINUTE_MS);
      const row = {
        _id: idOf(slot),
        hash: new Binary(hash),
        attempts: 0,
        expiresAt,
        issuedAt: [...recent, lockedAt],
        forgetAt: new Date(Math.max(expiresAt.getTime(), now + HOUR_MS)),
      };
      await codes.put(row, mongoSession);
      return expiresAt;
    },

    /** Counts an attempt, then compares; null for a code that is wrong, used, expired or tried too often. */
    check: async (slot: CodeSlot, code: string): Promise<CheckedCode | null> => {
      const hash = codeHash(key, code, slot);
      const expected = await codes.takeAttempt(idOf(slot), config.CODE_ATTEMPTS);
      return expected !== null && hashesMatch(expected, hash) ? { slot, hash } : null;
    },

    /** Uses a code up; false when a parallel request used it or a new code replaced it. */
    consume: ({ slot, hash }: CheckedCode, mongoSession: ClientSession): Promise<boolean> =>
      codes.consume(idOf(slot), hash, mongoSession),
  };
}
