import { type App, requirePrincipal } from '@downbeat/shared/http';
import type { AccountDeps } from '../accounts/repository.ts';
import { type Caller, callerOf } from '../audit.ts';
import type { Config } from '../config.ts';
import { errors } from '../errors.ts';
import { userEmailVerified } from '../events.ts';
import { operations } from '../generated/operations.gen.ts';
import type { User } from '../generated/schemas.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { KeyedHash } from '../tokens.ts';
import { type CodeIssuer, VERIFY_EMAIL, codeHash, codeId, hashesMatch } from './code.ts';
import type { Codes } from './repository.ts';

export interface VerificationDeps extends AccountDeps {
  readonly codes: Codes;
  readonly codeIssuer: CodeIssuer;
  readonly key: KeyedHash;
  readonly config: Config;
}

export type Verification = ReturnType<typeof createVerification>;

export function createVerification(deps: VerificationDeps) {
  const { accounts, codes, codeIssuer, outbox, audit, commit, key, config, clock } = deps;

  const requireUnverified = async (userId: string): Promise<User> => {
    const user = await accounts.find(userId);
    if (user === null) throw errors.UNAUTHENTICATED();
    if (user.emailVerified) throw errors.EMAIL_ALREADY_VERIFIED();
    return user;
  };

  const refuse = async (userId: string, caller: Caller): Promise<never> => {
    await audit.record({ action: 'verify-email', outcome: 'CODE_INVALID', userId, caller });
    throw errors.CODE_INVALID();
  };

  return {
    /** @throws CODE_INVALID, EMAIL_ALREADY_VERIFIED, UNAUTHENTICATED */
    verify: async (userId: string, code: string, caller: Caller): Promise<User> => {
      const user = await requireUnverified(userId);
      const hash = codeHash(key, code, VERIFY_EMAIL, userId);
      const expected = await codes.takeAttempt(codeId(userId), config.CODE_ATTEMPTS, new Date(clock()));
      if (expected === null || !hashesMatch(expected, hash)) return refuse(userId, caller);
      const verified = await commit(async (mongoSession) => {
        if (!(await codes.consume(codeId(userId), hash, mongoSession))) return null;
        await audit.record({ action: 'verify-email', outcome: 'success', userId, caller }, mongoSession);
        await outbox.add(mongoSession, userEmailVerified(user));
        return accounts.markVerified(userId, mongoSession);
      });
      return verified ?? refuse(userId, caller);
    },

    /** @throws RATE_LIMITED, EMAIL_ALREADY_VERIFIED, UNAUTHENTICATED */
    resend: async (userId: string, caller: Caller): Promise<void> => {
      const prepared = await codeIssuer.prepare(await requireUnverified(userId));
      const entry = { action: 'resend-verification', outcome: 'success', userId, caller } as const;
      await commit(async (mongoSession) => {
        await codeIssuer.issue(prepared, mongoSession);
        await audit.record(entry, mongoSession);
      });
    },
  };
}

export function verificationRoutes(app: App, verification: Verification, limits: RateLimits): void {
  app.route({
    ...operations.verifyEmail,
    config: { ...operations.verifyEmail.config, rateLimit: limits.verification },
    handler: (request) =>
      verification.verify(requirePrincipal(request).userId, request.body.code, callerOf(request)),
  });

  app.route({
    ...operations.resendVerification,
    config: { ...operations.resendVerification.config, rateLimit: limits.verification },
    handler: async (request, reply) => {
      await verification.resend(requirePrincipal(request).userId, callerOf(request));
      return reply.code(202).send();
    },
  });
}
