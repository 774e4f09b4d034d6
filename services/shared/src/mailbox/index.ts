// RFC 5321 Mailbox without its rarities: no quoted local part, no comment, no group, no list, no address literal, no
// letters beyond ASCII (not every server knows SMTPUTF8).
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const PLAIN_MAILBOX = new RegExp(String.raw`^(?<local>${ATOM}(?:\.${ATOM})*)@${LABEL}(?:\.${LABEL})*$`);

// RFC 5321 4.5.3.1. An address has two octets less than a path, which has the angle brackets too. (A label's 63 stand above.)
const LOCAL_OCTETS = 64;
const ADDRESS_OCTETS = 254;

/**
 * Whether this text is exactly one recipient that any mail server takes: no line break, list, group, route or quoting,
 * and no part over the lengths of RFC 5321 4.5.3.1. What registers an address and what mails it both ask here.
 */
export function isPlainMailbox(address: string): boolean {
  if (address.length > ADDRESS_OCTETS) return false;
  const local = PLAIN_MAILBOX.exec(address)?.groups?.['local'];
  return local !== undefined && local.length <= LOCAL_OCTETS;
}
