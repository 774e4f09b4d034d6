import { Downbeat, webTokenStore, type StoredSession } from '@downbeat/sdk';
import { computed, signal } from '@preact/signals';
import { serviceUrls } from '../config.ts';
import { readInvitation } from './invitation.ts';
import { createAction, notice } from './notice.ts';

/** The one client of this page. */
export let downbeat = new Downbeat({ ...(await serviceUrls()), tokenStore: webTokenStore(localStorage) });

/** From now on this page is that of another client, who has no account. */
export function actAs(client: Downbeat): void {
  downbeat = client;
}

const authSession = signal<StoredSession | null>(downbeat.session.current);
downbeat.session.onChange((changed) => (authSession.value = changed));

/** The user who is signed in, or null. */
export const user = computed(() => authSession.value?.user ?? null);

/** Every way of signing in, one at a time. */
export const signingIn = createAction();

/** Signs out at the service, and on this device even when the service cannot be reached. */
export async function signOut(): Promise<void> {
  await downbeat.auth.logout().result();
  await downbeat.session.forget();
}

/** Where the address to come back to is kept while the browser is at Google, so that an invitation is not lost. */
const RETURN_KEY = 'downbeat.return';
/** The query parameters that Google's sign-in adds to the URL of this page. */
const GOOGLE_PARAMETERS = ['code', 'error'];

/** Sends the browser to Google. Resolves when the page is hidden, so that its button works after a step back in history. */
export async function continueWithGoogle(): Promise<void> {
  // Google may send browsers back to this one address only.
  const url = await downbeat.google.begin({ redirectUri: `${location.origin}/` });
  sessionStorage.setItem(RETURN_KEY, location.pathname + location.hash);
  const hidden = new Promise((resolve) => addEventListener('pagehide', resolve, { once: true }));
  location.assign(url);
  await hidden;
}

/** Signs in when this page was loaded with Google's answer, and removes that answer from the URL. */
export async function finishGoogle(): Promise<void> {
  const { href } = location;
  if (!GOOGLE_PARAMETERS.some((name) => new URL(href).searchParams.has(name))) return;
  // First, because a one-time code must not stay in the history, whatever fails later.
  history.replaceState(null, '', withoutGoogleAnswer(href));
  readInvitation();
  const session = await downbeat.google.finish(href);
  if (session === null && user.value === null)
    notice.value = 'That sign-in with Google was not begun here. Start it again.';
}

function withoutGoogleAnswer(href: string): URL {
  const url = new URL(href);
  for (const name of GOOGLE_PARAMETERS) url.searchParams.delete(name);
  const kept = sessionStorage.getItem(RETURN_KEY);
  sessionStorage.removeItem(RETURN_KEY);
  if (kept === null) return url;
  const { pathname, hash } = new URL(kept, location.origin);
  Object.assign(url, { pathname, hash });
  return url;
}
