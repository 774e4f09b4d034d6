import { signal } from '@preact/signals';
import { addresses } from '../addresses.ts';
import { invitedCode } from '../format.ts';

/** The code of the invite link that this page was opened with last; empty without an invitation. */
export const invitation = signal(invitedCode(location.hash));

/** Reads the URL again, and moves an invitation to its screen. Browsers send no event for `replaceState`. */
export function readInvitation(): void {
  const code = invitedCode(location.hash);
  invitation.value = code;
  if (code !== '' && location.pathname !== addresses.invite)
    history.replaceState(null, '', `${addresses.invite}${location.search}${location.hash}`);
}

/** Takes a code that was typed, and gives the address of its invitation. */
export function invitationAddress(typed: string): string {
  const code = typed.trim().toUpperCase();
  invitation.value = code;
  return `${addresses.invite}#join=${encodeURIComponent(code)}`;
}

/** Forgets the invitation, once the user is in the room. */
export function dismissInvitation(): void {
  invitation.value = '';
}

// A link that is opened in a tab with this page only changes the part after the #; nothing is loaded.
addEventListener('hashchange', readInvitation);
