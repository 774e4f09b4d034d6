import { DownbeatError } from '@downbeat/sdk';
import { signal, type ReadonlySignal } from '@preact/signals';

/** The message that is shown after an error. */
export const notice = signal<string | null>(null);

const sentences: Readonly<Record<string, string>> = {
  VALIDATION_FAILED: 'Please check what you entered',
  NETWORK_ERROR: 'The service cannot be reached. Check the connection and try again.',
  TIMEOUT: 'The service took too long. Try again.',
  INVALID_CREDENTIALS: 'That e-mail and password do not match.',
  GOOGLE_NOT_CONFIGURED: 'Sign-in with Google is not set up here. Use an e-mail address and a password.',
  REDIRECT_NOT_ALLOWED: 'Sign-in with Google is not set up for this address of the page.',
  OAUTH_CODE_INVALID: 'The sign-in with Google took too long. Start it again.',
  INVITE_INVALID: 'There is no session with this code. Ask for a new one.',
  SESSION_NOT_FOUND: 'That session is over.',
  SESSION_LIMIT_REACHED: 'You have as many sessions as one may have. End one of them first.',
  FORBIDDEN: 'Only the owner of this session may do that.',
  STALE_REVISION: 'Another member changed the playback at the same moment. Try again.',
};

const labels: Readonly<Record<string, string>> = {
  displayName: 'Name',
  email: 'E-mail',
  password: 'Password',
};

/** Shows an error, in words for a listener. */
export function showError(error: unknown): void {
  const ours = error instanceof DownbeatError;
  notice.value = ours ? describe(error as DownbeatError) : 'Something went wrong in this page.';
  if (!ours) console.error(error);
}

function describe(error: DownbeatError): string {
  const errors = error.problem?.errors ?? [];
  const fields = errors.map(({ field, message }) => `${labels[field] ?? field} ${message}`);
  return [sentences[error.code] ?? error.message, ...fields].join(' · ');
}

/** Removes the old message, runs what a click began, and shows its error. */
export function attempt(run: () => Promise<unknown>): void {
  notice.value = null;
  run().catch(showError);
}

/** Something that a click begins, and that runs at most once at a time. */
export interface Action {
  /** Whether it runs. Its buttons show that by `aria-disabled`, because `disabled` would take the keyboard focus away. */
  readonly busy: ReadonlySignal<boolean>;
  /** Does what `attempt` does, but nothing while it runs already: a double click sends once. */
  run(work: () => Promise<unknown>): void;
}

/** Makes an action. Buttons that must not work at the same time share one. */
export function createAction(): Action {
  const busy = signal(false);
  const run = (work: () => Promise<unknown>): void => {
    if (busy.value) return;
    busy.value = true;
    attempt(() => work().finally(() => (busy.value = false)));
  };
  return { busy, run };
}
