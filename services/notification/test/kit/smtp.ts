import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that the server said 250 to, or was about to. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
  messageId: string;
}

/** What the server says to a mail after its final dot. */
export type Verdict = 'accept' | 'hang' | 'drop' | { code: number; text: string };

export interface SmtpOptions extends SMTPServerOptions {
  port?: number;
  /** Decides by mail; everything is accepted unless told otherwise. May act before it answers. */
  judge?: (mail: ReceivedMail) => Verdict | Promise<Verdict>;
}

export interface SmtpFixture {
  url: string;
  port: number;
  /** Every mail whose final dot arrived, whatever was answered. */
  received: ReceivedMail[];
  close(): Promise<void>;
}

export const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

const headerOf = (raw: string, name: string) =>
  new RegExp(`^${name}: *(.*)$`, 'im').exec(raw.replaceAll(/\r\n[ \t]+/g, ' '))?.[1]?.trim() ?? '';

/** The whole message, or null when the client went away before its final dot. */
async function readAll(stream: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString();
}

/** A real SMTP server that remembers what it was given. */
export async function startSmtp(
  t: Test,
  { port = 0, judge, ...options }: SmtpOptions = {},
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
        const verdict = (await judge?.(mail)) ?? 'accept';
        if (verdict === 'accept') callback(null, 'OK');
        else if (verdict === 'drop') server.connections.forEach((connection) => connection._socket.destroy());
        else if (verdict !== 'hang') callback(refusal(verdict.code, verdict.text));
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
