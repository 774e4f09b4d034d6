import { DownbeatError } from '@downbeat/sdk';
import { signal } from '@preact/signals';

/** The one sentence shown when something went wrong. */
export const notice = signal<string | null>(null);

const sentences: Readonly<Record<string, string>> = {
  VALIDATION_FAILED: 'That cannot be taken',
  NETWORK_ERROR: 'The service cannot be reached. Check the connection and try again.',
  TIMEOUT: 'The service took too long. Try again.',
  INVALID_CREDENTIALS: 'That e-mail and password do not match.',
  GOOGLE_NOT_CONFIGURED: 'Sign-in with Google is not set up here. Use an e-mail address and a password.',
  REDIRECT_NOT_ALLOWED: 'Sign-in with Google is not set up for this address of the page.',
  OAUTH_CODE_INVALID: 'The sign-in with Google took too long. Begin it again.',
  INVITE_INVALID: 'No session has that code. Ask for a fresh one.',
  SESSION_NOT_FOUND: 'That session is over.',
  FORBIDDEN: 'Only the owner of this session may do that.',
  STALE_REVISION: 'Somebody else was faster. Look again and repeat it if you still want it.',
};

/** What the page calls the fields of its forms. */
const labels: Readonly<Record<string, string>> = {
  displayName: 'Name',
  email: 'E-mail',
  password: 'Password',
};

/** Says what went wrong, in words for a listener. */
export function complain(error: unknown): void {
  const ours = error instanceof DownbeatError;
  notice.value = ours ? describe(error as DownbeatError) : 'Something went wrong in this page.';
  if (!ours) console.error(error);
}

function describe(error: DownbeatError): string {
  const errors = error.problem?.errors ?? [];
  const fields = errors.map(({ field, message }) => `${labels[field] ?? field} ${message}`);
  return [sentences[error.code] ?? error.message, ...fields].join(' · ');
}

/** Runs what a click began, and says so when it fails. */
export function attempt(run: () => Promise<unknown>): void {
  notice.value = null;
  run().catch(complain);
}
