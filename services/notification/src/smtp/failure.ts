import { firstCharacters } from '@downbeat/shared/text';

/**
 * What a failed delivery means for the mail:
 * - `permanent`: the server rejected this message and will always reject it (5yz);
 * - `transient`: the server may accept this message later (4yz, or the connection broke during the message);
 * - `unreachable`: the server accepts no message now (no connection, no TLS, no sign-in).
 */
export type FailureKind = 'permanent' | 'transient' | 'unreachable';

export class DeliveryError extends Error {
  override name = 'DeliveryError';
  readonly kind: FailureKind;
  /** True when the server may have accepted the message although its 250 did not arrive. */
  readonly maybeAccepted: boolean;

  constructor(kind: FailureKind, reason: string, options: { maybeAccepted: boolean; cause?: unknown }) {
    super(reason, { cause: options.cause });
    this.kind = kind;
    this.maybeAccepted = options.maybeAccepted;
  }
}

/** The contract allows 500 characters. */
const REASON_LENGTH = 300;

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

const setupCodes = new Set('EDNS ETLS EREQUIRETLS EAUTH ENOAUTH EOAUTH2 EPROXY EFETCH ECONFIG'.split(' '));
// 530, 534, 535 and 538 are about our credentials (RFC 4954), whichever command they answer.
const credentialReplies = new Set([530, 534, 535, 538]);
const messageCommands = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
const localRejections = new Set(['EENVELOPE', 'EMESSAGE', 'EMAXRECIPIENTS']);

function kindOf(error: SmtpError, dataBegun: boolean): FailureKind {
  const { code = '', command = '', responseCode } = error;
  if (setupCodes.has(code)) return 'unreachable';
  if (responseCode !== undefined) {
    if (credentialReplies.has(responseCode) || !messageCommands.has(command)) return 'unreachable';
    // 503 is about the order of the commands, not about the message.
    return responseCode >= 500 && responseCode !== 503 ? 'permanent' : 'transient';
  }
  if (localRejections.has(code)) return 'permanent';
  return dataBegun ? 'transient' : 'unreachable';
}

/** One line without control characters. Six digits are masked: a server may quote the mail and its one-time code. */
function reasonOf(error: SmtpError): string {
  const parts = [error.code, error.command, error.message].filter((part) => part !== undefined);
  const line = parts.join(' ').replaceAll(/[\p{Cc}\s]+/gu, ' ');
  return firstCharacters(line.replaceAll(/\b\d{6}\b/g, '******'), REASON_LENGTH);
}

/**
 * Classifies an error of Nodemailer.
 * @param dataBegun whether the server had answered DATA with 354
 */
export function asDeliveryFailure(error: unknown, dataBegun: boolean): DeliveryError {
  const smtpError: SmtpError = error instanceof Error ? error : new Error(String(error));
  const maybeAccepted = dataBegun && smtpError.responseCode === undefined;
  return new DeliveryError(kindOf(smtpError, dataBegun), reasonOf(smtpError), {
    maybeAccepted,
    cause: error,
  });
}
