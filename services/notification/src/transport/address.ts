import { isPlainMailbox } from '@downbeat/shared/mailbox';

/** A mailbox that may stand in an envelope and in a header: exactly one, plain. */
export interface Mailbox {
  name: string;
  address: string;
}

export class InvalidAddress extends Error {
  override name = 'InvalidAddress';
  constructor() {
    super('the address is not one plain mailbox');
  }
}

/**
 * Returns the address unchanged when it is exactly one recipient. Auth lets none register that would be refused here;
 * this is the last fence before a header.
 * @throws {InvalidAddress} for line breaks, commas, groups, quoting, or lengths beyond RFC 5321 4.5.3.1
 */
export function oneRecipient(address: string): string {
  if (!isPlainMailbox(address)) throw new InvalidAddress();
  return address;
}

/** Reads `Name <address>` or a bare address, as MAIL_FROM gives it. */
export function parseMailbox(text: string): Mailbox {
  const match = /^(?:(?<name>[^<>"\p{Cc}]*?)\s*<(?<inner>[^<>]+)>|(?<bare>[^<>\s]+))$/u.exec(text.trim());
  const { name = '', inner, bare } = match?.groups ?? {};
  return { name, address: oneRecipient(inner ?? bare ?? '') };
}

/** Why a text is no sender, or nothing. */
export function refusalOfMailbox(text: string): string | undefined {
  try {
    parseMailbox(text);
    return undefined;
  } catch {
    return 'must be one mailbox';
  }
}
