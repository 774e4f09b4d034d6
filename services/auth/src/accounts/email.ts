import { isPlainMailbox } from '@downbeat/shared/mailbox';

/**
 * The form in which an address is stored, compared and mailed: trimmed, lower case. Null when it is not exactly one
 * plain mailbox at a domain with a dot, which is what the contract's `Email` takes and notification can mail.
 */
export const normaliseEmail = (address: string): string | null => {
  // Judged as it was written: lower case would turn a Kelvin sign into somebody else's k.
  const email = address.trim();
  const isPublic = email.slice(email.indexOf('@')).includes('.');
  return isPublic && isPlainMailbox(email) ? email.toLowerCase() : null;
};
