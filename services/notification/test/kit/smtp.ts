import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that was received to its final dot. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
  messageId: string;
}

/** The server's answer to the final dot of a mail. */
export type SmtpAnswer = 'accept' | 'hang' | 'drop' | { code: number; text: string };

export interface SmtpOptions extends SMTPServerOptions {
  port?: number;
  /** Chooses the answer to a mail; by default every mail is accepted. */
  answer?: (mail: ReceivedMail) => SmtpAnswer | Promise<SmtpAnswer>;
}

export interface SmtpFixture {
  url: string;
  port: number;
  /** Every mail whose final dot arrived, with any answer. */
  received: ReceivedMail[];
  close(): Promise<void>;
}

export const rejection = (code: number, text: string) =>
  Object.assign(new Error(text), { responseCode: code });

const headerOf = (raw: string, name: string) =>
  new RegExp(`^${name}: *(.*)$`, 'im').exec(raw.replaceAll(/\r\n[ \t]+/g, ' '))?.[1]?.trim() ?? '';

/** The whole message, or null when the client disconnected before the final dot. */
async function readAll(stream: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString();
}

/** A real SMTP server that keeps the received mails. */
export async function startSmtp(
  t: Test,
  { port = 0, answer, ...options }: SmtpOptions = {},
): Promise<SmtpFixture> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 100,
    ...options,
    onData(stream, session, callback) {
      void readAll(stream).then(async (raw) => {
        if (raw === null) return;
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const mail = { from, to, raw, messageId: headerOf(raw, 'Message-ID') };
        received.push(mail);
        const chosen = (await answer?.(mail)) ?? 'accept';
        if (chosen === 'accept') callback(null, 'OK');
        else if (chosen === 'drop') server.connections.forEach((connection) => connection._socket.destroy());
        else if (chosen !== 'hang') callback(rejection(chosen.code, chosen.text));
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  let closed: Promise<void> | undefined;
  const close = () =>
    (closed ??= new Promise<void>((resolve) => {
      server.connections.forEach((connection) => connection._socket.destroy());
      server.close(() => resolve());
    }));
  t.teardown(close);
  const bound = (server.server.address() as AddressInfo).port;
  return { url: `smtp://127.0.0.1:${bound}`, port: bound, received, close };
}

export const header = (mail: ReceivedMail, name: string): string => headerOf(mail.raw, name);
