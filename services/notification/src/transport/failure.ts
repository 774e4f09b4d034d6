import { firstCharacters } from '@downbeat/shared/text';

/**
 * What a failed delivery means for the mail:
 * - `permanent`: the server refused this message for good (5yz);
 * - `transient`: this message may be taken later (4yz, or the session broke in its middle);
 * - `unreachable`: no message would get through now (no connection, no TLS, no sign-in).
 */
export type FailureKind = 'permanent' | 'transient' | 'unreachable';

export class DeliveryFailure extends Error {
  override name = 'DeliveryFailure';
  readonly kind: FailureKind;
  /** The server may hold the message although we saw no 250. */
  readonly maybeAccepted: boolean;

  constructor(kind: FailureKind, reason: string, options: { maybeAccepted: boolean; cause?: unknown }) {
    super(reason, { cause: options.cause });
    this.kind = kind;
    this.maybeAccepted = options.maybeAccepted;
  }
}

/** Less than the contract allows. */
const REASON_LENGTH = 300;

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

const setupCodes = new Set([
  'EDNS',
  'ETLS',
  'EREQUIRETLS',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'EPROXY',
  'EFETCH',
  'ECONFIG',
]);
// 530, 534, 535 and 538 speak of our credentials (RFC 4954), whatever command they answer.
const credentialReplies = new Set([530, 534, 535, 538]);
const messageCommands = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
const refusedLocally = new Set(['EENVELOPE', 'EMESSAGE', 'EMAXRECIPIENTS']);

function kindOf(error: SmtpError, dataBegun: boolean): FailureKind {
  const { code = '', command = '', responseCode } = error;
  if (setupCodes.has(code)) return 'unreachable';
  if (responseCode !== undefined) {
    if (credentialReplies.has(responseCode) || !messageCommands.has(command)) return 'unreachable';
    // 503 says that the session was out of step, not that the message is unwanted.
    return responseCode >= 500 && responseCode !== 503 ? 'permanent' : 'transient';
  }
  if (refusedLocally.has(code)) return 'permanent';
  return dataBegun ? 'transient' : 'unreachable';
}

/** One line, without control characters, and without anything that could be a one-time code that came back. */
function reasonOf(error: SmtpError): string {
  const parts = [error.code, error.command, error.message].filter((part) => part !== undefined);
  const line = parts.join(' ').replaceAll(/[\p{Cc}\s]+/gu, ' ');
  return firstCharacters(line.replaceAll(/\b\d{6}\b/g, '******'), REASON_LENGTH);
}

/**
 * Reads an error of Nodemailer.
 * @param dataBegun whether the server had agreed to take the message
 */
export function asDeliveryFailure(error: unknown, dataBegun: boolean): DeliveryFailure {
  const smtpError: SmtpError = error instanceof Error ? error : new Error(String(error));
  const maybeAccepted = dataBegun && smtpError.responseCode === undefined;
  return new DeliveryFailure(kindOf(smtpError, dataBegun), reasonOf(smtpError), {
    maybeAccepted,
    cause: error,
  });
}
