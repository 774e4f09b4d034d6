import type { Mailbox } from './address.ts';

/** A whole RFC 5322 message with the envelope that it travels in. */
export interface OutgoingMail {
  from: Mailbox['address'];
  to: Mailbox['address'];
  message: Buffer;
}

export interface SendOptions {
  /** Ends the delivery in whatever phase it is. */
  signal: AbortSignal;
  /** Called when the server has agreed to take the message, before its first byte leaves. */
  onData?: () => void;
}

export interface Transport {
  name: 'gmail' | 'smtp';
  /** Resolves with the server's 250 reply; rejects with DeliveryFailure. */
  send(mail: OutgoingMail, options: SendOptions): Promise<string>;
  /** Connects and signs in, and sends nothing; rejects with DeliveryFailure. */
  verify(): Promise<void>;
  close(): void;
}
