/** Why a sign-in with Google ended without an account; the names that the contract promises to the application. */
export type RefusalName = 'access_denied' | 'account_exists' | 'email_unverified' | 'google_failed';

export class GoogleRefusal extends Error {
  override name = 'GoogleRefusal';
  readonly refusal: RefusalName;

  constructor(refusal: RefusalName, cause?: unknown) {
    super(`sign-in with Google ended: ${refusal}`, { cause });
    this.refusal = refusal;
  }
}
