import { isPlainMailbox } from '@downbeat/shared/text';

/** The sender of a mail. */
export interface Mailbox {
  name: string;
  email: string;
}

export class InvalidEmailError extends Error {
  override name = 'InvalidEmailError';
  constructor() {
    super('the email is not one plain mailbox');
  }
}

/**
 * Returns the email unchanged when it is exactly one plain mailbox. Auth rejects other emails at registration; this
 * second check protects the envelope and the headers of a mail.
 * @throws {InvalidEmailError} for line breaks, commas, groups, quoting, or lengths beyond RFC 5321 4.5.3.1
 */
export function requirePlainEmail(email: string): string {
  if (!isPlainMailbox(email)) throw new InvalidEmailError();
  return email;
}

/**
 * Reads `Name <email>` or a bare email, the two forms of MAIL_FROM.
 * @throws {InvalidEmailError}
 */
export function parseMailbox(text: string): Mailbox {
  const match = /^(?:(?<name>[^<>"\p{Cc}]*?)\s*<(?<inner>[^<>]+)>|(?<bare>[^<>\s]+))$/u.exec(text.trim());
  const { name = '', inner, bare } = match?.groups ?? {};
  return { name, email: requirePlainEmail(inner ?? bare ?? '') };
}

/** A config check: why the text is not a sender, or undefined when it is one. */
export function refusalOfMailbox(text: string): string | undefined {
  try {
    parseMailbox(text);
    return undefined;
  } catch {
    return 'must be one mailbox';
  }
}
