import type { GoogleRefusal as RefusalName } from '../generated/schemas.gen.ts';

/** Ends a sign-in with Google without an account; the application is told why, by name. */
export class GoogleRefusal extends Error {
  override name = 'GoogleRefusal';
  readonly refusal: RefusalName;

  constructor(refusal: RefusalName, cause?: unknown) {
    super(`sign-in with Google ended: ${refusal}`, { cause });
    this.refusal = refusal;
  }
}
