import { DownbeatError, type ErrorCode } from '@downbeat/sdk';
import { signal, type ReadonlySignal } from '@preact/signals';

/** The message that is shown after an error. */
export const notice = signal<string | null>(null);

/** What has just been done, for a few seconds; null when there is nothing to say. */
export const news = signal<string | null>(null);
const NEWS_MS = 4000;
let newsTimer: ReturnType<typeof setTimeout> | undefined;

/** How many dialogs are open. The one in front shows both messages: behind it they would be neither seen nor read out. */
export const openDialogs = signal(0);

/** Says that something was done. */
export function tell(text: string): void {
  clearTimeout(newsTimer);
  news.value = text;
  newsTimer = setTimeout(() => (news.value = null), NEWS_MS);
}

/** What the first screen needs, and what any request can meet; sentences.ts has the others. */
const sentences: Record<string, string> = {
  VALIDATION_FAILED: 'Please check what you entered',
  NETWORK_ERROR: 'Downbeat cannot be reached. Check the connection and try again.',
  TIMEOUT: 'Downbeat took too long to answer. Try again.',
  UNEXPECTED_RESPONSE: 'Downbeat gave an answer that this page does not understand. Try again in a moment.',
  UNAVAILABLE: 'Downbeat is not available at the moment. Try again soon.',
  INTERNAL: 'Something went wrong at Downbeat. Try again in a moment.',
  SIGNED_OUT: 'You were signed out. Sign in again.',
  SESSION_REVOKED: 'You were signed out. Sign in again.',
  UNAUTHENTICATED: 'You were signed out. Sign in again.',
  TOKEN_EXPIRED: 'You were signed out. Sign in again.',
  INVALID_CREDENTIALS: 'That e-mail and password do not match.',
  RATE_LIMITED: 'That was too often in a short time. Wait a minute, then try again.',
  FORBIDDEN: 'Your role here does not allow that.',
} satisfies Partial<Record<ErrorCode, string>>;

/** Whether all sentences are known. */
let isComplete = false;

type Texts = Readonly<Record<string, string>>;

/** What the forms call their fields. */
const labels: Record<string, string> = { email: 'E-mail', password: 'Password' };

/** Adds sentences, and names of fields, of a module that is loaded later. */
export function addSentences(more: Texts, fields: Texts): void {
  Object.assign(sentences, more);
  Object.assign(labels, fields);
  isComplete = true;
}

/** An error in words for a listener, never with its code. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DownbeatError) return describe(error as DownbeatError);
  console.error(error);
  return 'Something went wrong in this page.';
}

/** Shows an error. */
export function showError(error: unknown): void {
  const shown = sentenceOf(error);
  notice.value = shown;
  if (isComplete) return;
  import('./sentences.ts').then(
    () => {
      if (notice.value === shown) notice.value = sentenceOf(error);
    },
    // Offline, the service's own words have to do.
    () => undefined,
  );
}

/** The name of a field, of which a path leads to it, e.g. `change.year`. A field that the page does not name has no raw name. */
const labelOf = (path: string): string =>
  labels[path.replace(/[.\d]+$/, '').replace(/.*\./, '')] ?? 'One entry';

function describe(error: DownbeatError): string {
  const sentence = sentences[error.code];
  // The service's own words name the fields by themselves.
  if (sentence === undefined) return error.message;
  const errors = error.problem?.errors ?? [];
  const fields = errors.map(({ field, message }) => `${labelOf(field)} ${message}`);
  return [sentence, ...fields].join(' · ');
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
