import type { Commit, Outbox } from '@downbeat/shared/outbox';
import type { Accounts } from '../accounts/repository.ts';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import { errors } from '../errors.ts';
import { userEmailVerified } from '../events.ts';
import type { User } from '../generated/schemas.gen.ts';
import type { KeyedHash } from '../tokens/keys.ts';
import { codeHash, sameHash } from './code.ts';
import { type CodeIssuer, VERIFY_EMAIL, codeId } from './issue-code.ts';
import type { Codes } from './repository.ts';

export interface VerificationParts {
  readonly accounts: Accounts;
  readonly codes: Codes;
  readonly codeIssuer: CodeIssuer;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly commit: Commit;
  readonly key: KeyedHash;
  readonly attempts: number;
  readonly clock: Clock;
}

export type Verification = ReturnType<typeof createVerification>;

/** Confirms e-mail addresses by a mailed code. */
export const createVerification = (parts: VerificationParts) => {
  const { accounts, codes, codeIssuer, outbox, audit, commit, key, attempts, clock } = parts;

  const findUnverified = async (userId: string): Promise<User> => {
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
    verify: async (userId: string, code: string, caller: Caller): Promise<User> => {
      const user = await findUnverified(userId);
      const hash = codeHash(key, code, VERIFY_EMAIL, user.id);
      const expected = await codes.takeAttempt(codeId(user.id), attempts, new Date(clock()));
      if (expected === null || !sameHash(expected, hash)) return refuse(user.id, caller);
      const verified = await commit(async (session) => {
        if (!(await codes.consume(codeId(user.id), hash, session))) return null;
        await audit.record({ action: 'verify-email', outcome: 'success', userId: user.id, caller }, session);
        await outbox.add(session, userEmailVerified(user));
        return accounts.markVerified(user.id, session);
      });
      return verified ?? refuse(user.id, caller);
    },

    resend: async (userId: string, caller: Caller): Promise<void> => {
      const user = await findUnverified(userId);
      const prepared = await codeIssuer.prepare(user);
      await commit(async (session) => {
        await codeIssuer.issue(prepared, session);
        await audit.record(
          { action: 'resend-verification', outcome: 'success', userId: user.id, caller },
          session,
        );
      });
    },
  };
};
