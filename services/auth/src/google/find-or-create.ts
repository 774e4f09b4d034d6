import type { Commit, Outbox } from '@downbeat/shared/outbox';
import { newAccount } from '../accounts/account.ts';
import { type Accounts, isDuplicate } from '../accounts/repository.ts';
import type { Audit } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import { userRegistered } from '../events.ts';
import type { User } from '../generated/schemas.gen.ts';
import type { GooglePerson } from './id-token.ts';
import { GoogleRefusal } from './refusal.ts';

export interface FindOrCreateParts {
  readonly accounts: Accounts;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly commit: Commit;
}

export type FindOrCreate = (person: GooglePerson, caller: Caller) => Promise<User>;

const identityOf = ({ issuer, subject }: GooglePerson) => ({ issuer, subject });

/**
 * The account of somebody whom Google vouches for: known by issuer and subject, never by address, which may change
 * hands. An address joins the two only when both sides have confirmed it; otherwise whoever registered somebody
 * else's address first would get their account, or give them a prepared one.
 */
export const createFindOrCreate = ({ accounts, outbox, audit, commit }: FindOrCreateParts): FindOrCreate => {
  const link = async (user: User, person: GooglePerson, caller: Caller): Promise<User> => {
    const linked = await commit(async (session) => {
      await audit.record({ action: 'link-google', outcome: 'success', userId: user.id, caller }, session);
      return accounts.addIdentity(user.id, identityOf(person), session);
    });
    if (linked === null) throw new GoogleRefusal('account_exists');
    return linked;
  };

  const create = async (person: GooglePerson, caller: Caller): Promise<User> => {
    const { email, displayName } = person;
    const profile = {
      email,
      displayName,
      role: 'listener',
      passwordHash: null,
      emailVerified: true,
    } as const;
    const account = newAccount({ ...profile, identities: [identityOf(person)] });
    return commit(async (session) => {
      const user = await accounts.insert(account, session);
      await outbox.add(session, userRegistered(user));
      await audit.record({ action: 'register', outcome: 'success', userId: user.id, caller }, session);
      return user;
    });
  };

  const attempt = async (person: GooglePerson, caller: Caller): Promise<User> => {
    const known = await accounts.findByIdentity(person);
    if (known !== null) return known;
    if (!person.emailVerified) throw new GoogleRefusal('email_unverified');
    const namesake = await accounts.findByEmail(person.email);
    if (namesake === null) return create(person, caller);
    if (!namesake.emailVerified) throw new GoogleRefusal('account_exists');
    return link(namesake, person, caller);
  };

  // Two tabs may finish at the same moment; the second one finds what the first one made.
  return async (person, caller) => {
    try {
      return await attempt(person, caller);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return attempt(person, caller);
    }
  };
};
