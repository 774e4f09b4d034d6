import { isPlainMailbox } from '@downbeat/shared/text';
import { errors, invalidField } from '../errors.ts';

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

/** @throws VALIDATION_FAILED for what is not one plain address */
export function requireEmail(text: string): string {
  const email = normaliseEmail(text);
  if (email === null)
    throw errors.VALIDATION_FAILED(invalidField('email', 'must be one plain e-mail address'));
  return email;
}
