import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Outbox } from '@downbeat/shared/messaging';
import { seal } from '@downbeat/shared/sealing';
import { Binary, type ClientSession } from 'mongodb';
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { Config } from '../config.ts';
import { errors } from '../errors.ts';
import { verificationRequested } from '../events.ts';
import type { User } from '../generated/schemas.gen.ts';
import type { KeyedHash } from '../tokens.ts';
import type { Codes } from './repository.ts';

export const VERIFY_EMAIL = 'verify-email';
const DIGITS = 6;

export interface CodeIssuerDeps {
  readonly codes: Codes;
  readonly outbox: Outbox;
  readonly key: KeyedHash;
  readonly config: Config;
  readonly clock: Clock;
}

/** A code that is sealed for the notification service and not stored yet. The code itself is not kept. */
export interface PreparedCode {
  readonly user: User;
  readonly hash: Buffer;
  readonly sealed: string;
}

export type CodeIssuer = ReturnType<typeof createCodeIssuer>;

/** Six digits from a cryptographic random source; every code is equally likely. */
export const newCode = (): string =>
  randomInt(10 ** DIGITS)
    .toString()
    .padStart(DIGITS, '0');

/** The stored form of a code: keyed, because all codes can be tried in a moment, and bound to purpose and account. */
export const codeHash = (key: KeyedHash, code: string, purpose: string, userId: string): Buffer =>
  key(`${purpose}:${userId}:${code}`);

export const hashesMatch = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

export const codeId = (userId: string): string => `${VERIFY_EMAIL}:${userId}`;

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

/** Issues codes that confirm an e-mail address: one a minute, five an hour. A new code replaces the one before. */
export function createCodeIssuer({ codes, outbox, key, config, clock }: CodeIssuerDeps) {
  return {
    /** Generates and seals a code. Runs before the transaction, which may be repeated. */
    prepare: async (user: User): Promise<PreparedCode> => {
      const code = newCode();
      const sealed = await seal(config.MAIL_SEAL_PUBLIC_KEY, code);
      return { user, hash: codeHash(key, code, VERIFY_EMAIL, user.id), sealed };
    },

    /**
     * Stores the code and adds the event that mails it.
     * @throws RATE_LIMITED with Retry-After
     */
    issue: async ({ user, hash, sealed }: PreparedCode, mongoSession: ClientSession): Promise<void> => {
      const now = clock();
      const previous = await codes.find(codeId(user.id), mongoSession);
      const recent = (previous?.issuedAt ?? []).filter((date) => date.getTime() > now - HOUR_MS);
      const ms = waitMs(recent, config, now);
      if (ms > 0) throw tooManyCodes(ms);
      const expiresAt = new Date(now + config.CODE_MINUTES * MINUTE_MS);
      const row = {
        _id: codeId(user.id),
        hash: new Binary(hash),
        attempts: 0,
        expiresAt,
        issuedAt: [...recent, new Date(now)],
        forgetAt: new Date(Math.max(expiresAt.getTime(), now + HOUR_MS)),
      };
      await codes.put(row, mongoSession);
      await outbox.add(mongoSession, verificationRequested(user, sealed, expiresAt));
    },
  };
}
