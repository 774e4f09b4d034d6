import nodemailer, { type SMTPPoolOptions, type Transporter } from 'nodemailer';
import { asDeliveryFailure } from './failure.ts';

/** A complete RFC 5322 message and its SMTP envelope. */
export interface OutgoingMail {
  from: string;
  to: string;
  message: Buffer;
}

export interface SendOptions {
  /** Aborts the delivery in any phase. */
  signal: AbortSignal;
  /** Called when the server has answered DATA with 354, before the first byte of the message is sent. */
  onData?: () => void;
}

export interface Transport {
  name: 'gmail' | 'smtp';
  /** Resolves with the server's 250 reply; rejects with DeliveryError. */
  send(mail: OutgoingMail, options: SendOptions): Promise<string>;
  /** Connects and signs in without sending a mail; rejects with DeliveryError. */
  verify(): Promise<void>;
  close(): void;
}

export interface TransportLimits {
  /** Time limit of one delivery in milliseconds. Each phase of SMTP gets a part of it. */
  sendTimeoutMs: number;
  connections: number;
}

const poolOptions = ({ sendTimeoutMs, connections }: TransportLimits) => ({
  pool: true as const,
  maxConnections: connections,
  // Nodemailer would send a message again when its connection closes. Only the mail repository may decide that,
  // because it counts the deliveries.
  maxRequeues: 0,
  idleTimeout: 20_000,
  disableFileAccess: true,
  disableUrlAccess: true,
  dnsTimeout: sendTimeoutMs / 3,
  connectionTimeout: sendTimeoutMs / 3,
  greetingTimeout: sendTimeoutMs / 3,
  socketTimeout: (sendTimeoutMs * 2) / 3,
  socketCloseTimeout: 1000,
});

/**
 * Lets the caller see when the transfer of a message begins. Nodemailer's errors do not say whether a connection broke
 * before or after DATA, and only after DATA can the server have accepted the message. Nodemailer starts to read the
 * message's stream when DATA has been answered with 354.
 * @returns registers the callback for the message with these bytes
 */
function observeData<T>(mailer: Transporter<T>): (message: Buffer, onData: () => void) => void {
  const callbacks = new WeakMap<Buffer, () => void>();
  mailer.use('stream', (mail, next) => {
    const { raw } = mail.data;
    const onData = Buffer.isBuffer(raw) ? callbacks.get(raw) : undefined;
    const create = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const stream = create(options);
      if (onData) stream.once('resume', onData);
      return stream;
    };
    next();
  });
  return (message, onData) => void callbacks.set(message, onData);
}

/**
 * A pooled SMTP transport.
 * @param server the server's URL and credentials
 */
export function createPooledTransport(
  name: Transport['name'],
  server: SMTPPoolOptions,
  limits: TransportLimits,
): Transport {
  const mailer = nodemailer.createTransport({ ...poolOptions(limits), ...server });
  const whenDataBegins = observeData(mailer);

  async function send({ from, to, message }: OutgoingMail, { signal, onData }: SendOptions): Promise<string> {
    let dataBegun = false;
    whenDataBegins(message, () => {
      dataBegun = true;
      onData?.();
    });
    try {
      const info = await mailer.sendMail({ envelope: { from, to: [to] }, raw: message, signal });
      return info.response;
    } catch (error) {
      throw asDeliveryFailure(error, dataBegun);
    }
  }

  async function verify(): Promise<void> {
    await mailer.verify().catch((error: unknown) => {
      throw asDeliveryFailure(error, false);
    });
  }

  return { name, send, verify, close: () => mailer.close({ force: true }) };
}
