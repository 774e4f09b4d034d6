import { type App, requirePrincipal } from '@downbeat/shared/http';
import type { AccountDeps } from '../accounts/repository.ts';
import { type Caller, callerOf } from '../audit.ts';
import { errors } from '../errors.ts';
import { userEmailVerified, verificationRequested } from '../events.ts';
import { operations } from '../generated/operations.gen.ts';
import type { User } from '../generated/schemas.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { CodeSlot, OneTimeCodes } from './code.ts';

export interface VerificationDeps extends AccountDeps {
  readonly oneTimeCodes: OneTimeCodes;
}

/** The slot of the code that confirms an account's e-mail address. */
export const verificationSlot = (owner: string): CodeSlot => ({ purpose: 'verify-email', owner });

export type Verification = ReturnType<typeof createVerification>;

export function createVerification(deps: VerificationDeps) {
  const { accounts, oneTimeCodes, outbox, audit, commit } = deps;

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
      const checked = await oneTimeCodes.check(verificationSlot(userId), code);
      if (checked === null) return refuse(userId, caller);
      const verified = await commit(async (mongoSession) => {
        if (!(await oneTimeCodes.consume(checked, mongoSession))) return null;
        await audit.record({ action: 'verify-email', outcome: 'success', userId, caller }, mongoSession);
        await outbox.add(mongoSession, userEmailVerified(user));
        return accounts.markVerified(userId, mongoSession);
      });
      return verified ?? refuse(userId, caller);
    },

    /** @throws RATE_LIMITED, EMAIL_ALREADY_VERIFIED, UNAUTHENTICATED */
    resend: async (userId: string, caller: Caller): Promise<void> => {
      const user = await requireUnverified(userId);
      const prepared = await oneTimeCodes.prepare(verificationSlot(userId));
      const entry = { action: 'resend-verification', outcome: 'success', userId, caller } as const;
      await commit(async (mongoSession) => {
        const expiresAt = await oneTimeCodes.issue(prepared, mongoSession);
        await outbox.add(mongoSession, verificationRequested(user, prepared.sealed, expiresAt));
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
