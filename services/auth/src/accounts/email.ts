import type { App } from '@downbeat/shared/http';
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

/**
 * Removes white space around the e-mail address of a request before the contract's schema refuses it. Keyboards of phones
 * and pasted text add it, and no address has any.
 */
export function trimEmails(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const body: unknown = request.body;
    if (typeof body === 'object' && body !== null && 'email' in body && typeof body.email === 'string')
      body.email = body.email.trim();
    done();
  });
}
