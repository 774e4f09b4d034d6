import { downbeat, user } from './account.ts';
import { readInvitation } from './invitation.ts';
import { notice } from './notice.ts';

/** Where the part behind the # waits meanwhile: an invitation outlives the way to Google. */
const FRAGMENT_KEY = 'downbeat.fragment';
const ANSWERS = ['code', 'error'];

/** Sends this page to Google, to come back to where it is. Resolves as it goes, ready for who comes back by history. */
export async function continueWithGoogle(): Promise<void> {
  const address = await downbeat.google.begin({ redirectUri: location.origin + location.pathname });
  sessionStorage.setItem(FRAGMENT_KEY, location.hash);
  const gone = new Promise((resolve) => addEventListener('pagehide', resolve, { once: true }));
  location.assign(address);
  await gone;
}

/** Signs in with what this page was loaded with, if anything, and takes that out of the address. */
export async function finishGoogle(): Promise<void> {
  const { href } = location;
  if (!ANSWERS.some((name) => new URL(href).searchParams.has(name))) return;
  // First of all: a one-time code is not to stay in the history, whatever becomes of it.
  history.replaceState(null, '', cleared(href));
  readInvitation();
  const session = await downbeat.google.finish(href);
  if (session === null && user.value === null)
    notice.value = 'That sign-in with Google was not begun here. Begin it again.';
}

function cleared(href: string): URL {
  const address = new URL(href);
  for (const name of ANSWERS) address.searchParams.delete(name);
  address.hash ||= sessionStorage.getItem(FRAGMENT_KEY) ?? '';
  sessionStorage.removeItem(FRAGMENT_KEY);
  return address;
}
