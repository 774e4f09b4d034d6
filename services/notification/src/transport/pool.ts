import nodemailer, { type SMTPPoolOptions } from 'nodemailer';
import { announceData } from './announce-data.ts';
import { asDeliveryFailure } from './failure.ts';
import type { OutgoingMail, SendOptions, Transport } from './transport.ts';

export interface PoolLimits {
  /** The whole delivery of one mail, in milliseconds; the phases get their share of it. */
  sendTimeoutMs: number;
  connections: number;
}

const poolOptions = ({ sendTimeoutMs, connections }: PoolLimits) => ({
  pool: true as const,
  maxConnections: connections,
  // The pool would send a message again on its own when a connection closes under it; only the ledger may
  // decide that, because only the ledger counts it.
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

/** A pooled SMTP transport; `server` says where and as whom. */
export function createPool(name: Transport['name'], server: SMTPPoolOptions, limits: PoolLimits): Transport {
  const mailer = nodemailer.createTransport({ ...poolOptions(limits), ...server });
  const whenDataBegins = announceData(mailer);

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
