import { signal } from '@preact/signals';
import { invitedCode } from '../format.ts';

/** The code of the invite link that this page was opened with last; empty without an invitation. */
export const invitation = signal(invitedCode(location.hash));

/** Reads the URL again. Call it after `replaceState`, for which browsers send no event. */
export function readInvitation(): void {
  invitation.value = invitedCode(location.hash);
}

/** Removes the invitation from the URL, once the user is in a session. */
export function dismissInvitation(): void {
  if (invitation.value === '') return;
  history.replaceState(null, '', location.pathname + location.search);
  readInvitation();
}

// A link that is opened in a tab with this page only changes the part after the #; nothing is loaded.
addEventListener('hashchange', readInvitation);
