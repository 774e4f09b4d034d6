/** A mailbox that may stand in an envelope and in a header: exactly one, plain. */
export interface Mailbox {
  name: string;
  address: string;
}

// RFC 5321 Mailbox without its rarities: no quoted local part, no comment, no group, no list, no address
// literal. What auth lets register is narrower still; this is the last fence before a header.
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const plainAddress = new RegExp(String.raw`^(?<local>${atom}(?:\.${atom})*)@${label}(?:\.${label})*$`);

export class InvalidAddress extends Error {
  override name = 'InvalidAddress';
  constructor() {
    super('the address is not one plain mailbox');
  }
}

/**
 * Returns the address unchanged when it is exactly one recipient.
 * @throws {InvalidAddress} for line breaks, commas, groups, quoting, or lengths beyond RFC 5321 4.5.3.1
 */
export function oneRecipient(address: string): string {
  const local = plainAddress.exec(address)?.groups?.['local'];
  if (local === undefined || local.length > 64 || address.length > 254) throw new InvalidAddress();
  return address;
}

/** Reads `Name <address>` or a bare address, as MAIL_FROM gives it. */
export function parseMailbox(text: string): Mailbox {
  const match = /^(?:(?<name>[^<>"\p{Cc}]*?)\s*<(?<inner>[^<>]+)>|(?<bare>[^<>\s]+))$/u.exec(text.trim());
  const { name = '', inner, bare } = match?.groups ?? {};
  return { name, address: oneRecipient(inner ?? bare ?? '') };
}
