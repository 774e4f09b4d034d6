import { seal } from '@downbeat/shared/seal';
import type { Outbox } from '@downbeat/shared/outbox';
import { Binary, type ClientSession } from 'mongodb';
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import { errors } from '../errors.ts';
import { verificationRequested } from '../events.ts';
import type { User } from '../generated/schemas.gen.ts';
import type { KeyedHash } from '../tokens/keys.ts';
import { codeHash, newCode } from './code.ts';
import type { CodeDocument, Codes } from './repository.ts';

export interface CodeRules {
  readonly lifeMinutes: number;
  readonly attempts: number;
  readonly resendSeconds: number;
  readonly perHour: number;
}

export interface CodeIssuerParts {
  readonly codes: Codes;
  readonly outbox: Outbox;
  readonly key: KeyedHash;
  readonly sealPublicKey: string;
  readonly rules: CodeRules;
  readonly clock: Clock;
}

/** A code that has been made and sealed, not yet stored: nobody knows it, for only its hash and the seal are here. */
export interface PreparedCode {
  readonly user: User;
  readonly hash: Buffer;
  readonly sealed: string;
}

export type CodeIssuer = ReturnType<typeof createCodeIssuer>;

export const VERIFY_EMAIL = 'verify-email';
export const codeId = (userId: string): string => `${VERIFY_EMAIL}:${userId}`;

const waitMs = (issuedAt: readonly Date[], rules: CodeRules, now: number): number => {
  const times = issuedAt.map((date) => date.getTime()).sort((a, b) => b - a);
  const [last] = times;
  const oldest = times[rules.perHour - 1];
  const pause = last === undefined ? 0 : last + rules.resendSeconds * SECOND_MS - now;
  const hour = oldest === undefined ? 0 : oldest + HOUR_MS - now;
  return Math.max(pause, hour, 0);
};

const tooSoon = (ms: number) =>
  errors.RATE_LIMITED({
    detail: 'A code was mailed a moment ago, or too many within the hour.',
    headers: { 'retry-after': String(Math.ceil(ms / SECOND_MS)) },
  });

/** Makes codes that confirm an address: at most one a minute and five an hour, each ending the one before. */
export const createCodeIssuer = ({ codes, outbox, key, sealPublicKey, rules, clock }: CodeIssuerParts) => ({
  /** What cannot be part of a transaction: making the code and sealing it. */
  prepare: async (user: User): Promise<PreparedCode> => {
    const code = newCode();
    const sealed = await seal(sealPublicKey, code);
    return { user, hash: codeHash(key, code, VERIFY_EMAIL, user.id), sealed };
  },
  /** @throws RATE_LIMITED with Retry-After */
  issue: async ({ user, hash, sealed }: PreparedCode, session: ClientSession): Promise<void> => {
    const now = clock();
    const before = await codes.find(codeId(user.id), session);
    const lately = (before?.issuedAt ?? []).filter((date) => date.getTime() > now - HOUR_MS);
    const ms = waitMs(lately, rules, now);
    if (ms > 0) throw tooSoon(ms);
    const expiresAt = new Date(now + rules.lifeMinutes * MINUTE_MS);
    const row: CodeDocument = {
      _id: codeId(user.id),
      hash: new Binary(hash),
      attempts: 0,
      expiresAt,
      issuedAt: [...lately, new Date(now)],
      forgetAt: new Date(Math.max(expiresAt.getTime(), now + HOUR_MS)),
    };
    await codes.put(row, session);
    await outbox.add(session, verificationRequested(user, sealed, expiresAt));
  },
});
