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

const sentences: Readonly<Record<string, string>> = {
  VALIDATION_FAILED: 'Please check what you entered',
  NETWORK_ERROR: 'Downbeat cannot be reached. Check the connection and try again.',
  TIMEOUT: 'Downbeat took too long to answer. Try again.',
  UNEXPECTED_RESPONSE: 'Downbeat gave an answer that this page does not understand. Try again in a moment.',
  UNAVAILABLE: 'Downbeat is not available at the moment. Try again soon.',
  INTERNAL: 'Something went wrong at Downbeat. Try again in a moment.',
  ROOM_CLOSED: 'You have left that room.',
  SIGNED_OUT: 'You were signed out. Sign in again.',
  SESSION_REVOKED: 'You were signed out. Sign in again.',
  UNAUTHENTICATED: 'You were signed out. Sign in again.',
  TOKEN_EXPIRED: 'You were signed out. Sign in again.',
  INVALID_CREDENTIALS: 'That e-mail and password do not match.',
  EMAIL_TAKEN: 'There is an account with this e-mail address already. Sign in instead.',
  WRONG_PASSWORD: 'The current password is not right.',
  NO_PASSWORD: 'You sign in with Google. To get a password, sign out and choose “Forgotten password?”.',
  PASSWORD_REFUSED: 'This password is too easy to guess. Choose another one.',
  ARTIST_NEEDS_APPROVAL: 'Artists are approved by the operator here. Sign up as a listener, and ask for it.',
  RATE_LIMITED: 'That was too often in a short time. Wait a minute, then try again.',
  CODE_INVALID: 'That code is wrong or too old. Check the newest mail, or ask for a new code.',
  EMAIL_ALREADY_VERIFIED: 'Your e-mail address is confirmed already.',
  EMAIL_NOT_VERIFIED: 'Confirm your e-mail address first: you find it under Account.',
  GOOGLE_NOT_CONFIGURED: 'Sign-in with Google is not set up here. Use an e-mail address and a password.',
  REDIRECT_NOT_ALLOWED: 'Sign-in with Google is not set up for this address of the page.',
  OAUTH_CODE_INVALID: 'The sign-in with Google took too long. Start it again.',
  INVITE_INVALID: 'This code does not lead anywhere any more. Ask for a new link.',
  PLAYLIST_MEMBERS_FULL: 'This playlist has as many members as one may have.',
  PLAYLIST_INVITES_FULL: 'There are ten open links. Withdraw one first.',
  PLAYLIST_LIST_FULL: 'You have as many playlists of others as one may. Leave one, or follow one no longer.',
  PLAYLIST_MEMBER_NOT_FOUND: 'This person is no longer a member of the playlist.',
  JOIN_REFUSED: 'Your request was refused. Ask for a new invitation.',
  SESSION_LOCKED: 'No one new comes in at the moment. Ask for it to be unlocked, then try again.',
  BANNED: 'You were banned from this room, so no invitation leads there.',
  INVITATION_WITHDRAWN: 'You were removed from this room. Ask for a new link.',
  JOIN_REQUEST_NOT_FOUND: 'This request was answered already, or taken back.',
  MEMBER_NOT_FOUND: 'This person is no longer a member of the room.',
  OWNER_LIMIT_REACHED: 'This person owns as many rooms as one may have.',
  SESSION_LIST_FULL: 'This room has as many of these as it may have.',
  SESSION_NOT_FOUND: 'That room is over.',
  SESSION_FULL: 'That room is full. Try again later.',
  SESSION_LIMIT_REACHED: 'You have as many open rooms as one may have. End one of them first.',
  FORBIDDEN: 'Your role here does not allow that.',
  STALE_REVISION: 'Another member changed the playback at the same moment. Try again.',
  QUEUE_FULL: 'The queue of this room is full. Take something out first.',
  END_OF_QUEUE: 'This is the last track of the queue.',
  NOTHING_TO_PLAY: 'The queue is empty. Add a track first.',
  TRACK_NOT_FOUND: 'This track is no longer here.',
  ALBUM_NOT_FOUND: 'This album is no longer here.',
  ARTIST_NOT_FOUND: 'This artist is no longer here.',
  GENRE_NOT_FOUND: 'Nothing of this genre is here any more.',
  QUEUE_ITEM_NOT_FOUND: 'This track is no longer in the queue.',
  PLAYLIST_NOT_FOUND: 'This playlist is no longer here, or it is private.',
  PLAYLIST_ITEM_NOT_FOUND: 'This track was removed from the playlist already.',
  PLAYLIST_CHANGED:
    'The playlist was changed elsewhere at the same moment. Look at it again, then try once more.',
  PLAYLIST_FILE_UNREADABLE: 'This is no playlist: choose an M3U, XSPF or JSPF file that names tracks.',
  PLAYLIST_FULL: 'This playlist is full.',
  LIKE_LIMIT_REACHED: 'You like as many tracks as one may. Take a heart away first.',
  PLAYLIST_LIMIT_REACHED: 'You have as many playlists as one may have. Delete one first.',
  QUOTA_EXCEEDED: 'Your account has no room for more. Delete a track first.',
  STORAGE_FULL: 'Downbeat has no room for more files at the moment. Try again later.',
  STORAGE_UNAVAILABLE: 'The files cannot be reached at the moment. Try again soon.',
  FILE_TOO_LARGE: 'This file is too large.',
  BODY_TOO_LARGE: 'This file is too large.',
  AUDIO_NOT_RECOGNISED: 'This is no MP3, FLAC, Ogg, M4A or WAV file.',
  AUDIO_UNREADABLE: 'This file is damaged or cut off. Export it again.',
  COVER_NOT_RECOGNISED: 'The cover must be a JPEG, PNG or WebP picture.',
  UPLOAD_ABORTED: 'The upload was cut off. Try again.',
} satisfies Partial<Record<ErrorCode, string>>;

const labels: Readonly<Record<string, string>> = {
  displayName: 'Name',
  email: 'E-mail',
  password: 'Password',
  newPassword: 'New password',
  currentPassword: 'Current password',
  code: 'Code',
  name: 'Name',
};

/** An error in words for a listener, never with its code. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DownbeatError) return describe(error as DownbeatError);
  console.error(error);
  return 'Something went wrong in this page.';
}

/** Shows an error. */
export function showError(error: unknown): void {
  notice.value = sentenceOf(error);
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
