import { newId } from '@downbeat/shared/ids';
import type { User } from '../generated/schemas.gen.ts';

/** Somebody as another provider knows them. Never changes, unlike an e-mail address. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export interface AccountDocument {
  _id: string;
  email: string;
  displayName: string;
  role: User['role'];
  emailVerified: boolean;
  /** PHC string; null for an account that signs in with a provider only. */
  passwordHash: string | null;
  identities?: Identity[];
  createdAt: Date;
}

export type NewAccount = Readonly<AccountDocument>;

export const newAccount = (
  fields: Pick<AccountDocument, 'email' | 'displayName' | 'role' | 'passwordHash'> & Partial<AccountDocument>,
): NewAccount => ({ emailVerified: false, ...fields, _id: newId(), createdAt: new Date() });

export const toUser = (row: AccountDocument): User => ({
  id: row._id,
  email: row.email,
  displayName: row.displayName,
  role: row.role,
  emailVerified: row.emailVerified,
  createdAt: row.createdAt.toISOString(),
});
