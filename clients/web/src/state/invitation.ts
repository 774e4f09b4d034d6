import { signal } from '@preact/signals';
import { invitedCode } from '../invited-code.ts';

/** The code that this page was last asked to join by; empty without an invitation. */
export const invitation = signal(invitedCode(location.hash));

/** Looks at the address again, after a script has changed it: of that the browser says nothing. */
export function readInvitation(): void {
  invitation.value = invitedCode(location.hash);
}

/** Takes the invitation out of the address: somebody is in a session, by it or by another way. */
export function dismissInvitation(): void {
  if (invitation.value === '') return;
  history.replaceState(null, '', location.pathname + location.search);
  readInvitation();
}

// A link that is opened where the page is open already loads nothing anew.
addEventListener('hashchange', readInvitation);
