// What would turn one recipient into two, or into a header: line breaks, lists, groups, routes, comments.
const UNSAFE = /[\p{Cc}\s,;:<>()[\]\\"]/u;

/**
 * The form in which an address is stored, compared and mailed: NFC, trimmed, lower case.
 * Null when it is not exactly one plain mailbox.
 */
export const normaliseEmail = (address: string): string | null => {
  const email = address.normalize('NFC').trim().toLowerCase();
  const parts = email.split('@');
  const isOneMailbox = parts.length === 2 && parts.every((part) => part !== '');
  return isOneMailbox && !UNSAFE.test(email) ? email : null;
};
