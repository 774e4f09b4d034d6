import { isDuplicateKey } from '@downbeat/shared/mongo';
import { type AccountDeps, newAccount } from '../accounts/repository.ts';
import type { Caller } from '../audit.ts';
import { userRegistered } from '../events.ts';
import type { GoogleRefusal, User } from '../generated/schemas.gen.ts';
import type { GoogleUser } from './id-token.ts';

/** Ends a Google sign-in without an account. The application gets `refusal` in its redirect. */
export class GoogleRefusedError extends Error {
  override name = 'GoogleRefusedError';
  readonly refusal: GoogleRefusal;

  constructor(refusal: GoogleRefusal, cause?: unknown) {
    super(`sign-in with Google ended: ${refusal}`, { cause });
    this.refusal = refusal;
  }
}

export type FindOrCreate = (googleUser: GoogleUser, caller: Caller) => Promise<User>;

const identityOf = ({ issuer, subject }: GoogleUser) => ({ issuer, subject });

/**
 * Finds the account of a Google user by issuer and subject, not by e-mail address, which can get a new owner. An
 * existing account is linked by e-mail address only when both sides have confirmed it. Otherwise an attacker who
 * registered the address of another person first could share an account with its owner.
 */
export function createFindOrCreate({ accounts, outbox, audit, commit }: AccountDeps): FindOrCreate {
  const link = async (user: User, googleUser: GoogleUser, caller: Caller): Promise<User> => {
    const linked = await commit(async (mongoSession) => {
      const entry = { action: 'link-google', outcome: 'success', userId: user.id, caller } as const;
      await audit.record(entry, mongoSession);
      return accounts.addIdentity(user.id, identityOf(googleUser), mongoSession);
    });
    if (linked === null) throw new GoogleRefusedError('account_exists');
    return linked;
  };

  const create = async (googleUser: GoogleUser, caller: Caller): Promise<User> => {
    const { email, displayName } = googleUser;
    const account = newAccount({
      email,
      displayName,
      role: 'listener',
      passwordHash: null,
      emailVerified: true,
      identities: [identityOf(googleUser)],
    });
    return commit(async (mongoSession) => {
      const user = await accounts.insert(account, mongoSession);
      await outbox.add(mongoSession, userRegistered(user));
      await audit.record({ action: 'register', outcome: 'success', userId: user.id, caller }, mongoSession);
      return user;
    });
  };

  const attempt = async (googleUser: GoogleUser, caller: Caller): Promise<User> => {
    const known = await accounts.findByIdentity(googleUser);
    if (known !== null) return known;
    if (!googleUser.emailVerified) throw new GoogleRefusedError('email_unverified');
    const sameEmail = await accounts.findByEmail(googleUser.email);
    if (sameEmail === null) return create(googleUser, caller);
    if (!sameEmail.emailVerified) throw new GoogleRefusedError('account_exists');
    return link(sameEmail, googleUser, caller);
  };

  return async (googleUser, caller) => {
    try {
      return await attempt(googleUser, caller);
    } catch (error) {
      // Two tabs finished at the same moment: the second one now finds the account of the first.
      if (!isDuplicateKey(error)) throw error;
      return attempt(googleUser, caller);
    }
  };
}
