import { isPlainMailbox } from '@downbeat/shared/text';

/**
 * The form in which an e-mail address is stored, compared and mailed: trimmed, lower case. Null unless it is exactly
 * one plain mailbox at a domain with a dot, which is what the contract's `Email` accepts and notification can mail.
 */
export function normaliseEmail(text: string): string | null {
  // Check before lower-casing: that would turn a Kelvin sign into the letter k of another account.
  const email = text.trim();
  const hasDottedDomain = email.slice(email.indexOf('@')).includes('.');
  return hasDottedDomain && isPlainMailbox(email) ? email.toLowerCase() : null;
}
